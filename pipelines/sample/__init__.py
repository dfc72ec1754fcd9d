"""The fictive municipality: a seeded generator of its extracts."""
