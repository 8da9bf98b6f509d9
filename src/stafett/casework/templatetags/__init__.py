"""The tags that pages about a case are written with."""
