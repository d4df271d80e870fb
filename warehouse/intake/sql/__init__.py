"""A university's own database: what its channel file asks."""
