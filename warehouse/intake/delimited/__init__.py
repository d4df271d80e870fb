"""CSV and TSV: answers and lines of a 内訳一覧."""
