"""What is done in one case, for the browser to look at: notes, a plan that goes on, meetings, assignments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from django.urls import reverse

from stafett.casework.models import Participation
from stafett.circumstances import actions as over_time
from stafett.circumstances.actions import DID, LIVED, NewPeriod
from stafett.commissions.actions import NewCommission, Told, give, take_step
from stafett.commissions.rules import Result, Step
from stafett.documents.actions import NewDocument, put
from stafett.meetings.actions import Guest, Minutes, NewMeeting, NewPromise, book, hold
from stafett.meetings.models import Owner, Role, Sort
from stafett.notes.actions import NewContact, NewNote, seek, write
from stafett.plans.actions import NewDecision, NewStep, add_step, assess, note_decision, set_goal
from stafett.safeguards.actions import Scan
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.viewer import Viewer
from tests.cast import Cast

LONG = "Arbetsförmågeutredning och arbetsmarknadsrehabiliteringssamordning på deltid"


def worked(cast: Cast, besides: str, today: date) -> Iterator[str]:
    """Karin's work in a case, another than the one that stays as it is; the pages that lead on to it."""
    cast.as_everyone()
    karin = viewer_of(cast.user("karin"), today)
    here = cast.initiative.participations.filter(
        branch__code="flen", circle__named_only=False, status="remaining"
    )
    case = here.exclude(pk=besides).select_related("circle").earliest("starts_on", "pk")
    key = case.pk
    write(case, NewNote(f"{LONG}.\nVi ringer på torsdag.", today), by=karin)
    seek(case, NewContact(today, "phone", "no_answer", LONG, today + timedelta(days=2)), by=karin)
    assess(case, LONG, by=karin)
    goal = set_goal(case, LONG, by=karin, by_person=True)
    add_step(goal, NewStep(LONG, due_on=today), by=karin)
    soon = today + timedelta(days=9)
    note_decision(case, NewDecision("decision", LONG, today, soon), by=karin)
    guests = (Guest(Role.UNIT, unit_id=cast.unit("AUC").pk),)
    told = {"at": time(9), "purpose": LONG, "place": "AUC", "guests": guests}
    past = book(case, NewMeeting(Sort.MULTI_PARTY, today, **told), by=karin)
    to_come = book(case, NewMeeting(Sort.MULTI_PARTY, soon, **told), by=karin)
    to_note = book(case, NewMeeting(Sort.MULTI_PARTY, today, **{**told, "at": time(11)}), by=karin)
    came = set(past.called.order_by("pk").values_list("pk", flat=True))
    promise = NewPromise(LONG, soon, Owner.PERSON)
    hold(past, Minutes(came, goal=LONG, agreed=LONG, promises=(promise,)), by=karin)
    _over_time(case, karin, today)
    asked = NewCommission(LONG, LONG, cast.unit("Projektkontoret").pk, soon)
    done, waits = give(case, asked, by=karin), give(case, asked, by=karin)
    eva = viewer_of(cast.user("eva"), today)
    take_step(done, Step.ACCEPT, Told(), by=eva)
    take_step(done, Step.CLOSE, Told(LONG, result=Result.PARTLY), by=eva)
    paper = NewDocument(LONG, "grades", today, Scan(f"{LONG}.pdf", "application/pdf", b"%PDF-1.7"))
    kept = put(case, paper, by=karin)
    names = ("notes", "documents", "document_new", "plan", "plan_on_day", "plan_person", "meetings",
             "circumstances", "commission_give")  # fmt: skip
    yield from (reverse(name, args=[key]) for name in names)
    yield reverse("document_retract", args=[key, kept.pk])
    yield from (reverse("meeting", args=[key, one.pk]) for one in (past, to_come, to_note))
    yield from (reverse("commission", args=[key, one.pk]) for one in (done, waits))


def _over_time(case: Participation, by: Viewer, today: date) -> None:
    """Periods before, now and to come, a threshold that nobody has acted on, a pause that has been and one that
    is over its day, an occupation that soon ends with nothing after."""
    first = case.starts_on - timedelta(days=30)
    soon = today + timedelta(days=9)
    over_time.add(case, LIVED, NewPeriod("activity_support", first, soon, 50), by=by)
    over_time.add(case, LIVED, NewPeriod("wages", soon + timedelta(days=1), None, 50), by=by)
    over_time.add(case, DID, NewPeriod("practice", today - timedelta(days=60), None, 12), by=by)
    over_time.add(case, DID, NewPeriod("studies", today - timedelta(days=60), soon, 8), by=by)
    before = over_time.pause(case, LONG, today - timedelta(days=50), by=by)
    over_time.come_back(before, today - timedelta(days=40), by=by)
    over_time.set_form(case, "group", today - timedelta(days=30), by=by)
    over_time.pause(case, LONG, today - timedelta(days=20), today - timedelta(days=2), by=by)
