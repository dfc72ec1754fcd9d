"""Letters that remind people of what waits: off until the municipality says who is to be reminded."""
