"""Reads of circumstances over time; each takes the viewer."""
