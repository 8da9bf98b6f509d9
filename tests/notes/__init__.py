"""Does what is noted stay whole, with those who may read it, and is nobody let go of unnoticed?"""
