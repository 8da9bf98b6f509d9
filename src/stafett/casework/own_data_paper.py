"""The answer to somebody who asked for their own data, as a paper to read: plain Swedish, then all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from stafett.frame.formats import capital, clock, plain_day
from stafett.papers.paper import Block, Facts, Paper, Part, Points, Text, lines
from stafett.safeguards.models import OwnDataExclusion, OwnDataRequest
from stafett.safeguards.own_data_file import without
from stafett.safeguards.queries.own_data import Section, Thing, Version


def answer_paper(asked: OwnDataRequest, sections: Sequence[Section]) -> Paper:
    """All that is handed out, what is not and why, and how to appeal."""
    decision = asked.decision
    excluded = list(decision.exclusions.order_by("pk"))
    with override("sv"):
        return Paper(
            _("Dina uppgifter hos %(authority)s") % {"authority": asked.authority},
            (
                _beginning(asked),
                *_left_out(excluded),
                *(_section(one) for one in without(sections, excluded)),
                Part(_("Om du inte är nöjd"), lines(decision.appeal)),
            ),
            decision.decided_on, decision.decided_by, _("Dina uppgifter"),
        )  # fmt: skip


def _beginning(asked: OwnDataRequest) -> Part:
    decision, told = asked.decision, {"authority": asked.authority}
    facts = Facts(
        (
            (_("Du frågade"), f"{plain_day(asked.asked_on)}, {asked.get_asked_how_display()}"),
            (_("Uppgifterna togs fram"), plain_day(localtime(asked.compiled_at).date())),
            (_("Beslut"), f"{plain_day(decision.decided_on)}, {decision.decided_by}"),
            (_("Kontrollsumma (sha256) för datafilen"), decision.handed_digest),
        )
    )
    return Part(
        "",
        (
            Text(
                _("Här står allt som %(authority)s har om dig i Stafett och som får lämnas ut. Andra "
                  "myndigheter svarar för sina egna uppgifter: fråga dem.") % told
            ),
            Text(_("Samma uppgifter finns i en datafil (JSON), som ett annat program kan läsa. Inskannade "
                   "papper ligger i den.")),
            facts,
        ),
    )  # fmt: skip


def _left_out(excluded: Sequence[OwnDataExclusion]) -> Iterator[Part]:
    said = [one for one in excluded if one.said]
    if said:
        yield Part(_("Det här lämnas inte ut"), (Points(tuple(left_out_line(o) for o in said)),))


def left_out_line(one: OwnDataExclusion) -> str:
    """What is left out, why, and what that stands on, in one line."""
    return _("Uteslutet: %(what)s, %(why)s. %(because)s Stöd: %(ground)s") % {
        "what": one.what, "why": one.get_why_display(), "because": _ended(one.because), "ground": one.ground,
    }  # fmt: skip


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _section(one: Section) -> Part:
    blocks = [block for thing in one.things for block in _thing(thing)]
    return Part(str(one.about.label), tuple(blocks))


def _thing(thing: Thing) -> Iterator[Block]:
    now = [one for one in thing.versions if not one.until]
    yield Text(thing.word if now else _("%(what)s (borttagen)") % {"what": thing.word})
    last = now[0] if now else thing.versions[-1]
    pairs = [*pairs_of(thing, last)]
    yield Facts(tuple(pair for pair in pairs if "\n" not in pair[1]))
    for name, text in pairs:
        if "\n" in text:
            yield Text(f"{name}:")
            yield from lines(text)
    earlier = tuple(_earlier(thing))
    if earlier:
        yield Points(earlier)


def pairs_of(thing: Thing, version: Version) -> Iterator[tuple[str, str]]:
    """Each column with what it says, in words."""
    for name, value in version.words.items():
        yield capital(thing.label(name)), words_of(value)


def _earlier(thing: Thing) -> Iterator[str]:
    """What a change took away: of each earlier version the columns in which the next one differs."""
    for before, after in pairwise(thing.versions):
        day = plain_day(datetime.fromisoformat(before.until).date())
        changed = [
            f"{thing.label(name)}: {words_of(value)}"
            for name, value in before.words.items()
            if after.words.get(name) != value or name == "why"
        ]
        if changed:
            yield _("Före ändringen %(day)s: %(what)s") % {"day": day, "what": "; ".join(changed)}


def words_of(value: Any) -> str:
    """A value as one reads it; a file is in the data file."""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, dict):
        return _("finns i datafilen")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return _day(str(value))


def _day(text: str) -> str:
    """A moment or day as one writes it; every other text as it is."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if len(text) == len("2024-02-01"):
        return plain_day(moment.date())
    return f"{plain_day(moment.date())} {clock(moment.time())}" if "T" in text else text


__all__ = ["answer_paper", "left_out_line", "pairs_of", "words_of"]
