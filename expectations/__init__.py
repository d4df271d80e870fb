"""Is it right? The rules of the definition, decided by Great Expectations."""
