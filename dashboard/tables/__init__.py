"""The rows of a page's tables, written from the rows of marts: words and numbers ready to read."""
