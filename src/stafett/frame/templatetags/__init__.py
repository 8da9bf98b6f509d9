"""The tags and filters that pages are written with."""
