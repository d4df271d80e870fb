"""Facts, SQL, and where each value came from."""
