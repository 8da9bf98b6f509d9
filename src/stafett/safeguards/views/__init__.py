"""The pages about what guards people: what authorities open to each other."""
