"""The pages about initiatives."""
