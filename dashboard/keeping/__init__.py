"""What is kept of an installation: backups and the way back, and what goes when its time is over."""
