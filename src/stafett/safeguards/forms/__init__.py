"""What is asked for when the log is followed up, and when names of readers are asked for."""
