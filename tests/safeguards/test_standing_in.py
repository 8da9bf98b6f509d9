"""Is it said by which post somebody sees a case, when only standing in lets them?"""

from __future__ import annotations

from datetime import timedelta

from stafett.parties import actions as parties
from stafett.parties.models import Position
from stafett.safeguards.access import why
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.queries.standing_in import seen_by_standing_in
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast

SOON = TODAY + timedelta(days=9)


def stands_in(cast: Cast, key: str, *posts: Position) -> None:
    staff = cast.user(key).staff
    assert staff
    for post in posts:
        parties.stand_in(staff, post, from_day=TODAY, until_day=SOON, because="Kurs",
                         by=operator(TODAY))  # fmt: skip


def test_the_post_that_lets_in_is_found_among_several(cast: Cast) -> None:
    karin = Position.objects.get(role="coach", unit__name="AUC")
    leader = Position.objects.get(role="project_leader", unit__name="Projektkontoret")
    stands_in(cast, "lena", leader, karin)
    case = cast.enrolled(named_team=((karin.unit_id, karin.pk),))
    lena = cast.as_("lena")
    found = seen_by_standing_in(lena, case.circle_id)
    assert found is not None
    assert (found.post, found.holder) == (karin, "Karin Ek")


def test_whoever_sees_it_anyway_or_not_at_all_is_told_of_nobody(cast: Cast) -> None:
    karin = Position.objects.get(role="coach", unit__name="AUC")
    stands_in(cast, "eva", karin)
    hers, others = cast.enrolled(), cast.enrolled("annan")
    eva = cast.as_("eva")
    assert why(eva, hers.circle_id).allowed
    assert seen_by_standing_in(eva, hers.circle_id) is None
    assert seen_by_standing_in(eva, others.circle_id) is None
    assert seen_by_standing_in(cast.as_("karin"), hers.circle_id) is None


def test_it_opens_and_shuts_with_the_days(cast: Cast) -> None:
    karin = Position.objects.get(role="coach", unit__name="AUC")
    case = cast.enrolled(named_team=((karin.unit_id, karin.pk),))
    stands_in(cast, "lena", karin)
    cast.as_everyone()
    for day, opens in ((TODAY - timedelta(days=1), False), (TODAY, True), (SOON, False)):
        assert why(viewer_of(cast.user("lena"), day), case.circle_id).allowed == opens
