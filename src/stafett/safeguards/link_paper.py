"""What was opened by a link, as a paper for whoever opened it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stafett.frame.formats import plain_day
from stafett.papers.paper import Facts, Paper, Part, Text, lines
from stafett.safeguards.models import Link, Release
from stafett.safeguards.queries.links import released
from stafett.safeguards.viewer import Viewer


def released_paper(link: Link, by: Viewer) -> Paper:
    """Everything that the link handed over: who gave it, about whom, for what; and whose it is now."""
    copies = released(link)
    receiver = ", ".join(filter(None, (link.receiver, link.organisation)))
    parts = [_facts(copies[0], receiver)]
    parts += [Part(copy.title, lines(copy.text)) for copy in copies]
    terms = Text(_terms() % {"giver": copies[0].giver})
    return Paper(
        _("Utlämnade uppgifter"), (*parts, Part("", (terms,))), by.day, receiver,
        _("Utlämnat med samtycke"),
    )  # fmt: skip


def _facts(copy: Release, receiver: str) -> Part:
    pairs = (
        (_("Till"), f"{receiver} ({copy.owner_authority})"),
        (_("Från"), f"{copy.giver}, {copy.released_by}"),
        (_("Om"), copy.about),
        (_("Utlämnat"), plain_day(copy.released_on)),
        (_("Ändamål"), copy.part.consent.purpose),
    )
    return Part("", (Facts(pairs),))


def _terms() -> str:
    """What holds for whoever has got it."""
    return _(
        "Personen har sagt ja till att just detta lämnas till er, för det ändamålet. Från och med nu är det er "
        "egen uppgift, och ni svarar för den. Frågor om vad samtycket omfattar besvaras av %(giver)s."
    )
