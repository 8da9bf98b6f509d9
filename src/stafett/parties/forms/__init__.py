"""What is asked for when the register of parties is changed."""
