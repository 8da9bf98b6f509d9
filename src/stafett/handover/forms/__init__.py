"""The forms of handovers and follow-ups: each about one case, with one action behind it."""
