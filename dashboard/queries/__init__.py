"""One module a view: picks rows and order from marts, through the door."""
