"""Charts: frame in, figure out."""
