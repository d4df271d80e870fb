"""The 調査票 and its covering letter."""
