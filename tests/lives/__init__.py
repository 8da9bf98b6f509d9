"""Whole lives of cases: anybody does anything in any order, and the laws hold after every step."""
