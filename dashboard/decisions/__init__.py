"""What people have decided, laid over what a release proposes: the one place where the two are added up."""
