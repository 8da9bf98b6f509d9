"""Getting in, showing again who one is, and the pages about one's own account."""
