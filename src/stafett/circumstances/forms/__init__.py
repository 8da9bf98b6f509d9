"""The forms of a person's circumstances, each with one action."""
