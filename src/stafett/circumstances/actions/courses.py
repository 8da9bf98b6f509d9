"""How somebody pauses and comes back, and takes part in another form, without leaving (G13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework import actions as casework
from stafett.casework.access import check_change, writes_for
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Participation, Status
from stafett.circumstances.models import Form, FormPeriod, Pause
from stafett.circumstances.rules import (
    STEPS,
    Step,
    faults_of_form,
    faults_of_pause,
    faults_of_return,
    meets,
)
from stafett.database.history import in_history
from stafett.frame.formats import plain_day
from stafett.safeguards.models import RowKind
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


@transaction.atomic
def pause(
    case: Participation, reason: str, from_day: date, expected_on: date | None = None, *, by: Viewer
) -> Pause:
    """Note that somebody pauses: why, from when, and when they are expected back; who holds stays (law 1)."""
    case = _going_on(case, by)
    if case.pauses.filter(until_day=None).exists():
        raise Refused({"": _("Det är redan en paus. Anteckna först att personen är tillbaka.")})
    faults = faults_of_pause(from_day, expected_on, case.starts_on, _latest(case, by.day))
    faults |= _said(reason)
    if not faults:
        faults = _faults_of_earlier(case, from_day)
    if faults:
        raise Refused(faults)
    made = Pause.objects.create(
        **_spine(case, by, RowKind.AGREEMENT), from_day=from_day, expected_on=expected_on,
        reason=reason.strip(),
    )  # fmt: skip
    take_step(case, Step.PAUSE, by)
    return made


def _latest(case: Participation, today: date) -> date:
    """The latest day that a pause can begin: whose exit is undone the same day pauses on from the day after."""
    return max([today, *filter(None, case.pauses.values_list("until_day", flat=True))])


@transaction.atomic
def correct_pause(
    row: Pause,
    reason: str,
    from_day: date,
    expected_on: date | None,
    *,
    by: Viewer,
    because: str = "",
) -> Pause:
    """Correct a pause that goes on, or say that it is expected to last until another day."""
    case = _going_on(row.participation, by)
    current = _open(row)
    faults = faults_of_pause(from_day, expected_on, case.starts_on, _latest(case, by.day))
    faults |= _said(reason)
    if not faults:
        faults = _faults_of_earlier(case, from_day, besides=current)
    if faults:
        raise Refused(faults)
    current.reason, current.from_day, current.expected_on = reason.strip(), from_day, expected_on
    with in_history(why=because):
        current.save()
    return current


@transaction.atomic
def come_back(row: Pause, on: date, *, by: Viewer) -> Pause:
    """Note that somebody is back from a pause, from a day on."""
    case = _going_on(row.participation, by)
    current = _open(row)
    faults = faults_of_return(on, current.from_day, by.day)
    if faults:
        raise Refused(faults)
    current.until_day = on
    current.save()
    take_step(case, Step.RETURN, by)
    return current


@transaction.atomic
def set_form(case: Participation, form: str, from_day: date, *, by: Viewer) -> FormPeriod:
    """Say in which form somebody takes part from a day on; the form until then ends as it begins."""
    case = _going_on(case, by)
    latest = case.form_periods.filter(until_day=None).first()
    faults = faults_of_form(from_day, latest.from_day if latest else None, case.starts_on, by.day)
    if latest and latest.form == form and not faults:
        told = {"day": plain_day(latest.from_day), "form": latest.get_form_display()}
        faults = {"form": _("Så är det redan, %(form)s från %(day)s.") % told}
    if faults:
        raise Refused(faults)
    if latest and latest.from_day == from_day:
        return _otherwise(latest, form)
    if latest:
        latest.until_day = from_day
        latest.save()
    spine = _spine(case, by, RowKind.PARTICIPATION)
    return FormPeriod.objects.create(**spine, form=Form(form), from_day=from_day)


def _otherwise(latest: FormPeriod, form: str) -> FormPeriod:
    """The same day said otherwise; one that is then as the form before it goes on from there."""
    before = latest.participation.form_periods.filter(until_day=latest.from_day).first()
    if before is None or before.form != form:
        latest.form = Form(form)
        latest.save()
        return latest
    latest.delete()
    before.until_day = None
    before.save()
    return before


def follow_status(cases: Sequence[Participation], by: Viewer) -> None:
    """Let pauses end with a status that is told otherwise, and with the participation itself."""
    rows = Pause.objects.filter(participation__in=[case.pk for case in cases], until_day=None)
    said = {case.pk: case for case in cases}
    for row in rows.select_for_update(of=("self",)).order_by("pk"):
        case = said[row.participation_id]
        if case.status == Status.PAUSED:
            continue
        row.until_day = case.ends_on + timedelta(days=1) if case.ends_on else by.day
        if row.until_day > row.from_day:
            row.save()
        else:
            row.delete()


def _going_on(case: Participation, by: Viewer) -> Participation:
    """The case, held from here on.

    Raises PermissionDenied unless they may change it, rules.Refused when it has ended.
    """
    check_change(by, [case])
    rows = Participation.objects.select_related("circle").select_for_update(of=("self",))
    current = rows.get(pk=case.pk)
    if current.status == Status.ENDED:
        raise Refused({"": _("Deltagandet är avslutat.")})
    return current


def _open(row: Pause) -> Pause:
    current = (
        Pause.objects.select_for_update(of=("self",)).filter(pk=row.pk, until_day=None).first()
    )
    if current is None:
        raise Refused({"": _("Pausen är redan slut.")})
    return current


def _said(reason: str) -> dict[str, str]:
    return {} if reason.strip() else {"reason": _("Skriv varför, några ord räcker.")}


def _faults_of_earlier(
    case: Participation, from_day: date, besides: Pause | None = None
) -> dict[str, str]:
    """Why it cannot begin then: an earlier pause had not ended."""
    for one in case.pauses.order_by("from_day", "pk"):
        if (
            one != besides
            and meets((one.from_day, one.until_day), (from_day, None))
            and one.until_day
        ):
            first = plain_day(one.until_day)
            told = {"last": plain_day(one.until_day - timedelta(days=1)), "first": first}
            said = _("Den förra pausen gällde till och med %(last)s. Skriv %(first)s eller senare.")
            return {"from_day": said % told}
    return {}


def take_step(case: Participation, step: Step, by: Viewer) -> None:
    """Let the participation's status follow a pause that began, or is no more."""
    status = STEPS[step][1]
    because = str(Status(status).label)
    facts = as_told(case, status=status)
    casework.correct([(case, facts)], by=by, because=because, only={"status"})


def _spine(case: Participation, by: Viewer, kind: str) -> dict[str, Any]:
    """Pause and form are the controller's, as the participation itself; the unit is the one that wrote it."""
    unit, _authority = writes_for(by, case)
    return {
        "participation": case, "controller_id": case.controller_id, "unit_id": unit, "kind": kind,
        "owner_authority_id": case.controller_id, "written_by": by.name, "written_on": by.day,
    }  # fmt: skip
