"""The demonstration: a synthetic consortium that lives through the six years of the programme."""
