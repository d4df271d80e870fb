"""What formulas say and make, where a file was saved without their results."""
