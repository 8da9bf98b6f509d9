"""What a protected person is called: a word of our own list and four figures, so that none is refused as taken.

A chosen word gets its figures too. Were it refused because somebody has it already, the refusal would tell
that a protected person is there (law 5). Words of one's own are not taken: one could be another protected
person's name, and to refuse just that one would tell whose it is.
"""

from __future__ import annotations

import secrets

from django.utils.translation import gettext as _

from stafett.people.letters import words
from stafett.people.models import Person

WORDS = (
    "Blåsippa", "Klöver", "Vallmo", "Solros", "Blåklocka", "Prästkrage", "Smultron", "Hjortron", "Lingon",
    "Blåbär", "Tallkotte", "Ekollon", "Lärka", "Svala", "Trana", "Tofsvipa", "Nötskrika", "Snäcka",
    "Regnbåge", "Norrsken", "Gryning", "Skymning", "Måne", "Kompass", "Segel", "Ankare", "Lykta", "Fyrbåk",
)  # fmt: skip
"""Words that are nobody's name, and say neither sex nor origin."""


def new_alias(controller: int, word: str = "") -> str:
    """An alias that nobody in the controller's register has, of the chosen word or of one drawn."""
    while True:
        drawn = f"{word or secrets.choice(WORDS)} {secrets.randbelow(9000) + 1000}"
        if not Person.objects.filter(controller_id=controller, alias__iexact=drawn).exists():
            return drawn


def faults_of_word(word: str, *names: str) -> str:
    """Why a word cannot be an alias, in a sentence; nothing when it can."""
    if word not in WORDS:
        return _("Välj ett av orden i listan. Fyra siffror läggs till av sig själva.")
    taken = {part for name in names for part in words(name)}
    if taken & set(words(word)):
        return _("Ordet är en del av personens namn. Välj ett annat, eller lämna tomt.")
    return ""
