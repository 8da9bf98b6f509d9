"""Assessment, the person's own plan, and what each authority has decided or judged (D7, A6, G8, A19)."""
