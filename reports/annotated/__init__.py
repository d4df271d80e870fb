"""A university's own workbook, sent back with each finding in its cell."""
