"""What has been noted in a case, and when was somebody last in contact with the person?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Max, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.between import Gap, Limit, Rule, Scope
from stafett.casework.last_contact import last_contacts
from stafett.casework.models import PART, Participation
from stafett.casework.of_case import OfCase
from stafett.casework.timeline import Event, Kind, Version, noted, reads
from stafett.frame.formats import plain_day
from stafett.notes.access import can_retract, can_write
from stafett.notes.earlier import EARLIER, earlier_of, in_words
from stafett.notes.models import Contact, Note, Result, Written
from stafett.notes.rules import LAPSES_AFTER, lapsed_since, rests
from stafett.safeguards.access import Opened, may_see, opened
from stafett.safeguards.kept import Seen, StandIn
from stafett.safeguards.viewer import Viewer

PAGE = 50
IN_STORY = 200
CONTACT = Kind("contact", gettext_lazy("kontakt"))
NOTE = Kind("note", gettext_lazy("anteckning"))

W = TypeVar("W", bound=Written)
Tried = tuple[UUID, date, list[date | None]]
CONTACTS: OfCase[Contact] = OfCase(Contact, lambda rows: _by_day(rows)[:IN_STORY])
NOTES: OfCase[Note] = OfCase(Note, lambda rows: _by_day(rows)[:IN_STORY])


@dataclass(frozen=True)
class Line:
    """A note or a contact as the list shows it."""

    note: Note | None
    contact: Contact | None
    may_correct: bool
    may_retract: bool = False
    earlier: tuple[Version, ...] = ()
    by: str = ""
    """Who wrote it (`written_by`)."""

    @property
    def retracted(self) -> str:
        """What is said of what was taken back."""
        return retracted(self.written)

    @property
    def written(self) -> Written:
        """Whichever of them it is."""
        found = self.note or self.contact
        assert found is not None
        return found


@dataclass(frozen=True)
class NotesPage:
    """The tab Anteckningar."""

    participation: Participation
    lines: list[Line]
    can_write: bool
    page: int
    more: bool
    last_contact: date | None


def notes_page(viewer: Viewer, case: Participation, page: int = 1) -> NotesPage:
    """A page of what the viewer may read, the latest first; the number of queries is the same for any."""
    first, end = (page - 1) * PAGE, page * PAGE + 1
    # the latest of both tables are among as many of each
    both = [*_seen(viewer, Note, case)[:end], *_seen(viewer, Contact, case)[:end]]
    both.sort(key=lambda one: (one.on_day, one.pk), reverse=True)
    shown = both[first:end]
    writes = can_write(viewer, case)
    mine = viewer.works_for if writes else frozenset()
    earlier = earlier_of(opened(viewer, case.circle_id), shown[:PAGE], case)
    lines = [
        replace(
            _line(one, one.owner_authority_id in mine and not one.retracted_on),
            may_retract=can_retract(viewer, one) and not one.retracted_on,
            earlier=earlier.get(one.pk, ()),
            by=written_by(viewer, one),
        )
        for one in shown[:PAGE]
    ]
    last = last_contacts(viewer, [case.pk]).get(case.pk)
    return NotesPage(case, lines, writes, page, len(shown) > PAGE, last)


def written_by(viewer: Viewer, one: Written) -> str:
    """Who wrote it: in one's own unit the name alone; else with the unit, and another authority's with that."""
    told, unit = [one.written_by], one.unit
    if unit.pk not in {post.unit_id for post in viewer.posts}:
        told.append(unit.name)
    if unit.authority_id not in {post.authority_id for post in viewer.posts}:
        told.append(unit.authority.name)
    return ", ".join(told)


def _line(one: Written, may: bool) -> Line:
    if isinstance(one, Note):
        return Line(one, None, may)
    assert isinstance(one, Contact)
    return Line(None, one, may)


def _seen(viewer: Viewer, model: type[W], case: Participation) -> QuerySet[W]:
    rows = model._default_manager.filter(participation=case)
    return may_see(viewer, rows, PART).select_related("unit__authority").order_by("-on_day", "-pk")


def note_of(viewer: Viewer, case: Participation, key: UUID) -> Note:
    """One note of the case; Http404 alike whether it is hidden from the viewer or was never there."""
    return _one(viewer, Note, case, key)


def contact_of(viewer: Viewer, case: Participation, key: UUID) -> Contact:
    """One attempt to reach the person; as `note_of`."""
    return _one(viewer, Contact, case, key)


def _one(viewer: Viewer, model: type[W], case: Participation, key: UUID) -> W:
    rows = model._default_manager.filter(participation=case).select_related("participation")
    found = may_see(viewer, rows, PART).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def reached(viewer: Viewer, keys: Iterable[UUID]) -> dict[UUID, date]:
    """When somebody last reached each person, as far as the viewer may know."""
    return dict(REACHED.by(viewer, cases=list(keys)))


def _tries(viewer: Viewer, keys: Iterable[UUID]) -> dict[UUID, tuple[date, date | None]]:
    """When somebody last tried to, whatever came of it, and when they meant to try anew."""
    rows = TRIED.by(viewer, cases=list(keys))
    return {key: (tried, again[0]) for key, tried, again in rows}


def _standing() -> QuerySet[Contact]:
    """Those that have not been taken back as another person's."""
    return Contact.objects.filter(retracted_on__isnull=True)


def contacts_standing() -> tuple[QuerySet[Any], str]:
    """What counts of contacts as noted in a case: attempts too."""
    return _standing(), "on_day"


def notes_standing() -> tuple[QuerySet[Any], str]:
    """What counts of notes as noted in a case."""
    return Note.objects.filter(retracted_on__isnull=True), "on_day"


def _latest(
    viewer: Viewer | StandIn, rows: QuerySet[Contact], keys: Iterable[UUID], **more: Any
) -> QuerySet[Contact, Any]:
    mine = rows.filter(participation_id__in=list(keys), controller_id__in=viewer.controllers)
    seen = may_see(viewer, mine.order_by("participation_id"), PART)
    last = seen.values("participation_id").annotate(last=Max("on_day"), **more)
    return last.values_list("participation_id", "last", *more)


def _last_try(viewer: StandIn, keys: Iterable[UUID]) -> QuerySet[Contact, Tried]:
    """When somebody last tried to reach the person, and the day to try anew that was said then."""
    latest = ("-on_day", "-pk")
    return _latest(viewer, _standing(), keys, again=ArrayAgg("again_on", order_by=latest))


REACHED: Seen[tuple[UUID, date]] = Seen(
    lambda viewer, cases: _latest(viewer, _standing().filter(result=Result.REACHED), cases)
)
TRIED: Seen[Tried] = Seen(lambda viewer, cases: _last_try(viewer, cases))


def lapsed(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Cases in which nobody has been in contact with the person for more than 30 days, and nobody has just
    tried and said which day they try anew."""
    last, tries = last_contacts(viewer, scope.cases), _tries(viewer, scope.cases)
    for key, case in scope.cases.items():
        after = scope.limit("contact_lapsed", case.initiative_id)
        since = lapsed_since(last.get(key), case.starts_on, viewer.day, after)
        tried, again_on = tries.get(key, (None, None))
        if since is not None and not rests(tried, again_on, viewer.day, after):
            yield Gap(since, case.unit, key, _told_of_try(tried, again_on))


def _told_of_try(tried: date | None, again_on: date | None) -> str:
    if tried is None:
        return ""
    said = _("senaste försök %(day)s") % {"day": plain_day(tried)}
    if again_on is None:
        return said
    return _("%(last)s, försök igen %(day)s") % {"last": said, "day": plain_day(again_on)}


def again_on(case: Participation, shown: Opened) -> date | None:
    """The day to try anew that was said at the latest attempt; None when none was."""
    standing = (one for one in CONTACTS.shown(case, shown) if not one.retracted_on)
    latest = next(standing, None)
    return latest.again_on if latest else None


LAPSED = Rule(
    "contact_lapsed", gettext_lazy("Ingen kontakt"),
    gettext_lazy(
        "Ingen har haft kontakt med personen på mer än 30 dagar, så vitt du får veta. Den som har försökt "
        "nyligen och satt en dag för nästa försök står inte här förrän den dagen."
    ),
    gettext_lazy("Amina svarade senast den 2 april, och i dag är det den 10 maj."),
    gettext_lazy("Anteckna kontakt"), lapsed, "contact_new", 30,
    limit=Limit(LAPSES_AFTER, gettext_lazy("dagar")), reads=(REACHED, TRIED),
)  # fmt: skip


@reads(CONTACTS, EARLIER[Contact].rows)
def contacts_told(viewer: Viewer, case: Participation, shown: Opened) -> Iterator[Event]:
    """Each attempt to reach the person, the latest 200."""
    for one, earlier in _open(case, shown, CONTACTS, Contact):
        told = retracted(one) or in_words(one)
        yield _event(viewer, one, CONTACT, told, earlier)


@reads(NOTES, EARLIER[Note].rows)
def notes_told(viewer: Viewer, case: Participation, shown: Opened) -> Iterator[Event]:
    """The first words of each note, the latest 200."""
    for one, earlier in _open(case, shown, NOTES, Note):
        text = one.text if len(one.text) <= 120 else _("%(text)s …") % {"text": one.text[:110]}
        told = retracted(one) or text
        yield _event(viewer, one, NOTE, told, earlier)


def _event(
    viewer: Viewer, one: Written, kind: Kind, told: str, earlier: tuple[Version, ...]
) -> Event:
    by = noted(viewer, one.unit, one.written_by, one.on_day, one.written_at)
    return Event(
        one.on_day, one.owner_authority_id, kind.mark, kind.words, told, earlier=earlier, by=by
    )


def retracted(one: Written) -> str:
    """What stands instead of what was written in the wrong case; empty while it stands."""
    if one.retracted_on is None:
        return ""
    told = _("tillbakadragen %(day)s, skriven i fel ärende (%(unit)s)")
    return told % {"day": plain_day(one.retracted_on), "unit": one.unit}


def _by_day(rows: QuerySet[W]) -> QuerySet[W]:
    return rows.select_related("unit").order_by("-on_day", "-pk")


def _open(
    case: Participation, shown: Opened, latest: OfCase[W], model: type[W]
) -> Iterator[tuple[W, tuple[Version, ...]]]:
    rows = latest.of(case)
    found = [row for row in rows if shown.shows(row)]
    if (
        len(found) < len(rows) == IN_STORY
    ):  # some are closed to the viewer, so older ones are told too
        every = _by_day(model._default_manager.filter(participation=case))
        found = list(islice((row for row in every if shown.shows(row)), IN_STORY))
    earlier = earlier_of(shown, found, case)
    return ((one, earlier.get(one.pk, ())) for one in found)


__all__ = [
    "CONTACT", "LAPSED", "LAPSES_AFTER", "NOTE", "Line", "NotesPage", "contact_of", "contacts_standing",
    "contacts_told", "lapsed", "note_of", "notes_page", "notes_standing", "notes_told", "reached", "retracted",
    "written_by",
]  # fmt: skip
