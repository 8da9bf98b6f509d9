"""Does what a person signs in English say the same as what is said in Swedish?"""

from __future__ import annotations

from typing import Any

import pytest

from stafett.initiatives.actions import set_consent_template
from stafett.initiatives.models import ConsentTemplate, usual_purpose
from stafett.initiatives.rules import copied, same_words
from stafett.parties.refusals import Refused
from tests.cast import Cast
from tests.initiatives.places import FOR_LEADERS
from tests.parties.filling_in import fill_in, told

BOAT, TO_BOAT = "att bygga båt", "to build a boat"
LEFT = "Det svenska ändamålet är ändrat, men inte det engelska"
COPY = "Det här är det svenska ändamålet"


@pytest.fixture
def template(cast: Cast) -> ConsentTemplate:
    """An initiative with a purpose of its own, in both languages."""
    return ConsentTemplate.objects.create(
        initiative=cast.initiative, purpose=BOAT, purpose_en=TO_BOAT
    )


def kept() -> tuple[str, str]:
    row = ConsentTemplate.objects.get()
    return row.purpose, row.purpose_en


def fill(page: Any, cast: Cast, **said: Any) -> Any:
    return fill_in(page("eva"), FOR_LEADERS["consent_template"](cast), **said)


@pytest.mark.usefixtures("template")
def test_swedish_that_is_changed_without_the_english_is_refused_and_nothing_is_lost(
    cast: Cast, page: Any
) -> None:
    """Eva ändrar det svenska. Den som läser engelska hade annars skrivit under något annat."""
    response = fill(page, cast, purpose="att lära sig sy")
    assert response.status_code == 422
    assert LEFT in told(response)
    assert "att lära sig sy" in response.content.decode()
    assert kept() == (BOAT, TO_BOAT)


@pytest.mark.parametrize(
    "more", [{"purpose_en": "to learn to sew"}, {"purpose_en": ""}, {"english_stands": "on"}]
)
@pytest.mark.usefixtures("template")
def test_it_is_kept_when_the_english_is_changed_emptied_or_said_to_stand(
    cast: Cast, page: Any, more: dict[str, str]
) -> None:
    assert fill(page, cast, purpose="att lära sig sy", **more).status_code == 302
    assert kept() == ("att lära sig sy", more.get("purpose_en", TO_BOAT))


@pytest.mark.usefixtures("template")
def test_a_capital_or_a_full_stop_is_no_change(cast: Cast, page: Any) -> None:
    assert fill(page, cast, purpose="Att bygga  båt.").status_code == 302


@pytest.mark.parametrize(
    "english", [BOAT, "Att bygga båt.", "att sy", usual_purpose("sv")],
    ids=["what stood", "what stood, with a capital", "what is written", "the usual"],
)  # fmt: skip
@pytest.mark.usefixtures("template")
def test_a_swedish_sentence_in_the_english_box_is_refused(
    cast: Cast, page: Any, english: str
) -> None:
    response = fill(page, cast, purpose="att sy", purpose_en=english, english_stands="on")
    assert COPY in told(response)
    assert kept() == (BOAT, TO_BOAT)


@pytest.mark.parametrize("english", [".", "sew", "-"])
@pytest.mark.usefixtures("template")
def test_a_mark_or_a_word_is_no_purpose_in_english(cast: Cast, page: Any, english: str) -> None:
    response = fill(page, cast, purpose="att sy", purpose_en=english)
    assert "minst två ord" in told(response)
    assert kept() == (BOAT, TO_BOAT)


def test_where_there_is_no_english_yet_nothing_is_to_be_ticked(cast: Cast, page: Any) -> None:
    address = FOR_LEADERS["consent_template"](cast)
    assert "fortfarande detsamma" not in page("eva").get(address).content.decode()
    assert fill(page, cast, purpose=BOAT, purpose_en=TO_BOAT).status_code == 302
    assert "fortfarande detsamma" in page("eva").get(address).content.decode()


def test_the_usual_english_may_stand_in_both_boxes_of_an_english_page(
    cast: Cast, page: Any
) -> None:
    usual = usual_purpose("en")
    assert fill(page, cast, purpose=usual, purpose_en=usual).status_code == 302


@pytest.mark.usefixtures("template")
def test_the_action_refuses_it_by_any_door(cast: Cast) -> None:
    with pytest.raises(Refused, match=LEFT):
        set_consent_template(
            cast.initiative, purpose="att sy", purpose_en=TO_BOAT, information=["course"],
            longest_days=90, review_days=30, by=cast.as_("eva"),
        )  # fmt: skip


@pytest.mark.parametrize("field", ["purpose", "purpose_en"])
def test_a_purpose_has_nothing_left_to_fill_in(cast: Cast, page: Any, field: str) -> None:
    said = {"purpose": BOAT, "purpose_en": TO_BOAT, field: "Att bygga [fyll i: vad]"}
    assert "Det står [fyll i: vad] kvar" in told(fill(page, cast, **said))


def test_that_a_no_costs_nothing_is_said_by_those_who_have_decided_it_alone(
    cast: Cast, page: Any
) -> None:
    assert fill(page, cast, purpose=BOAT).status_code == 302
    assert not ConsentTemplate.objects.get().no_costs_nothing
    assert fill(page, cast, purpose=BOAT, no_costs_nothing="on").status_code == 302
    assert ConsentTemplate.objects.get().no_costs_nothing


def test_words_are_the_same_whatever_their_capitals_spaces_and_full_stop() -> None:
    assert same_words(" Att  bygga båt. ", "att bygga båt")
    assert not same_words("att bygga båt", "att bygga båtar")
    assert not copied("", ["att sy"], "to plan")
