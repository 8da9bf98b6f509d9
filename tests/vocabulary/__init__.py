"""Do the shared words say when they hold, where they were read, and whether they are confirmed?"""
