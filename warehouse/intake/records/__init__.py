"""Counts from student records by the definition, in the university's own database or from extracts."""

from warehouse.intake.records.channel import read_records

__all__ = ["read_records"]
