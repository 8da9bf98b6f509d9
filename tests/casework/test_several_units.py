"""Can several authorities of the place come in by one consent, in the minute that there is?"""

from __future__ import annotations

from stafett.safeguards.models import ConsentPart
from tests.casework.conftest import Page, get, send
from tests.casework.test_consent_pages import at, filled, shared
from tests.cast import Cast


def test_several_units_of_the_place_come_in_by_one_consent(cast: Cast, page: Page) -> None:
    """Tre myndigheter i ett samtycke: Försörjningsstödet och Katrineholm kryssas i, Psykiatrin väljs."""
    one = shared(cast)
    units = [cast.unit(name) for name in ("Viadidakt", "Utanför", "Psykiatrin")]
    offered = get(page("karin"), at(one, "samtycke/nytt"))
    ticks, chosen = offered.split('name="unit"')
    assert all(f'name="more" value="{unit.pk}"' in ticks for unit in units[:2])
    assert f'value="{units[2].pk}"' in chosen
    sent = filled(cast, one, more=[unit.pk for unit in units[:2]], unit=units[2].pk)
    send(page("karin"), at(one, "samtycke/nytt"), **sent)
    givers = ConsentPart.objects.filter(circle=one.circle_id).values_list("giver", flat=True)
    assert {unit.authority_id for unit in units} <= set(givers.order_by("pk"))
    inside = one.circle.members.filter(unit__in=[unit.pk for unit in units])
    assert set(inside.order_by("pk").values_list("unit_id", flat=True)) == {u.pk for u in units}
    # all at hand are in, so that nothing is ticked where there is nobody to tick
    left = get(page("karin"), at(one, "samtycke/nytt"))
    assert 'name="unit"' in left
    assert 'name="more"' not in left
