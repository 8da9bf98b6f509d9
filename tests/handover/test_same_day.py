"""A case that is handed over the day that it came: whoever gave it is still seen to have held it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from stafett.casework.actions.taking_over import Taking, take_over
from stafett.casework.models import Holding, Participation
from stafett.casework.queries.timeline import story
from stafett.handover.actions import decline
from tests.casework.conftest import get
from tests.casework.test_to_file import words
from tests.cast import TODAY, Cast
from tests.handover.giving import at_af, proposed


def taken_over_at_once(cast: Cast) -> Participation:
    one = cast.enrolled(starts_on=TODAY)
    cast.consented(one, "Af Flen")
    karin = cast.as_("karin")
    take_over([Taking(one, cast.unit("Af Flen"))], by=karin, because="överlämning")
    return one


def test_karin_skrev_in_och_lämnade_över_samma_dag(cast: Cast, page: Any) -> None:
    """Karin skriver in Amina och Af tar över samma dag. Båda syns i ärendet och i tidslinjen."""
    one = taken_over_at_once(cast)
    text = get(page("karin"), reverse("participation", args=[one.pk]))
    assert text.count("en del av 2 juni 2025") == 2
    assert text.index("AUC en del av 2 juni") > 0
    told = [each.event.told for each in story(cast.as_("karin"), one.pk).told]
    assert "Höll ihop och lämnade över samma dag: AUC" in told
    assert "Håller ihop från och med nu: Af Flen" in told


def test_the_paper_to_the_file_tells_of_both_in_order(cast: Cast, page: Any) -> None:
    one = taken_over_at_once(cast)
    said = words(page("karin").get(reverse("period_to_file", args=[one.pk])))
    first = said.index("AUC, Flens arbetsmarknadsnämnd: 2 juni 2025")
    assert first < said.index("Af Flen, Arbetsförmedlingen: från 2 juni 2025")


def test_who_held_it_by_mistake_and_was_corrected_never_held_it(cast: Cast) -> None:
    one = cast.enrolled(starts_on=TODAY)
    cast.as_everyone()
    Holding.objects.filter(participation=one).update(unit=cast.unit("Projektkontoret"))
    told = [each.event.told for each in story(cast.as_("karin"), one.pk).told]
    assert not any("samma dag" in each for each in told)


def test_a_unit_that_has_held_for_days_is_told_as_before(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    take_over([Taking(one, cast.unit("Af Flen"))], by=cast.as_("karin"), because="överlämning")
    text = get(page("karin"), reverse("participation", args=[one.pk]))
    assert "en del av" not in text


def test_what_happened_on_one_day_stands_in_the_order_of_writing_the_latest_first(
    cast: Cast,
) -> None:
    one = at_af(cast)
    decline(proposed(cast, one), "Fullt", by=cast.as_("per"))
    proposed(cast, one)
    told = [each.event.told for each in story(cast.as_("karin"), one.pk).told]
    found = [each.split()[0] for each in told if "Af Flen" in each]
    assert found[:3] == ["Föreslagen", "Till", "Föreslagen"]
