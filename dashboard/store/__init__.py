"""What people say: entered in the dashboard, kept beside the releases, never overwritten."""
