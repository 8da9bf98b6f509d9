"""Is it said of each what waits since when, in which case and for whom; and whom can nobody hand over to?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from stafett.casework.actions import close
from stafett.casework.between import Scope
from stafett.casework.models import Participation
from stafett.casework.queries.between import MINE, between
from stafett.database.days import in_force
from stafett.handover.access import workers
from stafett.handover.actions import Confirmed, accept, ask, note_follow_up, record, withdraw
from stafett.handover.actions.following_up import Told
from stafett.handover.between_rules import alongside_ends
from stafett.handover.models import Answer, FollowUp, Manner
from stafett.handover.queries.hands import hands, waiting_today, waits_for
from stafett.handover.settling import came_to_nothing, home_of
from stafett.initiatives import actions as initiatives
from stafett.initiatives.models import Branch
from stafett.parties.models import Tenure, Unit
from stafett.safeguards.models import Basis, Member
from stafett.safeguards.roles import WORKING
from stafett.safeguards.rules import Refused, parts_between
from stafett.safeguards.viewer import operator
from tests.casework.conftest import Page, _on_the_casts_day, get
from tests.casework.unit_world import give, karins
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, at_af, held, proposed
from tests.handover.test_fallen import fallen
from tests.handover.test_settling import leaving

__all__ = ["_on_the_casts_day"]


def gap_of(cast: Cast, code: str, who: str, asked: str = MINE, days: int = 0) -> tuple[Any, ...]:
    """Since when, in which case and whose move it is, of the one that a rule finds."""
    viewer = replace(cast.as_(who), day=TODAY + days * DAY)
    (gap,) = [row.gap for row in between(viewer, asked).rows if row.rule.code == code]
    return gap.since, gap.participation_id, gap.who


def test_each_rule_says_since_when_in_which_case_and_whose_move_it_is(cast: Cast) -> None:
    left, taken = cast.enrolled(), at_af(cast)
    close([(left, leaving(cast))], by=cast.as_("karin"))
    due = FollowUp.objects.get(participation=left, months=3).due_on
    assert gap_of(cast, "no_follow_up", "karin", days=100) == (due, left.pk, "AUC")
    until = TODAY + 60 * DAY
    accept(proposed(cast, taken, alongside_until=until), by=cast.as_("per"))
    told = gap_of(cast, "alongside_ends", "karin", days=50)
    assert told == (until - 14 * DAY, taken.pk, "AUC")
    told = gap_of(cast, "holder_blind", "eva", "prov", days=90)
    assert told == (TODAY + 90 * DAY, taken.pk, "Af Flen")


def test_a_case_that_goes_on_after_the_initiative_is_told_with_its_last_day(cast: Cast) -> None:
    going = cast.enrolled()
    give(cast, [going], karins(cast))
    initiatives.change(cast.initiative, by=operator(TODAY), ends_on=TODAY - DAY)
    assert gap_of(cast, "initiative_over", "karin") == (TODAY - DAY, going.pk, "AUC")


def test_nobody_is_handed_over_to_who_only_steers_or_reads(cast: Cast) -> None:
    cast.as_everyone()
    now = Tenure.objects.filter(in_force(TODAY)).exclude(position__role__in=WORKING)
    others = set(now.values_list("position__unit__name", flat=True))
    assert "Af Flen" in others
    for unit in Unit.objects.filter(name__in=others).order_by("pk"):
        roles = set(workers(unit, TODAY).values_list("position__role", flat=True))
        assert roles <= set(WORKING)
    assert not workers(cast.unit("Utvärderingen"), TODAY).exists()


def test_what_was_taken_and_fell_back_is_nothing_that_came_to_nothing(cast: Cast) -> None:
    assert came_to_nothing(cast.as_("karin"), fallen(cast)) is None
    one = proposed(cast, at_af(cast))
    withdraw(one, "Fel enhet", by=cast.as_("karin"))
    assert came_to_nothing(cast.as_("karin"), one.participation) == one


def test_a_case_falls_back_to_the_last_of_the_controllers_that_held_just_that(cast: Cast) -> None:
    """Projektkontoret höll det ena ärendet och AUC det andra; grenens egen enhet är en annans."""
    office = cast.unit("Projektkontoret")
    cases = {cast.enrolled(holder_unit_id=office.pk): office, cast.enrolled(): cast.unit("AUC")}
    cast.as_everyone()
    Branch.objects.filter(code="flen").update(holder=cast.unit("Af Flen"))
    for case, home in cases.items():
        now = Participation.objects.select_related("branch__holder", "circle").get(pk=case.pk)
        assert home_of(now, TODAY) == home


def test_whoever_is_chosen_at_the_receiver_has_the_case_from_that_day(cast: Cast) -> None:
    case = at_af(cast)
    post = cast.unit("Af Flen").positions.get(role="caseworker")
    accept(proposed(cast, case), by=cast.as_("per"), position=post)
    cast.as_everyone()
    assert case.assignments.get(until_day=None).position == post


def test_a_step_that_cannot_be_taken_any_more_is_refused_as_a_whole(cast: Cast) -> None:
    one = proposed(cast, at_af(cast))
    withdraw(one, "Fel enhet", by=cast.as_("karin"))
    with pytest.raises(Refused) as refused:
        ask(one, "Har hen körkort?", by=cast.as_("per"))
    assert list(refused.value.faults) == [""]


def test_a_meeting_before_the_first_day_is_said_to_be_that(cast: Cast) -> None:
    case = at_af(cast)
    with pytest.raises(Refused) as refused:
        proposed(cast, case, meeting_on=case.starts_on - DAY)
    assert "före deltagandets första dag" in refused.value.faults["meeting_on"]


def test_somebody_outside_is_next_whatever_unit_the_exit_named(cast: Cast) -> None:
    case = cast.enrolled()
    one = proposed(cast, case, outside="Växthuset")
    exit_ = leaving(cast, next_unit_id=cast.unit("Psykiatrin").pk)
    record(one, Confirmed("Siv", TODAY, Manner.PHONE, "ja"), exit_, by=cast.as_("karin"))
    cast.as_everyone()
    case.refresh_from_db()
    assert (case.next_outside, case.next_unit_id) == ("Växthuset", None)


def test_whoever_is_in_the_case_by_consent_alone_is_let_in_by_the_proposal(cast: Cast) -> None:
    assert not proposed(cast, cast.enrolled(), to="Försörjningsstöd").let_in
    case = cast.enrolled()
    cast.as_everyone()
    seats = Member.objects.filter(circle=case.circle_id, unit=cast.unit("Försörjningsstöd"))
    seats.update(basis=Basis.CONSENT)
    assert proposed(cast, case, to="Försörjningsstöd").let_in


def test_after_the_exit_nothing_is_proposed(cast: Cast) -> None:
    case = cast.enrolled()
    assert hands(cast.as_("karin"), case).may_propose
    close([(case, leaving(cast))], by=cast.as_("karin"))
    case.refresh_from_db()
    assert not hands(cast.as_("karin"), case).may_propose


def test_who_noted_a_follow_up_is_named_to_the_controllers_alone(cast: Cast) -> None:
    case = cast.enrolled()
    close([(case, leaving(cast))], by=cast.as_("karin"))
    team = {case.controller_id, cast.unit("Af Flen").authority_id}
    parts = parts_between(team, {"course", "livelihood", "occupation"}, {})
    cast.consented(case, "Af Flen", parts=parts)
    later = replace(cast.as_("karin"), day=TODAY + 89 * DAY)
    row = FollowUp.objects.get(participation=case, months=3)
    note_follow_up(row, Told(Answer.DECLINED), by=later)
    named = {}
    for who in ("karin", "lena", "per"):
        viewer = replace(cast.as_(who), day=TODAY + 89 * DAY)
        (first, *_rest) = hands(viewer, case).follow_ups
        named[who] = first.settled_by
    assert named == {"karin": "Karin Ek", "lena": "Karin Ek", "per": ""}


def test_somebody_outside_is_waited_for_by_name_until_they_answer(cast: Cast) -> None:
    out = proposed(cast, cast.enrolled(), outside="Komvux Flen")
    assert waits_for(out) == "väntar på att AUC når Komvux Flen"
    inside = proposed(cast, at_af(cast))
    assert waits_for(inside) == "väntar på Af Flen"
    ask(inside, "Har hen körkort?", by=cast.as_("per"))
    inside.refresh_from_db()
    assert waits_for(inside) == "väntar på AUC"


def test_idag_names_whom_it_is_about_only_where_that_is_asked_for(cast: Cast, page: Page) -> None:
    one = proposed(cast, at_af(cast))
    for asked, named in (("/", False), ("/?namn=ja", True)):
        text = get(page("per"), asked).partition('id="del-overlamning"')[2].partition("</ul>")[0]
        assert f"/deltagare/{one.participation_id}/overlamning/" in text
        assert ("Amina Öberg" in text) is named


def test_a_question_is_the_givers_to_answer_and_what_is_asked_outside_the_givers_too(
    cast: Cast,
) -> None:
    """Den som har frågat väntar. Utanför Stafett svarar ingen här: det är den som lämnar som antecknar."""
    asked: Any = type("Asked", (), {"GET": {}, "session": {}})()
    inside, outside = (
        proposed(cast, at_af(cast)),
        proposed(cast, cast.enrolled(), outside="Växthuset"),
    )

    def ours(who: str) -> dict[Any, bool]:
        told = waiting_today(asked, cast.as_(who))
        return {one.row: one.on_us for one in told["rows"]} if told else {}

    assert (ours("karin"), ours("per")) == ({inside: False, outside: True}, {inside: True})
    ask(inside, "Har hen körkort?", by=cast.as_("per"))
    assert (ours("karin"), ours("per")) == ({inside: True, outside: True}, {inside: False})
    assert held(cast, inside.participation)[-1][0] == "AUC"


def test_what_a_unit_gave_in_one_initiative_is_not_told_of_another(cast: Cast) -> None:
    case, until = at_af(cast), TODAY + 5 * DAY
    accept(proposed(cast, case, alongside_until=until), by=cast.as_("per"))
    viewer = cast.as_("karin")
    units = frozenset({cast.unit("AUC").pk})
    found = {
        initiative: [
            gap.participation_id for gap in alongside_ends(viewer, Scope({}, units, key, {}))
        ]
        for initiative, key in (("prov", cast.initiative.pk), ("annan", cast.other.pk))
    }
    assert found == {"prov": [case.pk], "annan": []}


def test_what_was_proposed_today_waits_from_tomorrow_and_whose_move_it_is_stands_once(
    cast: Cast,
) -> None:
    one = proposed(cast, at_af(cast))
    rows = between(cast.as_("karin"), MINE).rows
    assert "handover_waits" not in {row.rule.code for row in rows}
    assert gap_of(cast, "handover_waits", "karin", days=1) == (
        TODAY,
        one.participation_id,
        "Af Flen",
    )
    assert waits(cast, "per") == {"Af Flen": ""}
    ask(one, "Har hen körkort?", by=cast.as_("per"))
    assert waits(cast, "karin") == {"AUC": "till Af Flen"}


def waits(cast: Cast, who: str) -> dict[str, str]:
    """Whose move it is the day after, and what is said beside."""
    viewer = replace(cast.as_(who), day=TODAY + DAY)
    rows = between(viewer, MINE).rows
    return {row.gap.who: row.gap.told for row in rows if row.rule.code == "handover_waits"}


def card(client: Any) -> str:
    """Mellan stolarna on Idag."""
    return str(get(client, "/").partition('id="del-mellan"')[2].partition("</section>")[0])


def test_a_handover_stands_once_on_idag_but_with_whoever_has_no_card_of_them(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Per har ett ärende att svara på: det står under Överlämningar, inte också i Mellan stolarna."""
    proposed(cast, at_af(cast))
    tomorrow = TODAY + DAY
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: tomorrow)
    text = card(page("per"))
    assert "Överlämning inte mottagen" not in text
    assert "Det som finns står under Överlämningar." in text
    karins_own = card(page("karin"))
    assert "Inget nästa steg bokat" in karins_own
    assert "Överlämning inte mottagen" not in karins_own
    assert "Överlämning inte mottagen" in get(page("karin"), "/deltagare/mellan-stolarna/")
    assert "Överlämning inte mottagen" in card(page("lena"))
