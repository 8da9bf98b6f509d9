"""Who is told that a consent which let them see a case has been taken back, and what of it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.urls import reverse

from stafett.casework.noticing import taken_back
from stafett.safeguards.actions import name_team, withdraw
from stafett.safeguards.models import ConsentPart, Member
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, at_af, proposed
from tests.handover.test_fallen import fallen
from tests.notices.telling import news


def test_per_som_höll_ihop_får_veta_att_samtycket_är_taget_tillbaka(cast: Cast) -> None:
    """Af höll ihop när samtycket togs tillbaka. Per får veta det och dagen, men inte om vem."""
    fallen(cast)
    assert "consent_taken_back" in news(cast, "per", besides="")
    (told,) = taken_back(cast.as_("per"))
    assert (told.link, told.spine, told.day) == (reverse("received"), None, TODAY)
    for who in ("karin", "eva", "olle", "fatima"):
        assert list(taken_back(cast.as_(who))) == [], who


def test_whoever_was_asked_to_take_over_is_told_and_who_only_stood_in_the_consent_is_not(
    cast: Cast,
) -> None:
    case = at_af(cast)
    proposed(cast, case)
    cast.as_everyone()
    parts = list(case.circle.consents.get().parts.select_related("circle"))
    withdraw(parts, how="ringde", by=cast.as_("eva"))
    assert len(list(taken_back(cast.as_("per")))) == 1
    cast.as_everyone()
    seats = Member.objects.filter(circle=case.circle_id, unit=cast.unit("Af Flen"))
    seats.update(from_day=TODAY - 9 * DAY, until_day=TODAY - DAY)
    assert list(taken_back(cast.as_("per"))) == [], "the unit had left before"


def test_what_was_never_accepted_let_nobody_see(cast: Cast) -> None:
    case = fallen(cast)
    assert len(list(taken_back(cast.as_("per")))) == 1
    cast.as_everyone()
    ConsentPart.objects.filter(circle=case.circle_id).update(accepted_on=None, accepted_by="")
    assert list(taken_back(cast.as_("per"))) == []


def test_what_another_was_told_by_is_nothing_to_tell_nor_what_had_run_out(cast: Cast) -> None:
    case = fallen(cast)
    cast.as_everyone()
    parts, af = ConsentPart.objects.filter(circle=case.circle_id), cast.unit("Af Flen").authority_id
    parts.filter(receiver=af).update(from_day=TODAY - 9 * DAY, until_day=TODAY)
    assert parts.exclude(receiver=af).filter(withdrawn_on=TODAY).exists()
    assert list(taken_back(cast.as_("per"))) == []


def test_it_is_told_for_two_weeks_and_not_to_whoever_noted_it(cast: Cast) -> None:
    fallen(cast)
    per = cast.as_("per")
    for days, told in ((14, 1), (15, 0)):
        later = replace(per, day=TODAY + timedelta(days=days))
        assert len(list(taken_back(later))) == told
    cast.as_everyone()
    ConsentPart.objects.filter(withdrawn_on=TODAY).update(withdrawn_by=per.name)
    assert list(taken_back(cast.as_("per"))) == []


def test_of_somebody_protected_nothing_is_told(cast: Cast) -> None:
    case = fallen(cast)
    cast.as_everyone()
    karin = cast.viewer("karin")
    name_team([case.circle], [(karin.posts[0].unit_id, karin.posts[0].position_id)], by=karin)
    assert list(taken_back(cast.as_("per"))) == []
