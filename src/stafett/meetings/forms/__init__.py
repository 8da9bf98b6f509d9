"""The forms of meetings and promises: each has one action behind its button."""
