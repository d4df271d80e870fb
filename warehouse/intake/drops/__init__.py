"""受取先: a place on somebody's server where universities leave their files, and from which they are copied."""
