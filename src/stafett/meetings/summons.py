"""The summons to a booked meeting, in plain Swedish: when, where, who will be there, and what it is about."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404
from django.utils.translation import gettext as _

from stafett.frame.formats import clock, full_day
from stafett.meetings.access import not_summoned
from stafett.meetings.models import Meeting, Role
from stafett.meetings.queries.case import post_words
from stafett.meetings.releasing import as_called
from stafett.meetings.rules import State
from stafett.papers.paper import Facts, Paper, Part, Text
from stafett.people.models import Person
from stafett.safeguards.viewer import Viewer


def summons(one: Meeting, by: Viewer) -> Paper:
    """What the person is sent; Http404 unless the meeting is booked and its day has not been.

    Who may not be told of the meeting, today or on its day, does not stand in it.
    """
    if one.state != State.PLANNED or one.on_day < by.day:
        raise Http404
    when = full_day(one.on_day) + (f" {_('klockan')} {clock(one.at)}" if one.at else "")
    title = _("Välkommen till ett möte %(day)s") % {"day": full_day(one.on_day)}
    person = one.participation.person
    pairs = [
        (_("Till"), person.name),
        (_("När"), when),
        (_("Var"), one.place or _("Platsen är inte bestämd än. Vi hör av oss.")),
        (_("Vad mötet handlar om"), one.purpose),
        (_("De som kommer"), ", ".join(_coming(one))),
    ]
    parts = (
        Part("", (Text(_hello(person)), Facts(tuple(pairs)))),
        Part(_("Bra att veta"), tuple(Text(line) for line in _good_to_know(one))),
        Part(_("Om du inte kan komma"), (Text(_whom(one, by)),)),
    )
    return Paper(title, parts, by.day, by.name, _("Kallelse"))


def _hello(person: Person) -> str:
    """By name, but for somebody protected, or recorded without one."""
    name = "" if person.protection else person.given_name
    if not name:
        return _("Hej! Du är kallad till ett möte med oss.")
    return _("Hej %(name)s! Du är kallad till ett möte med oss.") % {"name": name}


def _coming(one: Meeting) -> Iterator[str]:
    yield _("du")
    others = one.called.exclude(role=Role.PERSON).exclude(pk__in=not_summoned(one))
    rows = others.select_related("unit").order_by("pk")
    yield from (as_called(row, one.participation.person) for row in rows)


def _good_to_know(one: Meeting) -> Iterator[str]:
    yield _("Du får ta med dig någon som stöd. Du bestämmer själv vad du vill berätta.")
    if not one.called.filter(role=Role.INTERPRETER).exists():
        yield _(
            "Säg till om du behöver tolk, eller om något annat gör det lättare för dig att vara med."
        )
    yield _("Vill du inte att någon av dem är med? Säg till, så pratar vi om det först.")


def _whom(one: Meeting, by: Viewer) -> str:
    told = {
        "who": post_words(one.position, by) or one.called_by,
        "unit": one.unit.name, "authority": one.owner_authority,
    }  # fmt: skip
    return (
        _(
            "Ring %(who)s på %(unit)s, %(authority)s, så hittar vi en ny tid. Telefon: ______________________"
        )
        % told
    )
