"""The chapters of an evaluation document."""
