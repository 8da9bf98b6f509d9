"""The frame around every page: base template, components, styles, and what other apps hang in it."""
