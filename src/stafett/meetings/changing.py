"""A booked meeting is changed, and what was noted of a held one is corrected; what was before stays (law 6)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.access import check_own
from stafett.database.history import in_history
from stafett.meetings.actions import (
    Guest,
    NewMeeting,
    call_guests,
    fault_of_purpose,
    fault_of_time,
    faults_of_guests,
    guest_name,
    uncovered_of,
)
from stafett.meetings.models import Called, Meeting, Role
from stafett.meetings.releasing import name_of
from stafett.meetings.rules import (
    State,
    fault_of_guests,
    fault_of_meeting_day,
    fault_of_presence,
    listed,
)
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

BOOKED = ("sort", "on_day", "at", "place", "purpose")
"""What is changed of a meeting that is booked."""


@dataclass(frozen=True)
class Correction:
    """What was noted of a meeting, as it should stand."""

    came: Collection[int]
    goal: str = ""
    agreed: str = ""


@transaction.atomic
def change(meeting: Meeting, new: NewMeeting, *, by: Viewer) -> Meeting:
    """Another time, place or purpose, or others called. The consent is asked of those who are newly called.

    Raises PermissionDenied unless it is their own authority's, and rules.Refused as `book` does, when it is
    noted already, and when it is moved to a day that has been.
    """
    one = _now(meeting, State.PLANNED, by)
    before = {as_guest(row): row for row in one.called.order_by("pk")}
    wanted = [each for each in dict.fromkeys(new.guests) if each.unit_id != one.unit_id]
    added = [each for each in wanted if each not in before]
    uncovered = [
        each for each in uncovered_of(one.participation, new, one.unit, by) if each in added
    ]
    faults = _faults(one, new, uncovered, by)
    if faults:
        raise Refused(faults)
    for name in BOOKED:
        setattr(one, name, getattr(new, name))
    one.place, one.purpose = new.place.strip(), new.purpose.strip()
    one.save(update_fields=BOOKED)
    gone = [
        row.pk for each, row in before.items() if row.role != Role.PERSON and each not in wanted
    ]
    one.called.filter(pk__in=gone).exclude(unit=one.unit_id).delete()
    call_guests(one, added, set(uncovered))
    return one


def _faults(one: Meeting, new: NewMeeting, uncovered: list[Guest], by: Viewer) -> dict[str, str]:
    case = one.participation
    if new.on_day != one.on_day and new.on_day < by.day:
        return {"on_day": _("Dagen har varit. Skriv en dag från och med i dag.")}
    return (
        fault_of_meeting_day(new.on_day, case.starts_on, case.ends_on, by.day)
        or fault_of_guests([guest_name(each) for each in uncovered], new.by_person)
        or fault_of_purpose(new)
        or faults_of_guests(case, new)
        or fault_of_time(case, new, one.unit, one.pk)
    )


def as_guest(row: Called) -> Guest:
    """Somebody called, as they were called."""
    return Guest(Role(row.role), row.unit_id, row.name, row.organisation)


def _now(meeting: Meeting, state: State, by: Viewer) -> Meeting:
    """The meeting as it stands, held until the transaction ends; Refused when it is in another state."""
    check_own(by, meeting)
    rows = Meeting.objects.select_for_update(of=("self",))
    one = rows.select_related("participation__circle", "unit").get(pk=meeting.pk)
    if one.state != state:
        told = {"state": one.get_state_display()}
        raise Refused({"": _("Mötet står inte så längre: %(state)s. Öppna sidan igen.") % told})
    return one


@transaction.atomic
def correct(meeting: Meeting, told: Correction, because: str, *, by: Viewer) -> Meeting:
    """Correct who was there, the goal and what was agreed, with the reason; how it stood before is kept.

    Who has been handed it can be handed it anew. Raises rules.Refused without a reason or a change, without the
    person, and when somebody is taken away who was handed it or promised something there.
    """
    one = _now(meeting, State.HELD, by)
    rows = list(one.called.select_related("unit").order_by("pk"))
    came = {row.pk for row in rows} & set(told.came)
    faults = _faults_of_correction(one, rows, came, told, because)
    if faults:
        raise Refused(faults)
    anew = (one.goal, one.agreed) != (told.goal.strip(), told.agreed.strip())
    with in_history(why=because.strip()):
        for row in rows:
            if row.came != (row.pk in came):
                one.called.filter(pk=row.pk).update(came=row.pk in came)
        if anew:
            one.goal, one.agreed = told.goal.strip(), told.agreed.strip()
            one.save(update_fields=["goal", "agreed"])
            one.called.exclude(handed_on=None).update(handed_on=None)
    return one


def _faults_of_correction(
    one: Meeting, rows: list[Called], came: set[int], told: Correction, because: str
) -> dict[str, str]:
    faults = fault_of_presence(any(row.role == Role.PERSON and row.pk in came for row in rows))
    promised = set(one.promises.order_by("pk").values_list("unit_id", flat=True)) - {
        None,
        one.unit_id,
    }
    bound = [
        r for r in rows if r.pk not in came and (r.handed_on or (r.unit_id in promised and r.came))
    ]
    if bound:
        said = _("%(names)s har lovat något på mötet eller fått det utlämnat, och var alltså med.")
        faults["came"] = said % {"names": listed(name_of(row) for row in bound)}
    if not told.agreed.strip() and not one.promises.exists():
        faults["agreed"] = _("Skriv vad ni kom överens om, eller minst ett löfte.")
    if not because.strip():
        faults["because"] = _("Skriv varför. Det sparas med hur det stod förut.")
    same = (one.goal, one.agreed) == (told.goal.strip(), told.agreed.strip())
    if not faults and same and came == {row.pk for row in rows if row.came}:
        faults[""] = _("Inget är ändrat.")
    return faults


__all__ = ["BOOKED", "Correction", "as_guest", "change", "correct"]
