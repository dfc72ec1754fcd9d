"""What a page is drawn from: who looks, through which door, what the address asks for, and what an act changes."""
