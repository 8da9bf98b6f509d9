"""Assignments about a person from one unit in the case to another, with what came of each (G9)."""
