"""How uncertain is a share: the Wilson score interval."""

from __future__ import annotations

from math import sqrt

Z_95 = 1.959963984540054
"""The 97.5 % point of the standard normal distribution."""


def wilson(successes: int, trials: int, z: float = Z_95) -> tuple[float, float]:
    """The Wilson score interval for a share, as two numbers 0–1 with the share between.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical
    inference", JASA 22 (1927). 11 of 15 gives 0.48–0.89 (F21).
    Raises ValueError when the numbers are no share: trials below one, or successes outside them.
    """
    if trials < 1 or not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is not a share")
    share = successes / trials
    spread = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    centre = share + z * z / (2 * trials)
    scale = 1 + z * z / trials
    low, high = (centre - spread) / scale, (centre + spread) / scale
    # Rounding may put an end a hair past 0 or 1, or a hair inside the share where that is 0 or 1.
    return max(0.0, min(share, low)), min(1.0, max(share, high))
