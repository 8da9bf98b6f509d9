"""What templates about parties are written with."""
