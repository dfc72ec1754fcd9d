"""Extracts in, releases out: everything that happens before a person looks."""
