"""The forms about what guards people."""
