"""What happens in one case, or to one consent, leaves every other as it stands; and what is noted is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stafett.casework.actions import close
from stafett.casework.models import Participation
from stafett.casework.queries.between import MINE, between
from stafett.handover.actions import Confirmed, Hearing, accept, record
from stafett.handover.models import FollowUp, Handover, Manner
from stafett.handover.queries.figures import figures
from stafett.handover.queries.hands import hands
from stafett.handover.rules import EARLY, Stand
from stafett.handover.settling import open_of
from stafett.safeguards.actions import withdraw
from stafett.safeguards.models import ConsentPart, Member
from stafett.safeguards.rules import Refused, Terms
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, at_af, held, proposed
from tests.handover.test_settling import leaving, taken_back

NOT_HEARD = Hearing("", "Amina ville inte prata om det i dag")


def now(one: Handover) -> Handover:
    """As it stands."""
    return Handover.objects.get(pk=one.pk)


def without(cast: Cast, case: Participation, unit: str) -> None:
    """Nothing lets the unit see the case."""
    cast.as_everyone()
    Member.objects.filter(circle=case.circle_id, unit=cast.unit(unit)).delete()


def test_a_consent_taken_back_in_one_case_stops_no_handover_of_another(cast: Cast) -> None:
    first, second = at_af(cast), at_af(cast)
    kept, lost = proposed(cast, first), proposed(cast, second)
    assert (open_of(first), open_of(second)) == (kept, lost)
    taken_back(cast, second)
    assert (now(kept).stand, now(lost).stand) == (Stand.PROPOSED, Stand.LAPSED)


def test_what_has_run_out_elsewhere_is_not_called_taken_back(cast: Cast) -> None:
    """Det ena samtycket har löpt ut. Att ett annat tas tillbaka någon annanstans avbryter inget där."""
    first, second = cast.enrolled(), at_af(cast)
    terms = Terms(TODAY, TODAY + 10 * DAY, TODAY + 5 * DAY)
    cast.consented(first, "Af Flen", terms=terms)
    one = proposed(cast, first)
    parts = list(ConsentPart.objects.filter(circle=second.circle_id).select_related("circle"))
    withdraw(parts, how="ringde", by=replace(cast.as_("karin"), day=TODAY + 20 * DAY))
    assert now(one).stand == Stand.PROPOSED


def test_another_authoritys_consent_taken_back_stops_no_handover_to_the_first(cast: Cast) -> None:
    case = at_af(cast)
    cast.consented(case, "FK Eskilstuna")
    one = proposed(cast, case)
    fk = cast.unit("FK Eskilstuna").authority_id
    theirs = ConsentPart.objects.filter(circle=case.circle_id, receiver=fk).select_related("circle")
    withdraw(list(theirs), how="ringde", by=cast.as_("karin"))
    assert now(one).stand == Stand.PROPOSED
    theirs = ConsentPart.objects.filter(circle=case.circle_id, giver=fk).select_related("circle")
    withdraw(list(theirs), how="ringde", by=cast.as_("karin"))
    assert now(one).stand == Stand.PROPOSED


def test_a_consent_that_is_taken_back_lets_nobody_be_asked(cast: Cast) -> None:
    case = at_af(cast)
    taken_back(cast, case)
    without(cast, case, "Af Flen")
    with pytest.raises(Refused) as refused:
        proposed(cast, case)
    assert "samtycke" in refused.value.faults["to"]


def test_who_keeps_the_records_with_the_controller_needs_no_consent(cast: Cast) -> None:
    """Socialnämnden och arbetsmarknadsnämnden har en gemensam akt: enheten släpps in av överlämningen."""
    case = cast.enrolled()
    without(cast, case, "Försörjningsstöd")
    one = proposed(cast, case, to="Försörjningsstöd")
    assert (one.stand, one.let_in) == (Stand.PROPOSED, True)


def test_the_holder_is_not_offered_what_it_holds(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        proposed(cast, cast.enrolled(), to="AUC")
    assert refused.value.faults == {"to": "AUC håller redan ihop ärendet."}


def test_why_the_person_was_not_heard_is_kept_from_the_start(cast: Cast) -> None:
    one = proposed(cast, cast.enrolled(), to="Projektkontoret", hearing=NOT_HEARD)
    assert (now(one).heard, now(one).not_heard) == ("", NOT_HEARD.not_heard)


@pytest.mark.parametrize(("heard", "not_heard"), [("Det blir bra.", ""), ("", "Ville inte.")])
def test_what_the_person_says_when_somebody_outside_confirms_is_kept_and_why_in_the_history(
    cast: Cast, heard: str, not_heard: str
) -> None:
    one = proposed(cast, cast.enrolled(), outside="Komvux Flen", hearing=Hearing())
    told = Confirmed("Siv Rektor", TODAY, Manner.PHONE, f" {heard} ", f" {not_heard} ")
    record(one, told, leaving(cast), by=cast.as_("karin"))
    cast.as_everyone()
    assert (now(one).heard, now(one).not_heard) == (heard, not_heard)
    why = {event.pgh_context.metadata["why"] for event in now(one).events.all()}
    assert why == {"bekräftad utanför Stafett"}


def test_nobody_lets_go_before_somebody_outside_has_said_yes(cast: Cast) -> None:
    """Växthuset sa ja i dag. Att deltagandet tog slut i går går inte att skriva: vem höll ihop sedan dess?"""
    case = cast.enrolled()
    one = proposed(cast, case, outside="Växthuset")
    told = Confirmed("Siv", TODAY, Manner.PHONE, "ja")
    with pytest.raises(Refused) as refused:
        record(one, told, leaving(cast, ends_on=TODAY - DAY), by=cast.as_("karin"))
    assert "före den då mottagaren bekräftade" in refused.value.faults["ends_on"]
    assert (now(one).stand, held(cast, case)[-1][2]) == (Stand.PROPOSED, None)
    record(one, told, leaving(cast), by=cast.as_("karin"))
    assert now(one).stand == Stand.DONE


def test_each_end_is_counted_where_it_belongs(cast: Cast) -> None:
    accept(proposed(cast, at_af(cast)), by=cast.as_("per"))
    out = proposed(cast, cast.enrolled(), outside="Komvux Flen")
    record(out, Confirmed("Siv", TODAY, Manner.PHONE, "ja"), leaving(cast), by=cast.as_("karin"))
    proposed(cast, cast.enrolled(), to="Projektkontoret")
    cast.as_everyone()
    cast.ended(next_step_id="nobody")
    cast.ended()
    told = figures(cast.as_("eva"), cast.initiative)
    assert told.handovers == {"inside": 1, "outside": 1, "open": 1, "declined": 0, "taken_back": 0}
    assert told.exits == {"holder": 1, "unasked": 0, "nobody": 1, "other": 1}
    assert (told.proposed, told.left) == (3, 3)


def test_how_long_the_giver_follows_along_is_said_and_when_it_is_soon_over(cast: Cast) -> None:
    case = at_af(cast)
    until = TODAY + 90 * DAY
    accept(proposed(cast, case, alongside_until=until), by=cast.as_("per"))
    (shown,) = hands(cast.as_("per"), case).before
    assert shown.places[-1].told == "AUC till och med 31 augusti 2025"
    viewer = replace(cast.as_("karin"), day=until - 10 * DAY)
    (row,) = [one for one in between(viewer, MINE).rows if one.rule.code == "alongside_ends"]
    assert (row.gap.since, row.gap.comes) == (until - 14 * DAY, until)


def test_a_follow_up_is_to_be_made_from_a_month_before_its_day(cast: Cast) -> None:
    case = cast.enrolled()
    close([(case, leaving(cast))], by=cast.as_("karin"))
    case.refresh_from_db()
    first = FollowUp.objects.filter(participation=case).order_by("due_on")[0]
    for early, may in ((EARLY, True), (EARLY + DAY, False)):
        viewer = replace(cast.as_("karin"), day=first.due_on - early)
        assert hands(viewer, case).may_follow_up == may
    assert held(cast, case)[-1][0] == "AUC"
