"""What can be done with meetings and promises, by whom, and what is refused and why?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from stafett.meetings.actions import (
    Guest,
    Minutes,
    NewPromise,
    add_promise,
    book,
    cancel,
    hold,
    step,
)
from stafett.meetings.models import Called, Cause, Meeting, Owner, Promise, Role
from stafett.meetings.rules import Stands, State, Step
from stafett.safeguards.rules import Refused
from tests.cast import TODAY, Cast
from tests.meetings.world import SOON, booked, calling, held, of_person, of_post, of_unit


def refused(act: Any, *arguments: Any, **named: Any) -> dict[str, str]:
    """What an action that must be refused says, by field."""
    with pytest.raises(Refused) as found:
        act(*arguments, **named)
    return found.value.faults


def test_whoever_calls_and_the_person_are_always_called(cast: Cast) -> None:
    one = booked(cast, cast.enrolled())
    rows = list(one.called.order_by("pk").values_list("role", "unit__name"))
    assert rows == [("person", None), ("unit", "AUC")]
    assert one.owner_authority == cast.unit("AUC").authority
    assert one.position_id == cast.viewer("karin").posts[0].position_id


def test_an_authority_is_not_called_without_consent(cast: Cast) -> None:
    case = cast.enrolled()
    faults = refused(book, case, calling(cast, "Af Flen"), by=cast.as_("karin"))
    assert faults.keys() == {"by_person"}
    assert "Af Flen" in faults["by_person"]
    assert not Meeting.objects.exists()


def test_an_authority_that_the_person_invites_is_called_and_it_is_said_so(cast: Cast) -> None:
    one = booked(cast, cast.enrolled(), "Af Flen", by_person=True)
    row = one.called.get(unit=cast.unit("Af Flen"))
    assert row.by_person
    assert row.abroad


def test_an_authority_with_consent_is_called(cast: Cast) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen", "AUC")
    assert not one.called.get(unit=cast.unit("Af Flen")).by_person
    assert one.called.filter(unit=cast.unit("AUC")).count() == 1


def test_an_outsider_is_called_by_the_person_alone(cast: Cast) -> None:
    case = cast.enrolled()
    guest = Guest(Role.OUTSIDE, name="Bo Bagare", organisation="Bageriet")
    named: dict[str, Any] = {"guests": (guest, Guest(Role.SUPPORT, name="Arvid"))}
    faults = refused(book, case, calling(cast, **named), by=cast.as_("karin"))
    assert "Bo Bagare" in faults["by_person"]
    one = booked(cast, case, by_person=True, **named)
    assert [r.role for r in one.called.order_by("pk") if r.abroad] == ["outside"]


def test_a_double_click_books_once(cast: Cast) -> None:
    case = cast.enrolled()
    booked(cast, case)
    assert "on_day" in refused(book, case, calling(cast), by=cast.as_("karin"))
    assert Meeting.objects.count() == 1


def test_a_meeting_lies_within_the_participation_and_is_for_something(cast: Cast) -> None:
    karin = cast.as_("karin")
    gone, case = cast.ended(), cast.enrolled()
    cast.as_("karin")
    before = case.starts_on - timedelta(days=1)
    assert "on_day" in refused(book, case, calling(cast, on=before), by=karin)
    assert "on_day" in refused(book, gone, calling(cast), by=karin)
    assert "purpose" in refused(book, case, calling(cast, purpose=" "), by=karin)


def test_only_those_who_work_in_the_case_call(cast: Cast) -> None:
    case = cast.enrolled()
    for who in ("lena", "per", "olle"):
        with pytest.raises(PermissionDenied):
            book(case, calling(cast), by=cast.as_(who))


def test_a_held_meeting_has_promises_and_the_next_meeting(cast: Cast) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen")
    karin = cast.as_("karin")
    promises = held(cast, one, of_person(), of_unit(cast, "Af Flen"), of_post(karin),
                    goal="Jobb", next=calling(cast, "Af Flen", on=SOON))  # fmt: skip
    one.refresh_from_db()
    assert (one.state, one.goal, one.noted_by, one.noted_on) == ("held", "Jobb", "Karin Ek", TODAY)
    assert [(p.owner, p.state, p.due_on) for p in promises] == [
        ("person", "open", SOON), ("unit", "open", SOON), ("unit", "open", SOON)
    ]  # fmt: skip
    assert Meeting.objects.get(state=State.PLANNED).on_day == SOON


def test_a_meeting_is_noted_once(cast: Cast) -> None:
    one = booked(cast, cast.enrolled())
    held(cast, one, of_person())
    everybody = set(one.called.values_list("pk", flat=True))
    again = Minutes(everybody, agreed="Något annat.")
    assert "" in refused(hold, one, again, by=cast.as_("karin"))
    assert "" in refused(cancel, one, Cause.OTHER, "Sjuk", None, by=cast.as_("karin"))
    assert Promise.objects.count() == 1


def test_a_meeting_is_held_with_the_person_and_not_before_its_day(cast: Cast) -> None:
    case = cast.enrolled()
    one, later = booked(cast, case), booked(cast, case, on=SOON)
    karin = cast.as_("karin")
    without = set(one.called.exclude(role=Role.PERSON).values_list("pk", flat=True))
    assert "came" in refused(hold, one, Minutes(without, agreed="Något."), by=karin)
    everybody = set(later.called.values_list("pk", flat=True))
    assert "" in refused(hold, later, Minutes(everybody, agreed="Något."), by=karin)
    everybody = set(one.called.values_list("pk", flat=True))
    assert "agreed" in refused(hold, one, Minutes(everybody), by=karin)
    assert {row.state for row in Meeting.objects.all()} == {"planned"}


def test_what_is_wrong_with_a_promise_is_said_of_its_row_and_nothing_is_saved(cast: Cast) -> None:
    case = cast.enrolled()
    one = booked(cast, case, "Af Flen", by_person=True)
    karin = cast.as_("karin")
    there = set(one.called.exclude(unit=cast.unit("Af Flen")).values_list("pk", flat=True))
    for promise, field in (
        (of_person(" "), "what_2"),
        (of_person(due=TODAY - timedelta(days=1)), "due_2"),
        (of_unit(cast, "Af Flen"), "owner_2"),
        (NewPromise("Ringa", SOON, Owner.OUTSIDE), "outside_2"),
    ):
        minutes = Minutes(there, promises=[of_person(), promise])
        assert refused(hold, one, minutes, by=karin).keys() == {field}
    assert not Promise.objects.exists()
    assert Meeting.objects.get().state == "planned"


def test_the_next_meeting_is_checked_as_any_other(cast: Cast) -> None:
    one = booked(cast, cast.enrolled())
    everybody = set(one.called.values_list("pk", flat=True))
    for wrong in (calling(cast, on=TODAY - timedelta(days=1)), calling(cast, "Af Flen", on=SOON)):
        minutes = Minutes(everybody, agreed="Något.", next=wrong)
        assert refused(hold, one, minutes, by=cast.as_("karin")).keys() == {"next_day"}


def test_who_did_not_come_is_offered_a_new_time_or_it_is_said_why_not(cast: Cast) -> None:
    one = booked(cast, cast.enrolled())
    karin = cast.as_("karin")
    assert "because" in refused(cancel, one, Cause.NOT_THERE, "", None, by=karin)
    assert "because" in refused(cancel, one, Cause.OTHER, "", calling(cast, on=SOON), by=karin)
    after = cancel(one, Cause.NOT_THERE, "", calling(cast, on=SOON), by=karin)
    assert after is not None
    assert after.on_day == SOON
    one.refresh_from_db()
    assert (one.state, one.cause) == ("cancelled", "not_there")
    assert set(one.called.values_list("came", flat=True)) == {False}


def test_nobody_stays_away_from_a_meeting_that_has_not_been(cast: Cast) -> None:
    one = booked(cast, cast.enrolled(), on=SOON)
    karin = cast.as_("karin")
    assert "cause" in refused(cancel, one, Cause.NOT_THERE, "Kom inte", None, by=karin)
    assert cancel(one, Cause.OTHER, "Karin är sjuk", None, by=karin) is None


def promised(cast: Cast, new: NewPromise | None = None) -> Promise:
    """A promise of a held meeting in Flen."""
    return held(cast, booked(cast, cast.enrolled()), new or of_person())[0]


def test_a_promise_is_kept_once(cast: Cast) -> None:
    one = promised(cast)
    karin = cast.as_("karin")
    assert step(one, Step.KEEP, by=karin).settled_on == TODAY
    assert "" in refused(step, one, Step.KEEP, by=karin)


def test_nothing_is_kept_in_the_future_or_before_it_was_promised(cast: Cast) -> None:
    one, karin = promised(cast), cast.as_("karin")
    assert "on" in refused(step, one, Step.KEEP, by=karin, on=SOON)
    assert "on" in refused(step, one, Step.KEEP, by=karin, on=TODAY - timedelta(days=1))


def test_a_moved_promise_keeps_its_first_day_its_count_and_its_history(cast: Cast) -> None:
    one, karin = promised(cast), cast.as_("karin")
    later = SOON + timedelta(days=7)
    assert "because" in refused(step, one, Step.MOVE, by=karin, to=later)
    for wrong in (None, SOON, TODAY - timedelta(days=1)):
        assert "to" in refused(step, one, Step.MOVE, by=karin, to=wrong, because="Sjuk")
    moved = step(one, Step.MOVE, by=karin, to=later, because="Sjuk")
    assert (moved.state, moved.moves, moved.first_due_on, moved.due_on) == ("moved", 1, SOON, later)
    history = apps.get_model("meetings", "PromiseEvent").objects.get(pgh_obj=one.pk)
    assert (history.due_on, history.pgh_context.metadata["why"]) == (SOON, "Sjuk")


def test_a_promise_that_is_undone_stands_as_before(cast: Cast) -> None:
    one, karin = promised(cast), cast.as_("karin")
    step(one, Step.DROP, by=karin, because="Behövs inte")
    assert step(one, Step.REOPEN, by=karin).state == Stands.OPEN
    step(one, Step.MOVE, by=karin, to=SOON + timedelta(days=1), because="Sjuk")
    step(one, Step.KEEP, by=karin)
    assert step(one, Step.REOPEN, by=karin).state == Stands.MOVED


def test_only_those_who_work_for_the_authority_that_noted_it_change_it(cast: Cast) -> None:
    one = promised(cast)
    for who in ("lena", "sven", "per", "olle"):
        with pytest.raises(PermissionDenied):
            step(one, Step.KEEP, by=cast.as_(who))


def test_a_promise_is_added_to_a_held_meeting_alone(cast: Cast) -> None:
    one = booked(cast, cast.enrolled())
    karin = cast.as_("karin")
    assert "" in refused(add_promise, one, of_person(), by=karin)
    held(cast, one)
    one.refresh_from_db()
    assert add_promise(one, of_post(karin), by=karin).position_id == karin.posts[0].position_id


def test_names_of_support_and_interpreter_can_be_taken_out(cast: Cast) -> None:
    from stafett.meetings.actions import NOT_KEPT, take_out_names

    case = cast.enrolled()
    guests = (Guest(Role.SUPPORT, name="Arvid"), Guest(Role.INTERPRETER, name="Amina Noor"))
    booked(cast, case, guests=guests)
    assert take_out_names({case.person_id}) == 2
    assert take_out_names({case.person_id}) == 0
    assert set(Called.objects.exclude(name="").values_list("name", flat=True)) == {NOT_KEPT}
