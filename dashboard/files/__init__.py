"""What stands in each file that can be taken home: one module a page."""
