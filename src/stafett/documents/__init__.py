"""Files in a case, each as somebody who works in it put it there: what it is, of which day, and whose."""
