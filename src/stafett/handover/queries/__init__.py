"""Reads of handovers and follow-ups; each takes the viewer."""
