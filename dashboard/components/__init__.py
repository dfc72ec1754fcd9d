"""Parts that pages are put together from; state lives here."""
