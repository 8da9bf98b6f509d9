"""What is read of meetings and promises; each question takes the viewer."""
