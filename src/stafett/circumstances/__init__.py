"""A person's circumstances over time: livelihood, occupation, pauses and form (A10, A11, G13)."""
