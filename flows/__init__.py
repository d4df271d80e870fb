"""When, in what order, what to retry; the command line."""
