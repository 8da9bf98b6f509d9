"""Are costs booked with their year, kind, payer and day, and seen by those who may?"""
