"""What becomes of assignments when something else ends, and what the two records tell each other (law 2)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from stafett.casework.actions import Exit, close
from stafett.casework.moving_along import Moved, move_along
from stafett.casework.queries.between import MINE, between
from stafett.casework.queries.own_record import own_record_of
from stafett.commissions.actions import commissions_follow
from stafett.commissions.models import Commission
from stafett.commissions.noticing import answered, in_calendar, late
from stafett.commissions.noticing import given as given_news
from stafett.commissions.queries import commission, commissions_of, my_commissions
from stafett.commissions.rules import OPEN, Result, State, Step
from stafett.database.history import in_history
from stafett.safeguards.actions import withdraw
from stafett.safeguards.models import Consent, Release
from stafett.safeguards.rules import Refused, parts_between
from stafett.safeguards.telling import said_then
from tests.cast import TODAY, Cast
from tests.commissions.test_scenarios import backdate, with_af
from tests.commissions.world import DAY, SOON, given, now, of_af, stepped
from tests.meetings.world import af_gives_too


def taken_back(cast: Cast, row: Commission) -> None:
    cast.as_everyone()
    (consent,) = Consent.objects.filter(circle=row.participation.circle)
    withdraw(list(consent.parts.select_related("circle")), how="ringde", by=cast.viewer("karin"))


def one_way(cast: Cast) -> Commission:
    """Karin may tell Af, and Af may tell nothing back."""
    case = cast.enrolled()
    flen, af = case.controller_id, cast.unit("Af Flen").authority_id
    both = parts_between({flen, af}, {"course", "agreement"}, {})
    cast.consented(case, "Af Flen", parts=[one for one in both if one[0] == flen])
    return given(cast, case, "Af Flen")


def test_a_consent_taken_back_lets_it_lapse_in_both_records_and_each_keeps_its_own(
    cast: Cast,
) -> None:
    """Amina tar tillbaka sitt ja. Uppdraget upphör hos båda. Af skriver sitt resultat, och det stannar där."""
    case = with_af(cast)
    row = given(cast, case, "Af Flen")
    stepped(cast, of_af(cast, case), Step.ACCEPT, "per")
    taken_back(cast, row)
    for one in (now(cast, row), of_af(cast, case)):
        assert (one.state, one.because, one.settled_by) == (
            State.LAPSED, "Samtycket togs tillbaka, eller bestämmelsen slutade gälla.", "Stafett",
        )  # fmt: skip
    stepped(cast, of_af(cast, case), Step.CLOSE, "per", "Hann söka ett.", result=Result.PARTLY)
    assert of_af(cast, case).state == State.DONE
    assert now(cast, row).state == State.LAPSED
    things = own_record_of(cast.as_("per"), case.circle_id).sections
    assert "Uppdrag" in [str(thing.word) for section in things for thing in section.things]


def test_vart_eget_says_of_an_open_one_how_it_stood_then_and_nothing_of_now(cast: Cast) -> None:
    case = with_af(cast)
    taken_back(cast, given(cast, case, "Af Flen"))
    assert of_af(cast, case).state == State.LAPSED
    sections = own_record_of(cast.as_("per"), case.circle_id).sections
    things = [thing for one in sections for thing in one.things if thing.model is Commission]
    (state,) = (thing.versions[0].words["state"] for thing in things)
    assert state == "väntade på svar när ärendet senast var öppet för er"
    assert "Samtycket" not in str(things)


def test_what_was_open_then_need_not_be_so_and_what_was_settled_stands() -> None:
    said = {state: said_then(Commission, Commission(state=state)) for state in State}
    assert {state for state, words in said.items() if words} == set(OPEN)
    assert all("senast var öppet för er" in said[state]["state"] for state in OPEN)
    assert said_then(Consent, Consent()) == {}


def test_one_within_the_authority_stays_when_a_consent_is_taken_back(cast: Cast) -> None:
    case = with_af(cast)
    row = given(cast, case)
    taken_back(cast, row)
    assert now(cast, row).state == State.GIVEN


def test_when_the_case_ends_what_is_open_lapses_and_its_result_can_still_be_noted(
    cast: Cast,
) -> None:
    """Karin avslutar Aminas deltagande. Uppdraget upphör, och Eva skriver ändå vad det ledde till."""
    case = cast.enrolled()
    row, done = given(cast, case), given(cast, case, what="Ringa skolan")
    stepped(cast, row, Step.ACCEPT, "eva")
    stepped(cast, done, Step.DECLINE, "eva", "Nej.")
    by = cast.as_("karin")
    close([(case, Exit(TODAY, cast.outcome("arbete").pk, "none_needed"))], by=by)
    assert (now(cast, row).state, now(cast, row).because) == ("lapsed", "Deltagandet avslutades.")
    assert now(cast, done).state == "declined"
    stepped(cast, row, Step.CLOSE, "eva", "Övade en gång.", result=Result.PARTLY)
    assert now(cast, row).result == "partly"
    case.refresh_from_db()
    with pytest.raises(Refused, match="avslutat"):
        given(cast, case)


def test_without_consent_the_other_way_state_alone_reaches_the_giver(cast: Cast) -> None:
    """Af får inte berätta för Karin. Hon ser att det är avslutat, men resultat och ord står hos Af."""
    row = one_way(cast)
    copy = of_af(cast, row.participation)
    stepped(cast, copy, Step.ASK, "per", "Vad menas?")
    assert (now(cast, row).state, now(cast, row).question) == ("asked", "Orden finns hos Af Flen.")
    stepped(cast, row, Step.REPLY, "karin", "Att söka jobb.")
    assert of_af(cast, row.participation).reply == "Att söka jobb."
    stepped(cast, copy, Step.ACCEPT, "per")
    stepped(cast, copy, Step.CLOSE, "per", "Sjuk.", result=Result.NOT_REACHED)
    told = now(cast, row)
    assert (told.state, told.result, told.result_words) == (
        "done", "elsewhere", "Orden finns hos Af Flen.",
    )  # fmt: skip
    assert of_af(cast, row.participation).result == "not_reached"
    assert not Release.objects.filter(owner_authority=row.owner_authority_id).exists()


def test_a_unit_that_has_left_the_case_is_pointed_out_to_the_giver(cast: Cast) -> None:
    """Af tog emot och lämnade sedan ärendet. Det står hos Karin, som tar tillbaka uppdraget."""
    row = given(cast, with_af(cast), "Af Flen")
    cast.as_everyone()
    row.participation.circle.members.filter(unit=cast.unit("Af Flen"), basis="role").update(
        until_day=TODAY
    )
    found = between(cast.as_("karin"), MINE).rows
    assert [r.gap.who for r in found if r.rule.code == "commission_left"] == ["AUC"]
    with pytest.raises(PermissionDenied):
        stepped(cast, of_af(cast, row.participation), Step.ACCEPT, "per")
    stepped(cast, row, Step.TAKE_BACK, "karin", "De är inte med längre.")
    found = between(cast.as_("karin"), MINE).rows
    assert not [r for r in found if r.rule.code == "commission_left"]


def test_the_receiver_has_it_between_the_chairs_though_another_holds_the_case(cast: Cast) -> None:
    case = with_af(cast)
    row = given(cast, case, "Af Flen", due_on=TODAY)
    stepped(cast, of_af(cast, case), Step.ACCEPT, "per")
    backdate(cast, row, given_on=TODAY - 9 * DAY, due_on=TODAY - DAY)
    backdate(cast, of_af(cast, case), given_on=TODAY - 9 * DAY, due_on=TODAY - DAY)
    rows = [r for r in between(cast.as_("per"), MINE).rows if r.rule.code == "commission_late"]
    copy = of_af(cast, case)
    assert [(r.gap.name, r.gap.who, r.url) for r in rows] == [
        ("Amina Öberg", "Af Flen", f"/deltagare/{case.pk}/uppdrag/{copy.pk}/")
    ]
    mine = [r for r in between(cast.as_("karin"), MINE).rows if r.rule.code == "commission_late"]
    assert [r.url for r in mine] == [f"/deltagare/{case.pk}/uppdrag/{row.pk}/"]
    prov = [r for r in between(cast.as_("eva"), "prov").rows if r.rule.code == "commission_late"]
    assert [r.gap.who for r in prov] == ["Af Flen"]


def test_notices_tell_each_side_of_the_others_moves_alone(cast: Cast) -> None:
    row = given(cast, cast.enrolled(), due_on=TODAY)
    link = f"/deltagare/{row.participation_id}/uppdrag/{row.pk}/"
    assert [news.link for news in given_news(cast.as_("eva"))] == [link]
    assert list(given_news(cast.as_("karin"))) == list(answered(cast.as_("karin"))) == []
    stepped(cast, row, Step.ACCEPT, "eva", position_id=cast.viewer("eva").posts[0].position_id)
    assert list(given_news(cast.as_("eva"))) == []
    assert [news.link for news in answered(cast.as_("karin"))] == [link]
    entries = list(in_calendar(cast.as_("eva"), TODAY, SOON))
    assert [(one.day, one.link) for one in entries] == [(TODAY, link)]
    backdate(cast, row, given_on=TODAY - 9 * DAY, due_on=TODAY - DAY)
    assert [news.link for news in late(cast.as_("eva"))] == [link]
    assert list(late(cast.as_("karin"))) == []
    stepped(cast, row, Step.TAKE_BACK, "karin", "Behövs inte.")
    assert list(answered(cast.as_("karin"))) == []


def test_it_moves_with_the_case_to_the_next_post(cast: Cast) -> None:
    row = given(cast, cast.enrolled())
    mine = cast.viewer("eva").posts[0].position_id
    stepped(cast, row, Step.ACCEPT, "eva", position_id=mine)
    other = cast.viewer("lena").posts[0].position_id
    unit = cast.unit("Projektkontoret").pk
    cast.as_everyone()
    moved = [
        Moved(row.participation_id, unit, None, other), Moved(row.participation_id, unit, mine, other)
    ]  # fmt: skip
    assert commissions_follow(moved, cast.viewer("eva")) == 1
    assert now(cast, row).position_id == other
    back = [Moved(row.participation_id, unit, other, mine)]
    assert "1 uppdrag följde med." in move_along(back, cast.viewer("eva"))


def test_the_database_holds_that_what_is_done_has_a_result(cast: Cast) -> None:
    row = given(cast, cast.enrolled())
    cast.as_everyone()
    for wrong in (
        {"state": "done", "settled_on": TODAY, "settled_by": "x"},
        {"state": "declined", "settled_on": TODAY, "settled_by": "x"},
        {"settled_on": TODAY},
        {"to_unit": row.from_unit_id},
        {"kind": "note"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Commission.objects.filter(pk=row.pk).update(**wrong)


def test_the_same_number_of_queries_whatever_there_is(cast: Cast) -> None:
    case = cast.enrolled()
    counts = []
    for _number in range(2):
        given(cast, case)
        viewer = cast.as_("karin")
        with CaptureQueriesContext(connection) as asked:
            commissions_of(viewer, case)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_others_have_nothing_of_it(cast: Cast) -> None:
    row = given(cast, cast.enrolled())
    for who in ("per", "fatima", "olle", "lotta", "rut"):
        viewer = cast.as_(who)
        assert not my_commissions(viewer).exists()
        with pytest.raises(Http404):
            commission(viewer, row.participation_id, row.pk)


def test_an_authority_that_the_case_is_closed_to_is_not_told_by_its_assignment_that_it_has_ended(
    cast: Cast,
) -> None:
    """Amina tar tillbaka det Karin får berätta för Af. Karin avslutar, och Af:s uppdrag står som det stod."""
    case = with_af(cast)
    af_gives_too(cast)
    row = given(cast, case, "AUC", "per")
    cast.as_everyone()
    (consent,) = Consent.objects.filter(circle=case.circle)
    to_af = consent.parts.filter(receiver=row.owner_authority).select_related("circle")
    withdraw(list(to_af), how="ringde", by=cast.viewer("karin"))
    before = own_record_of(cast.as_("per"), case.circle_id).sections
    by = cast.as_("karin")
    close([(case, Exit(TODAY, cast.outcome("arbete").pk, "none_needed"))], by=by)
    cast.as_everyone()
    assert Commission.objects.get(copy_of=row.pk).state == State.LAPSED
    assert now(cast, row).state == State.GIVEN
    assert own_record_of(cast.as_("per"), case.circle_id).sections == before
    assert commission(cast.as_("per"), case.pk, row.pk).row.state == State.GIVEN


def test_both_records_lapse_with_the_case_where_both_may_know(cast: Cast) -> None:
    case = with_af(cast)
    af_gives_too(cast)
    row = given(cast, case, "AUC", "per")
    by = cast.as_("karin")
    close([(case, Exit(TODAY, cast.outcome("arbete").pk, "none_needed"))], by=by)
    cast.as_everyone()
    rows = Commission.objects.filter(participation=case).order_by("pk")
    assert {(one.pk == row.pk, one.state, one.because) for one in rows} == {
        (True, State.LAPSED, "Deltagandet avslutades."),
        (False, State.LAPSED, "Deltagandet avslutades."),
    }


def test_whoever_ends_the_case_says_why_in_no_other_authoritys_record(cast: Cast) -> None:
    case = with_af(cast)
    row = given(cast, case, "Af Flen")
    by = cast.as_("karin")
    with in_history(why="Zqord"):
        close([(case, Exit(TODAY, cast.outcome("arbete").pk, "none_needed"))], by=by)
    theirs = of_af(cast, case)
    assert theirs.state == now(cast, row).state == State.LAPSED
    assert theirs.events.latest("pgh_id").pgh_context.metadata["why"] == "Deltagandet avslutades."
