"""How the server is doing, for those who run it: its log and its metrics, neither of which says who does what."""
