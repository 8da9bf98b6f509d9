"""Who is it behind the alias? What the named team opens on purpose, by a door of its own in the log (law 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from stafett.casework.models import Participation
from stafett.casework.queries.participation import participation
from stafett.frame.formats import plain_day
from stafett.people.models import Person, Protection
from stafett.safeguards.models import NamesDecision
from stafett.safeguards.queries.own_data_requests import requests_in
from stafett.safeguards.queries.protecting import where_contact_is
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

More = Callable[[Viewer, Participation], Iterable[tuple[str, str]]]
_more: dict[str, More] = {}


def register(source: str, more: More) -> None:
    """Let an app tell what it has that leads to somebody protected, each fact with what it is called."""
    if source in _more:
        raise ValueError(f"{source!r} tells already")
    _more[source] = more


@dataclass(frozen=True)
class Sealed:
    """What is sealed of somebody protected, and where what is needed to reach them is kept."""

    case: Participation
    facts: list[tuple[str, str]]
    contact: str


def sealed(viewer: Viewer, key: UUID) -> Sealed:
    """What is sealed; Http404 for those who may not see the case, and where nobody is protected."""
    case = participation(viewer, key)
    if not case.person.protection:
        raise Http404
    unnamed = case.person.protection == Protection.WITHHELD
    said = without_identity() if unnamed else ""
    contact = f"{said} {where_contact_is(case.controller_id)}".strip()
    facts = [*facts_of(case.person), *_who_asked(viewer, case)]
    for more in _more.values() if not unnamed else ():
        facts += more(viewer, case)
    return Sealed(case, facts, contact)


def _who_asked(viewer: Viewer, case: Participation) -> Iterator[tuple[str, str]]:
    """Who has asked for what is held, and how one knows who it was: it may lead to the person."""
    if case.person.protection == Protection.WITHHELD:
        return
    for one in requests_in(viewer, case.circle):
        day = {"day": plain_day(one.asked_on)}
        said = (one.asked_by, one.identity_checked, one.handed_how)
        yield _("Begärde egna uppgifter %(day)s") % day, "; ".join(filter(None, said))
    if case.controller_id in viewer.authorities_with(Permission.SEE_PEOPLE):
        for names in NamesDecision.objects.filter(circle=case.circle):
            yield (
                _("Frågade efter namn %(day)s") % {"day": plain_day(names.asked_on)},
                names.asked_by,
            )


def without_identity() -> str:
    """What is said where there is nothing to open."""
    return _(
        "Personen är inskriven utan identitet. Namn, nummer och kontaktuppgifter finns inte i Stafett."
    )


def facts_of(person: Person) -> list[tuple[str, str]]:
    """Each sealed fact with what it is called; which kind of protection it is stands nowhere.

    Of somebody without identity there are none.
    """
    if person.protection == Protection.WITHHELD:
        return []
    born = plain_day(person.birth_date) if person.birth_date else str(person.birth_year or "")
    issuer = f" ({person.identity_issuer})" if person.identity_issuer else ""
    return [
        (_("Namn"), person.real_name),
        (_("Nummer"), person.real_number + issuer),
        (_("Född"), born),
        (_("Hur personen nås"), person.reached),
        (_("God man, förvaltare eller vårdnadshavare"), person.guardian),
        (_("Stödperson"), person.support_person),
    ]
