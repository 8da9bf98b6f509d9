"""Stafett: agencies that work together around a person far from work."""
