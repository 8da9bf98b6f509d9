"""Can every paper be heard, archived, opened in Word and compared with what was recorded?"""
