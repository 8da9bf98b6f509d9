"""Is it known who works together, who holds which post, and may nobody change it wrongly?"""
