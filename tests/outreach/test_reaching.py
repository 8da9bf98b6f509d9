"""Whom does the list put first, and is a contact noted as lightly from it as in a case?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from stafett.outreach.actions import end_word, leave
from stafett.outreach.models import Entry
from stafett.outreach.queries import on_list, told
from tests.cast import Cast
from tests.outreach.world import ALVA, LIAM, listed, tried, word

pytestmark = pytest.mark.django_db
NOW = timezone.localdate
DAY = timedelta(days=1)
THIRD = "202203032384;Tea;Tall;Flens gymnasium;;;"
FOURTH = "202204042390;Noa;Nyman;Flens gymnasium;;;"


def of_list(page: Any, who: str = "karin", query: str = "") -> str:
    return str(page(who).get(reverse("outreach") + query).content.decode())


def order(page: Any) -> list[str]:
    """The first names, as they stand on the list."""
    text = of_list(page)
    names = Entry.objects.order_by("pk").values_list("person__given_name", flat=True)
    return sorted(names, key=text.index)


def test_those_whom_nobody_has_reached_stand_first_and_those_of_a_day_to_come_last(
    cast: Cast, page: Any
) -> None:
    came = NOW() - 60 * DAY
    tried(cast, listed(cast, came, FOURTH), next_contact=NOW() + DAY)
    tried(cast, listed(cast, came, THIRD), "nådd", NOW() - 9 * DAY, next_contact=NOW())
    tried(cast, listed(cast, came, LIAM), "nådd", NOW() - 40 * DAY)
    tried(cast, listed(cast, came + DAY, ALVA), day=NOW())
    assert order(page) == ["Alva", "Liam", "Tea", "Noa"]


def test_whoever_has_a_day_to_come_is_not_called_for_and_whose_day_has_come_is(
    cast: Cast, page: Any
) -> None:
    came = NOW() - 90 * DAY
    tried(cast, listed(cast, came, FOURTH), day=NOW(), next_contact=NOW() + DAY)
    tried(cast, listed(cast, came, THIRD), "nådd", NOW() - 9 * DAY, next_contact=NOW())
    listed(cast, came, LIAM)
    tried(cast, listed(cast, came, ALVA), "nådd", NOW())
    viewer = replace(cast.as_("karin"), day=NOW())
    marks = {row.one.person.given_name: row.mark for row in told(viewer, on_list(viewer))}
    assert marks == {
        "Noa": "inte nådd på länge", "Tea": "dagen har kommit", "Liam": "dags att söka", "Alva": "",
    }  # fmt: skip
    text = of_list(page)
    assert [text.count(mark) for mark in marks.values() if mark] == [1, 1, 1]


def test_a_contact_is_noted_from_the_row_and_one_is_led_back_to_it(cast: Cast, page: Any) -> None:
    one = listed(cast, NOW())
    here = reverse("entry_try", args=[one.pk])
    text = of_list(page)
    assert '<tr id="rad-1">' in text
    assert (
        f'href="{here}?next=/uppsokande/%23rad-1">Anteckna kontakt<span class="sr-only">: Liam Lind'
    ) in text
    sent = {"made_on": str(NOW()), "way": word("sms").pk, "result": word("nådd").pk}
    answer = page("karin").post(f"{here}?next=/uppsokande/%23rad-1", sent)
    assert answer["Location"] == "/uppsokande/#rad-1"


def test_whoever_only_reads_the_list_is_given_no_button(cast: Cast, page: Any) -> None:
    one = listed(cast, NOW())
    assert "Liam Lind" in of_list(page, "lena")
    assert "Anteckna kontakt" not in of_list(page, "lena")
    assert "Anteckna kontakt" in of_list(page)
    cast.as_everyone()
    karin = replace(cast.as_("karin"), day=NOW())
    leave(one, word("fyllt 20"), NOW(), by=karin)
    assert "Liam Lind" in of_list(page, query="?lamnat")
    assert "Anteckna kontakt" not in of_list(page, query="?lamnat")


def test_the_form_says_whom_and_what_to_ring_and_has_today_and_the_phone_ready(
    cast: Cast, page: Any
) -> None:
    one = listed(cast, NOW())
    answer = page("karin").get(reverse("entry_try", args=[one.pk]))
    text, form = answer.content.decode(), answer.context["form"]
    assert "Anteckna kontakt: Liam Lind</h1>" in text
    assert 'Personen nås på: <a class="nowrap" href="tel:0701740605">070-174 06 05</a>' in text
    assert form["way"].value() == word("telefonsamtal").pk
    assert [form[name].field.widget.input_type for name in ("result", "way")] == ["radio"] * 2
    assert text.count('type="radio"') == 11, "five of what it gave, six ways; none is empty"
    assert text.count(" checked") == 1


def test_nothing_is_ready_where_the_authority_has_no_such_word_or_nobody_a_number(
    cast: Cast, page: Any
) -> None:
    one = listed(cast, NOW(), ALVA)
    end_word(word("telefonsamtal"), by=cast.as_("lena"))
    text = page("karin").get(reverse("entry_try", args=[one.pk])).content.decode()
    assert " checked" not in text
    assert "Personen nås på" not in text
