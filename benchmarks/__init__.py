"""Speed, measured as ratios within one run against the plainest thing that does the same."""
