"""The 調査票: a university's yearly answer, as its sheets lay it out."""
