"""Is the plan the person's, and do the authorities' decisions stand side by side until something follows?"""
