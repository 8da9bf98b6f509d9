"""Is the form of a consent short until more is needed, and can an exception be made for all that it names?"""

from __future__ import annotations

from typing import Any

import pytest

from stafett.parties.models import Unit
from stafett.safeguards.models import ConsentPart, Information
from tests.casework.conftest import Page, send
from tests.casework.test_consent_pages import filled, shared
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_what_is_seldom_needed_is_folded_until_it_is_filled_in_or_wrong(
    cast: Cast, page: Page
) -> None:
    one, client = shared(cast), page("karin")
    there = f"/deltagare/{one.pk}/samtycke/nytt/"

    def folded(answer: Any) -> dict[str, bool]:
        groups = answer.context["form"].groups()
        return {group.fields[0].name: group.folded for group in groups if group.seldom}

    now = client.get(there)
    assert folded(now) == dict.fromkeys(
        ["scan", "not_to", "purpose_told", "guardian", "guardian_number"], True
    )
    assert 'data-opened-by="manner=paper"' in now.content.decode()
    wrong = send(client, there, 422, **filled(cast, one, manner="paper", interpreter="Ali Tolk"))
    assert folded(wrong) == {
        "scan": False, "not_to": True, "purpose_told": True, "guardian": False, "guardian_number": True,
    }  # fmt: skip


def test_an_exception_can_be_made_for_somebody_outside_the_team(cast: Cast, page: Page) -> None:
    one, client = cast.enrolled(), page("karin")
    there = f"/deltagare/{one.pk}/samtycke/nytt/"
    fk = cast.unit("FK Eskilstuna")
    barred = f"{fk.authority_id}:livelihood"
    sent = filled(cast, one, authorities=[one.controller_id], unit=fk.pk, not_to=[barred])
    send(client, there, **sent)
    cast.as_everyone()
    given = ConsentPart.objects.filter(receiver=fk.authority_id).order_by("pk")
    assert {part.information for part in given} == {"course"}


def test_those_at_hand_stand_among_the_exceptions_once(cast: Cast, page: Page) -> None:
    form = page("karin").get(f"/deltagare/{cast.enrolled().pk}/samtycke/nytt/").context["form"]
    units = [int(key) for key, _label in form.fields["more"].choices]
    keys = [key.partition(":")[0] for key, _label in form.fields["not_to"].choices]
    homes = Unit.objects.filter(pk__in=units).order_by("pk").values_list("authority", flat=True)
    assert units
    assert {str(home) for home in homes} <= set(keys)
    assert all(keys.count(key) == len(Information) for key in set(keys))
