"""Each of several is counted, asked and told of as itself, and not as the one beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction

from stafett.casework.actions import close, reopen
from stafett.handover.actions import Confirmed, accept, decline, note_follow_up, record, withdraw
from stafett.handover.actions.following_up import Told
from stafett.handover.models import Answer, FollowUp, Kept, Manner
from stafett.handover.queries.figures import figures
from stafett.handover.queries.hands import hands, places, whose_move
from stafett.handover.settling import faults_of_leaving, home_of, latest_over
from stafett.safeguards.models import Member
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, at_af, proposed
from tests.handover.test_settling import leaving


def test_handovers_are_counted_by_how_they_stand(cast: Cast) -> None:
    """En är på väg, en fick nej, en togs tillbaka och en är klar: fyra olika tal, och inget av dem är alla."""
    proposed(cast, cast.enrolled(), to="Projektkontoret")
    for _ in range(2):
        decline(proposed(cast, at_af(cast)), "Vi har inte plats.", by=cast.as_("per"))
    for _ in range(3):
        withdraw(proposed(cast, at_af(cast)), "Fel enhet.", by=cast.as_("karin"))
    for _ in range(4):
        accept(proposed(cast, at_af(cast)), by=cast.as_("per"))
    assert figures(cast.as_("eva"), cast.initiative).handovers == {
        "inside": 4, "outside": 0, "open": 1, "declined": 2, "taken_back": 3,
    }  # fmt: skip


def test_exits_to_nobody_are_only_those(cast: Cast) -> None:
    for step, number in (("nobody", 1), ("holder", 2), ("moved", 3)):
        more = {"next_outside": "Växthuset"} if step == "holder" else {}
        for _ in range(number):
            close(
                [(cast.enrolled(), leaving(cast, next_step_id=step, **more))], by=cast.as_("karin")
            )
    assert figures(cast.as_("eva"), cast.initiative).exits == {
        "holder": 0, "unasked": 2, "nobody": 1, "other": 3,
    }  # fmt: skip


def test_an_exit_is_taken_over_by_whoever_confirmed_it_or_held_it_before(cast: Cast) -> None:
    out = proposed(cast, cast.enrolled(), outside="Komvux Flen")
    record(out, Confirmed("Siv", TODAY, Manner.PHONE, "ja"), leaving(cast), by=cast.as_("karin"))
    cast.as_everyone()
    held_once = at_af(cast)
    accept(proposed(cast, held_once), by=cast.as_("per"))
    accept(proposed(cast, held_once, to="AUC", by="per"), by=cast.as_("karin"))
    told = leaving(cast, next_step_id="holder", next_unit_id=cast.unit("Af Flen").pk)
    close([(held_once, told)], by=cast.as_("karin"))
    for unit in ("AUC", "Af Flen"):
        told = leaving(cast, next_step_id="holder", next_unit_id=cast.unit(unit).pk)
        close([(cast.enrolled(), told)], by=cast.as_("karin"))
    exits = figures(cast.as_("eva"), cast.initiative).exits
    assert (exits["holder"], exits["unasked"]) == (2, 2)


def test_a_yes_from_outside_is_taken_back_with_the_exit_that_is_undone(cast: Cast) -> None:
    case = cast.enrolled()
    out = proposed(cast, case, outside="Komvux Flen")
    record(out, Confirmed("Siv", TODAY, Manner.PHONE, "ja"), leaving(cast), by=cast.as_("karin"))
    cast.as_everyone()
    case.refresh_from_db()
    reopen([case], by=cast.as_("karin"), because="Komvux kunde inte ändå")
    told = figures(cast.as_("eva"), cast.initiative).handovers
    assert (told["outside"], told["taken_back"]) == (0, 1)
    case.refresh_from_db()
    again = leaving(cast, next_step_id="holder", next_outside="Växthuset")
    close([(case, again)], by=cast.as_("karin"))
    told = figures(cast.as_("eva"), cast.initiative)
    assert (told.handovers["outside"], told.handovers["taken_back"]) == (0, 1)
    assert (told.exits["holder"], told.exits["unasked"]) == (0, 1)


def test_follow_ups_are_counted_by_what_came_of_them(cast: Cast) -> None:
    later = replace(cast.as_("karin"), day=TODAY + 95 * DAY)
    answers = [Told(Answer.NOT_REACHED), Told(Answer.DECLINED), Told(Answer.DECLINED)]
    answers += [Told(Answer.LOST)] * 4
    answers += [Told(Answer.ANSWERED, Kept.KEPT)] * 3
    for told in answers:
        case = cast.enrolled()
        close([(case, leaving(cast))], by=cast.as_("karin"))
        note_follow_up(FollowUp.objects.get(participation=case, months=3), told, by=later)
    assert figures(later, cast.initiative).follow_ups == {
        "answered": 3, "not_reached": 1, "declined": 2, "lost": 4, "back": 0, "waiting": 0,
    }  # fmt: skip


def test_the_follow_ups_of_one_case_are_its_own(cast: Cast) -> None:
    first, second = cast.enrolled(), cast.enrolled()
    for case in (first, second):
        close([(case, leaving(cast))], by=cast.as_("karin"))
    for case in (first, second):
        months = FollowUp.objects.filter(participation=case).values_list("months", flat=True)
        assert list(months.order_by("months")) == [3, 6, 12]


def test_the_latest_handover_of_a_case_is_none_of_anothers(cast: Cast) -> None:
    first, second = at_af(cast), at_af(cast)
    one = proposed(cast, first)
    decline(one, "Vi har inte plats.", by=cast.as_("per"))
    decline(proposed(cast, second), "Inte här heller.", by=cast.as_("per"))
    assert latest_over(cast.as_("karin"), first) == one


def test_a_case_falls_back_to_a_unit_in_its_own_circle(cast: Cast) -> None:
    """Grenens enhet är inte kontrollantens, och ingen av dess har hållit ärendet: en som är med i just det."""
    cases = {cast.enrolled(): "Projektkontoret", cast.enrolled(): "AUC"}
    cast.as_everyone()
    with transaction.atomic():
        for case, unit in cases.items():
            theirs = Member.objects.filter(circle=case.circle_id, giver=case.controller_id)
            theirs.exclude(unit=cast.unit(unit)).delete()
            case.holdings.all().delete()
            case.branch.holder_id = cast.unit("Af Flen").pk
        assert {case: home_of(case, TODAY).name for case in cases} == cases
        transaction.set_rollback(
            True
        )  # a case that nobody has held is no state to be left in (law 1)


def test_what_is_on_its_way_keeps_a_case_as_a_whole(cast: Cast) -> None:
    case = at_af(cast)
    proposed(cast, case)
    assert list(faults_of_leaving([case], cast.as_("karin"))) == [""]


@pytest.mark.parametrize(("outside", "who"), [("", "Af Flen"), ("Komvux Flen", "AUC")])
def test_whose_move_a_proposal_is(cast: Cast, outside: str, who: str) -> None:
    """Utanför Stafett svarar ingen här: den som lämnar antecknar svaret."""
    assert whose_move(proposed(cast, at_af(cast), outside=outside)) == who


def test_when_it_is_over_it_is_nobodys_elses_move_than_the_givers(cast: Cast) -> None:
    one = proposed(cast, at_af(cast))
    decline(one, "Vi har inte plats.", by=cast.as_("per"))
    one.refresh_from_db()
    assert whose_move(one) == "AUC"


def test_the_giver_notes_an_answer_from_outside_before_there_is_one(cast: Cast) -> None:
    case = cast.enrolled()
    proposed(cast, case, outside="Komvux Flen")
    shown = hands(cast.as_("karin"), case).now
    assert shown is not None
    assert "Bekräfta och avsluta" not in [str(one.label) for one in shown.buttons]


def test_following_along_is_here_while_it_lasts_and_past_when_it_is_over(cast: Cast) -> None:
    one = proposed(cast, at_af(cast), alongside_until=TODAY + 30 * DAY)
    accept(one, by=cast.as_("per"))
    one.refresh_from_db()
    for days, here, past in ((0, True, False), (30, True, False), (31, False, True)):
        last = list(places(one, TODAY + days * DAY))[-1]
        assert (last.here, last.past) == (here, past)


def test_what_came_to_nothing_is_not_done_but_ended_there(cast: Cast) -> None:
    """Ett nej är inget klart steg: det syns och hörs att det slutade där."""
    for end, by in ((decline, "per"), (withdraw, "karin")):
        one = proposed(cast, at_af(cast))
        end(one, "Vi har inte plats.", by=cast.as_(by))
        one.refresh_from_db()
        begun, ended = places(one, TODAY)
        assert (begun.past, begun.stopped) == (True, False)
        assert (ended.past, ended.here, ended.stopped) == (False, False, True)


def test_a_receiver_inside_is_told_by_name_without_a_way(cast: Cast) -> None:
    """Bara den som bekräftade utanför Stafett har ett sätt inom parentes."""
    one = proposed(cast, at_af(cast))
    accept(one, by=cast.as_("per"))
    one.refresh_from_db()
    told = [place.told for place in places(one, TODAY) if place.past]
    assert not [text for text in told if "(" in text]
    out = proposed(cast, cast.enrolled(), outside="Komvux Flen")
    record(out, Confirmed("Siv", TODAY, Manner.PHONE, "ja"), leaving(cast), by=cast.as_("karin"))
    out.refresh_from_db()
    assert [place.told for place in places(out, TODAY) if "(" in place.told]
