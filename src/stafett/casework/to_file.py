"""Papers for an authority's own file, of a period, a consent or a copy; and for a receiver outside Stafett.

What goes to the file says who took it out, when, to whose file and what let them see it, and holds only
what they may see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from stafett.casework.models import Holding, Involvement
from stafett.casework.own_data_paper import thing_blocks
from stafett.casework.queries.moments import Moments
from stafett.casework.queries.own_record import OwnRecord
from stafett.casework.queries.participation import Period
from stafett.casework.rules import last_day_of
from stafett.frame.formats import clock, plain_day, plain_number, span
from stafett.papers.paper import Block, Facts, Paper, Part, Points, Text, Under, lines
from stafett.safeguards.models import Release, RowKind
from stafett.safeguards.queries.file import Said
from stafett.safeguards.queries.own_data import Section
from stafett.safeguards.viewer import Viewer

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Taken:
    """That somebody takes a paper out: to whose file, when, and what lets them see what is on it."""

    by: Viewer
    at: datetime
    to: Sequence[Said]
    why: str

    @property
    def part(self) -> Part:
        """All of it, as it stands on the paper."""
        keys = {one.authority.pk for one in self.to}
        units = sorted({post.unit for post in self.by.posts if post.authority_id in keys})
        when = f"{plain_day(self.at.date())} {clock(self.at.time())}"
        return Part(
            _("Uttaget till akten"),
            (
                _facts(
                    (_("Till"), ", ".join(one.authority.name for one in self.to)),
                    (_("Uttaget av"), ", ".join((self.by.name, *units))),
                    (_("När"), when),
                    (_("Därför fick den som tog ut det se det"), self.why),
                ),
                *(Text(one.words) for one in self.to),
            ),
        )


def _facts(*pairs: tuple[str, object]) -> Facts:
    """The pairs that say something."""
    return Facts(tuple((name, str(said)) for name, said in pairs if said))


def _paper(title: str, taken: Taken, parts: Sequence[Part]) -> Paper:
    return Paper(title, (taken.part, *parts), taken.by.day, taken.by.name, _("Till akten"))


def period_paper(period: Period, taken: Taken) -> Paper:
    """A participation as it stands, as far as the viewer may see it."""
    return _paper(_("Deltagande"), taken, [
        _person(period), _participation(period),
        Part(_("Vem som har hållit ihop"), _points(_held(row) for row in period.holdings)),
        Part(_("Myndigheter med eget ärende"), _points(_involved(row) for row in period.involvements)),
        Part(_("Försörjning och sysselsättning"), _points(_lived(period.moments))),
        Part(_("Det här är inte med"), (Points(tuple(period.left_out)),)),
        Part("", (Text(_("Bara det som den som tog ut det får se står här. Beslut om ersättning, bistånd "
                         "och vård ligger kvar hos varje myndighet.")),)),
    ])  # fmt: skip


def own_record_paper(found: OwnRecord, taken: Taken) -> Paper:
    """What an authority has of its own in a case that is closed to it, as it stood then; nothing else."""
    whose = _facts(
        (_("Om"), found.case.name), (_("Svarar för ärendet"), found.case.circle.controller)
    )
    left_out = Text(
        _("Här står bara det som är den egna myndighetens. Vad andra har antecknat, vilka de är och hur det "
          "har gått sedan ärendet stängdes för myndigheten står inte här.")
    )  # fmt: skip
    parts = [Part(str(one.about.label), tuple(_things(one))) for one in found.sections]
    return _paper(_("Egen handling"), taken, [Part("", (whose, left_out)), *parts])


def _things(section: Section) -> Iterator[Block]:
    for thing in section.things:
        yield Under(thing.word)
        yield from thing_blocks(thing, thing.versions[0])


def _person(period: Period) -> Part:
    person = period.participation.person
    born = person.shown_birth_date
    return Part(
        _("Personen"),
        (
            _facts(
                (_("Namn"), person.name),
                (_("Nummer"), person.shown_number),
                (_("Född"), plain_day(born) if born else person.shown_birth_year),
            ),
        ),
    )


def _participation(period: Period) -> Part:
    one = period.participation
    return Part(
        _("Deltagandet"),
        (
            _facts(
                (_("Insats"), f"{one.initiative}, {one.branch}"),
                (_("Ärendenummer"), one.case_number),
                (_("Tid"), span(one.starts_on, one.ends_on)),
                (_("Utfall"), one.outcome),
                (_("Härnäst"), one.next_step),
                (_("Tar över"), period.taker),
                (_("Personuppgiftsansvarig"), one.controller),
            ),
        ),
    )


def _points(said: Iterator[str]) -> tuple[Block, ...]:
    found = tuple(said)
    return (Points(found),) if found else (Text(_("Inget som den som tog ut det får se.")),)


def _held(row: Holding) -> str:
    last = last_day_of(row.until_day)
    # Who handed it on the day that it came has no day of their own.
    time = span(row.from_day, max(last, row.from_day) if last else None)
    return f"{row.unit.name}, {row.unit.authority.name}: {time}"


def _involved(row: Involvement) -> str:
    unit = f", {row.unit.name}" if row.unit else ""
    return f"{row.party.name}{unit}: {span(row.from_day, last_day_of(row.until_day))}"


def _lived(moments: Sequence[Moments]) -> Iterator[str]:
    for one in moments:
        for lived in one.livelihoods:
            extent = f", {lived.extent_percent} %" if lived.extent_percent else ""
            yield f"{lived.source}{extent}: {one.moment.label}, {plain_day(lived.on_day)}"
        for did in one.occupations:
            number = did.hours_a_week and plain_number(did.hours_a_week)
            extent = _(", %(hours)s timmar i veckan") % {"hours": number} if number else ""
            yield f"{did.what.told}{extent}: {one.moment.label}, {plain_day(did.on_day)}"
        yield from _ended(one)


def _ended(one: Moments) -> Iterator[str]:
    """What stood there until it was decided to end it."""
    for what, day in (
        (RowKind.LIVELIHOOD.label, one.livelihood_ended),
        (RowKind.OCCUPATION.label, one.occupation_ended),
    ):
        if day:
            told = {
                "what": str(what).capitalize(),
                "moment": one.moment.label,
                "day": plain_day(day),
            }
            yield _("%(what)s %(moment)s: gallrad efter beslut %(day)s") % told


def copy_paper(copy: Release, taken: Taken) -> Paper:
    """What was handed over, word for word, from whom to whom and under which consent."""
    ended = copy.consent_withdrawn_on
    facts = _facts(
        (_("Om"), copy.about),
        (_("Från"), copy.giver),
        (_("Till"), copy.owner_authority),
        (_("Lämnat utanför Stafett, genom"), copy.how),
        (_("Utlämnat"), f"{plain_day(copy.released_on)}, {copy.released_by}"),
        (_("Med stöd av samtycke från"), plain_day(copy.part.from_day)),
        (_("Samtycket togs tillbaka"), plain_day(ended) if ended else ""),
    )
    return _paper(
        copy.title, taken, [Part(_("Utlämnandet"), (facts,)), Part(_("Innehåll"), lines(copy.text))]
    )


def why_copy(copy: Release, mine: Sequence[int]) -> str:
    """What lets the viewer see a copy: it is their authority's own, or their authority gave it."""
    told = {"authority": copy.owner_authority, "giver": copy.giver}
    if copy.owner_authority_id in mine and not copy.outside:
        return _("Kopian är den egna myndighetens, utlämnad av %(giver)s.") % told
    return _("%(giver)s lämnade ut det till %(authority)s.") % told


def receivers_paper(copy: Release, by: Viewer) -> Paper:
    """What is handed over to a receiver outside Stafett, as a document of its own: the copy and its terms."""
    facts = _facts(
        (_("Till"), copy.owner_authority),
        (_("Från"), f"{copy.giver}, {copy.released_by}"),
        (_("Om"), copy.about),
        (_("Utlämnat"), f"{plain_day(copy.released_on)}, {copy.how}"),
        (_("Ändamål"), copy.part.consent.purpose),
        (_("Med stöd av samtycke från"), plain_day(copy.part.from_day)),
    )
    terms = Text(
        _("Personen har sagt ja till att just detta lämnas till er, för det ändamålet. Från och med nu är det "
          "er egen uppgift, och ni svarar för den. Frågor om vad samtycket omfattar besvaras av %(giver)s.") % {
            "giver": copy.giver
        }
    )  # fmt: skip
    parts = (Part("", (facts,)), Part(_("Innehåll"), lines(copy.text)), Part("", (terms,)))
    return Paper(copy.title, parts, by.day, by.name, _("Utlämnat med samtycke"))
