"""The pages about parties: who works together, who works there, what they have agreed."""
