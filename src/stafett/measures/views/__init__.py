"""The pages of figures: tables to look at, and what of them is closed, signed and frozen."""
