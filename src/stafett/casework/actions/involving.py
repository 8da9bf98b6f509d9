"""How a further party gets a case of its own with the person, and how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.access import check_end_case, check_involve
from stafett.casework.actions.assigning import end_today
from stafett.casework.actions.enrolling import SPINE
from stafett.casework.done_there import has_done_something
from stafett.casework.models import Involvement, Participation, Teammate, TeamPart
from stafett.casework.rules import after
from stafett.casework.waiting_parts import come_in_under_consent, unit_of
from stafett.database.batch import insert_many
from stafett.database.days import still_on
from stafett.database.history import in_history
from stafett.safeguards.actions.circle import let_stay_until
from stafett.safeguards.handling import check_handles_people
from stafett.safeguards.models import Basis, Member
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class NewCase:
    """A further party's own case with the person, from a day."""

    party_id: int
    authority_id: int
    from_day: date
    unit_id: int | None = None


@transaction.atomic
def involve(cases: Sequence[tuple[Participation, NewCase]], *, by: Viewer) -> None:
    """Record that further parties have a case of their own with the person (D8).

    It lets nobody into the circle (law 2) but the unit of a party to whose authority the person has said yes:
    that is asked to accept. Said by the authority itself it is that authority's own, else the register's.
    Raises rules.Refused outside the participation's days, or when the party's case already covers that
    day. Who may not change the participation speaks for their own authority alone.
    """
    check_involve(by, [(participation, case.authority_id) for participation, case in cases])
    check_handles_people({case.authority_id for _one, case in cases if case.authority_id})
    owners = [_owner(participation, case, by) for participation, case in cases]
    for (participation, case), owner in zip(cases, owners, strict=True):
        _check_case(participation, case, owner, by.day)
    insert_many(Involvement, [*SPINE, "party_id", "unit_id", "from_day", "until_day"], [
        (p.controller_id, owner, "involvement", p.pk,
         c.party_id, c.unit_id, c.from_day, after(p.ends_on))
        for (p, c), owner in zip(cases, owners, strict=True)
    ])  # fmt: skip
    come_in_under_consent([(one.circle, case.party_id) for one, case in cases], by)


def _owner(participation: Participation, case: NewCase, by: Viewer) -> int:
    return case.authority_id if case.authority_id in by.works_for else participation.controller_id


def _check_case(participation: Participation, case: NewCase, owner: int, today: date) -> None:
    if case.from_day > today:
        raise Refused({"from_day": _("Dagen har inte varit än. Skriv när parten började.")})
    last = participation.ends_on or date.max
    if not participation.starts_on <= case.from_day <= last:
        raise Refused({"from_day": _("Dagen ligger utanför deltagandet. Skriv en dag i det.")})
    same = participation.involvements.filter(party_id=case.party_id, owner_authority_id=owner)
    if same.filter(still_on(case.from_day)).exists():
        raise Refused({"party": _("Parten har redan ett ärende den dagen.")})


@transaction.atomic
def end_case(involvement: Involvement, *, last_day: date, by: Viewer, because: str = "") -> None:
    """Record the last day of a party's own case. Raises rules.Refused before its first day.

    Who may not change the participation ends only their own authority's case.
    """
    check_end_case(by, involvement.participation, involvement.pk)
    exit_day = involvement.participation.ends_on
    if last_day < involvement.from_day or (exit_day and last_day > exit_day):
        raise Refused({"last_day": _("Sista dagen ligger utanför partens ärende.")})
    involvement.until_day = after(last_day)
    with in_history(why=because):
        involvement.save(update_fields=["until_day"])
        if last_day <= by.day:
            _end_contacts(involvement, by)


def _end_contacts(part: Involvement, by: Viewer) -> None:
    """Whoever was the contact person there is so no longer."""
    rows = Teammate.objects.filter(participation=part.participation_id, unit=part.unit_id)
    end_today(rows.exclude(part=TeamPart.PAIR).filter(still_on(by.day)), by)


@transaction.atomic
def take_away_case(involvement: Involvement, *, by: Viewer, because: str) -> None:
    """Take away a party's own case that was added by mistake: it has not been in the case, and counts nowhere.

    The history keeps that it stood there, with why (law 6). Raises rules.Refused without why, and when the
    party has done something there: then it has been in the case, and its part is ended. What the person has
    said yes to stands until it is taken back.
    """
    check_end_case(by, involvement.participation, involvement.pk)
    rows = Involvement.objects.select_for_update(of=("self",))
    current = rows.filter(pk=involvement.pk).first()
    if current is None:
        raise Refused({"": _("Parten är redan borttagen.")})
    if has_done_something(current):
        raise Refused(
            {
                "which": _(
                    "Parten finns i något som är antecknat eller utlämnat i ärendet. Avsluta "
                    "partens ärende i stället."
                )
            }
        )
    if not because.strip():
        raise Refused({"because": _("Skriv hur det blev fel.")})
    unit = unit_of([current], by.day)[current.pk]
    with in_history(why=because.strip()):
        if unit:
            _let_out(current, unit.pk, by)
        current.delete()


def _let_out(part: Involvement, unit: int, by: Viewer) -> None:
    """Let out a unit that came in with the party, unless it is there otherwise: it should never have been (law
    2). One that was let in by itself, as on a consent form, or was in before that party was, or holds the case,
    or has another there, stays."""
    case = part.participation
    seats = Member.objects.filter(
        still_on(by.day), circle=case.circle_id, unit=unit, basis=Basis.ROLE, with_party=True
    )
    before = seats.filter(from_day__lt=part.from_day)
    others = case.involvements.filter(still_on(by.day), unit=unit).exclude(pk=part.pk)
    holds = case.holdings.filter(still_on(by.day), unit=unit)
    if seats.exists() and not (before.exists() or others.exists() or holds.exists()):
        let_stay_until(case.circle, unit, by.day, by=by)
