"""Scenarios for roles that have no app of their own, and the page that all scenarios are read on."""
