"""Links to those who do not log in: what they open, to whom, and what they never do."""
