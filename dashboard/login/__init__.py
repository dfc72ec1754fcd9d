"""Logging in: who vouches for people, what their claims give them, and the browser's key to a session in the store."""
