"""The person's own copy of a meeting in plain Swedish: who was there, your goal, who does what and when."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404
from django.utils.translation import gettext as _

from stafett.frame.formats import clock, full_day
from stafett.meetings.models import Meeting, Owner, Promise, Role
from stafett.meetings.queries.case import post_words, promises_of
from stafett.meetings.releasing import as_called
from stafett.meetings.rules import GOING_ON, State
from stafett.papers.paper import Block, Facts, Paper, Part, Points, Text
from stafett.safeguards.viewer import Viewer


def own_copy(one: Meeting, by: Viewer) -> Paper:
    """What the person takes home; Http404 unless the meeting was held."""
    if one.state != State.HELD:
        raise Http404
    parts = [Part("", (_facts(one, by),))]
    if one.goal:
        parts.append(Part(_("Ditt mål"), (Text(one.goal),)))
    if one.agreed:
        parts.append(
            Part(
                _("Det här kom vi överens om"),
                tuple(Text(line) for line in one.agreed.splitlines() if line.strip()),
            )
        )
    parts.append(Part(_("Vem gör vad, och när"), _promises(one, by)))
    parts.append(Part(_("Nästa möte"), _next(one, by)))
    parts.append(Part(_("Vem du kan ringa"), (Text(_whom(one, by)),)))
    title = _("Ditt möte %(day)s") % {"day": full_day(one.on_day)}
    return Paper(title, tuple(parts), by.day, by.name, _("Din egen kopia"))


def _facts(one: Meeting, by: Viewer) -> Facts:
    when = full_day(one.on_day) + (f" {_('klockan')} {clock(one.at)}" if one.at else "")
    pairs = [(_("Namn"), one.participation.person.name), (_("När"), when), (_("Var"), one.place),
             (_("Varför vi möttes"), one.purpose), (_("De som var med"), ", ".join(_there(one)))]  # fmt: skip
    return Facts(tuple((label, said) for label, said in pairs if said))


def _there(one: Meeting) -> Iterator[str]:
    for row in one.called.filter(came=True).select_related("unit").order_by("pk"):
        yield _("du") if row.role == Role.PERSON else as_called(row, one.participation.person)


def _promises(one: Meeting, by: Viewer) -> tuple[Block, ...]:
    found = [row for row in promises_of(one.participation) if row.meeting_id == one.pk]
    if not found:
        return (Text(_("Ingen lovade något särskilt den här gången.")),)
    return (Points(tuple(_promise(row, by) for row in found)),)


def _promise(row: Promise, by: Viewer) -> str:
    told = {"who": _who(row, by), "what": row.what, "day": full_day(row.due_on)}
    if row.state in GOING_ON:
        return _("%(who)s: %(what)s. Senast %(day)s.") % told
    return _("%(who)s: %(what)s. %(stands)s.") % {
        **told,
        "stands": str(row.get_state_display()).capitalize(),
    }


def _who(row: Promise, by: Viewer) -> str:
    if row.owner == Owner.PERSON:
        return _("Du")
    return row.outside or post_words(row.position, by) or (row.unit.name if row.unit else "")


def _next(one: Meeting, by: Viewer) -> tuple[Block, ...]:
    """Every time that is booked from now on; one by itself is no list."""
    rows = one.participation.meetings.filter(
        state=State.PLANNED, on_day__gte=by.day, on_day__gt=one.on_day,
        owner_authority=one.owner_authority_id,
    )  # fmt: skip
    booked = [_when(after) for after in rows.order_by("on_day", "at", "pk")]
    if len(booked) > 1:
        return (Points(tuple(booked)),)
    return (Text(booked[0] if booked else _("Ingen ny tid är bokad än.")),)


def _when(after: Meeting) -> str:
    told = {"day": full_day(after.on_day), "at": clock(after.at) if after.at else ""}
    when = _("%(day)s klockan %(at)s") % told if after.at else told["day"]
    return f"{when[:1].upper()}{when[1:]}{', ' + after.place if after.place else ''}."


def _whom(one: Meeting, by: Viewer) -> str:
    told = {
        "who": post_words(one.position, by) or one.called_by,
        "unit": one.unit.name, "authority": one.owner_authority,
    }  # fmt: skip
    return _(
        "%(who)s på %(unit)s, %(authority)s. Ring om något ändras, om du inte kan komma, eller om du har "
        "frågor. Telefon: ______________________"
    ) % told  # fmt: skip
