"""Reading what a source system wrote: bytes in, raw rows of text out."""
