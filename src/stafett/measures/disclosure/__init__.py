"""Can a small count be worked out from what outsiders are shown, and what must be hidden so that it can't?

Pure: numbers in, numbers out. `linked` says what is known of the counts and how they hang together,
`attack` is what somebody clever could do with what is shown, `protect` chooses what more to hide.
The method is cell suppression as in Hundepool et al., Statistical Disclosure Control (Wiley 2012),
chapters 4 and 5, audited as Fischetti and Salazar do (Management Science 47, 2001); ADR 15.
"""
