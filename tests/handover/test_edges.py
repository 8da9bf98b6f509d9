"""What is seldom met: two apps with one name, a day that stays, and a member let in to little."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from stafett.casework import exiting
from stafett.casework.actions import Exit, close
from stafett.casework.own_data_paper import _pair
from stafett.casework.queries.between import UNIT, between
from stafett.casework.queries.sealed import _who_asked
from stafett.demo.living.handing import _cases
from stafett.handover.actions.following_up import _move
from stafett.handover.models import Answer
from stafett.handover.rules import months_after
from stafett.papers.paper import Paper, Part, Under
from stafett.papers.word import word
from stafett.safeguards import withdrawing
from stafett.safeguards.actions.retention import lift_hold, put_hold
from stafett.safeguards.rules import Refused
from tests.cast import TODAY, Cast
from tests.handover.giving import at_af


def test_what_hangs_on_exits_and_withdrawals_is_registered_once() -> None:
    known = next(iter(exiting._hanging.values()))
    with pytest.raises(ValueError, match=known.code):
        exiting.register(known)
    code = next(iter(withdrawing._settling))
    with pytest.raises(ValueError, match=code):
        withdrawing.register(code, lambda *_told: None, lambda *_told: ())


def test_a_follow_up_whose_day_stays_is_not_touched() -> None:
    row: Any = SimpleNamespace(months=3, answer=Answer.DUE, due_on=months_after(TODAY, 3))
    _move({3: row}, SimpleNamespace(ends_on=TODAY))  # type: ignore[arg-type]
    assert row.due_on == months_after(TODAY, 3)


def test_a_member_let_in_to_little_does_not_make_the_holder_see(cast: Cast) -> None:
    case = at_af(cast)
    cast.as_everyone()
    case.circle.members.filter(basis="consent").update(kinds=["livelihood"], until_day=None)
    rules = {row.rule.code for row in between(cast.as_("karin"), UNIT).rows}
    assert "holder_blind" not in rules


def test_who_is_not_of_the_controller_is_not_told_who_asked_for_names(cast: Cast) -> None:
    assert list(_who_asked(cast.as_("per"), at_af(cast))) == []


def test_an_initiative_without_people_has_nobody_to_hand_over(cast: Cast) -> None:
    assert list(_cases(cast.initiative, cast.unit("Af Flen"), {}, TODAY)) == []


def test_a_language_is_told_by_its_name() -> None:
    thing: Any = SimpleNamespace(label=lambda _name: "språk")
    assert _pair(thing, "language", "sv") == ("språk", "svenska")


def test_a_hold_is_lifted_with_a_reason_alone(cast: Cast) -> None:
    case = cast.enrolled()
    lena = cast.as_("lena")
    hold = put_hold(case.controller_id, None, reason="audit", because="Tillsyn", by=lena)
    with pytest.raises(Refused, match="Skriv varför"):
        lift_hold(hold, because=" ", by=lena)


def test_a_heading_within_a_part_stands_in_a_word_file_too() -> None:
    made = word(Paper("Svar", (Part("Del", (Under("Underrubrik"),)),), TODAY, "Lena Chef"))
    assert made[:2] == b"PK"


def test_another_program_gets_the_follow_ups_of_somebody_who_left(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)
    case = cast.enrolled()
    told = Exit(TODAY, cast.outcome("arbete").pk, "none_needed")
    close([(case, told)], by=cast.as_("karin"))
    found = page("karin").get(f"/api/v1/participations/{case.pk}/handovers").json()
    assert {row["answer"] for row in found["follow_ups"]} == {"due"}
