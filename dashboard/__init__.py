"""What people see: one door to the published data, queries, views."""
