"""Assignments between units in a case: given, answered, closed with a result (G9)."""
