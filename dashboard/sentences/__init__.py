"""What a page says before it shows anything: sentences and key figures, written from the rows of marts."""
