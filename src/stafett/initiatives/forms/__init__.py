"""What is asked for when an initiative is started, described and followed up."""
