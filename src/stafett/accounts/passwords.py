"""Is a new password easily guessed by somebody who knows whose it is, and where it is used?

Reckoned here by zxcvbn, which knows common passwords, names, English words, rows of keys, repeats and dates.
What it does not know is Swedish and Stafett: such words, the names of parties, units and municipalities, the
account's own and years count as a character each.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from stafett.parties.queries import names_of_places

LEAST = 3
"""Of zxcvbn's 0 to 4: at least a hundred million guesses, "safely unguessable" against a stolen, slow hash."""
LOOKED_AT = 72
"""So much of a long password is weighed, as zxcvbn itself asks for: its work grows with the square."""
WORDS = (
    # the work
    "arbetsförmedlingen", "arbetsmarknad", "deltagare", "finsam", "förbund", "försäkringskassan",
    "handläggare", "kansli", "kansliet", "kommun", "kommunen", "myndighet", "region", "regionen",
    "rehabilitering", "samordning", "samordningsförbund", "samverkan", "socialtjänst", "stafett",
    # logging in
    "hemlig", "hemligt", "inloggning", "lösenord", "välkommen", "välkomna",
    # the day that it is
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
    "november", "december", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag",
    "höst", "sommar", "vinter", "våren", "påsk", "midsommar",
    # what is nearest at hand
    "fredagsmys", "kaffe", "kopp", "mamma", "pappa", "sverige",
)  # fmt: skip
SHORTEST_WORD = 2
SHORTEST_PLACE = 4
"""Of a word in a place's name; shorter ones stand inside too many good passwords."""
YEAR = r"(?:19|20)\d\d"


def folded(words: str) -> str:
    """In small letters and without dots and rings, as a guesser tries them all."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))


def known_words(user: Any) -> list[str]:
    """The words somebody would try first: of the account, of the places, of all here; the longest first."""
    own = [*WORDS, getattr(user, "name", ""), getattr(user, "email", "")]
    words = _words(own, SHORTEST_WORD) | _words(names_of_places(), SHORTEST_PLACE)
    return sorted(words, key=lambda one: (-len(one), one))


def _words(texts: Iterable[str], least: int) -> set[str]:
    return {one for one in re.split(r"[\W_]+", folded(" ".join(texts))) if len(one) >= least}


def score(password: str, user: Any = None) -> int:
    """How hard it is to guess, 0 to 4, when each known word is worth one character."""
    words = known_words(user)
    known = re.compile("|".join([*map(re.escape, words), YEAR]))
    left = known.sub("x", folded(password))[:LOOKED_AT]
    return int(zxcvbn(left)["score"]) if left else 0


class HardToGuess:
    """Refuses a password that is soon guessed, however long it is."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError, with what to do, for one that scores too low."""
        if score(password, user) < LEAST:
            raise ValidationError(
                _(
                    "Lösenordet är för lätt att gissa. Ta flera ord som inte hör ihop, utan namn, årstider, "
                    "upprepningar och rader på tangentbordet."
                ),
                code="easily_guessed",
            )

    def get_help_text(self) -> str:
        """What a good one is like."""
        return _("Flera ord som inte hör ihop är lätta att minnas och svåra att gissa.")


__all__ = ["HardToGuess", "score"]
