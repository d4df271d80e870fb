"""The record of the programme as a workbook in the official layout (データ集)."""
