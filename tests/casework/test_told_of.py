"""To know that somebody takes part is not to know how it ended, nor who sent them (law 2)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stafett.casework.actions import correct
from stafett.casework.actions.correcting import as_told
from stafett.casework.forms.correcting import CorrectForm
from stafett.casework.models import Participation
from stafett.casework.queries.participation import sheet
from stafett.casework.releasing import content
from stafett.safeguards.models import Information
from stafett.safeguards.rules import parts_between
from tests.casework.conftest import Page, get
from tests.casework.test_taker_shown import everywhere
from tests.cast import Cast

WHY = "Inlagd sedan i maj"
USUAL = ("livelihood", "occupation", "agreement", "decision")
"""What is ticked beforehand, besides the course and who is involved."""


def told(cast: Cast, *kinds: str) -> Participation:
    """FK referred; it ended, and what was written was corrected twice; Af is told how it goes and some more."""
    one = cast.ended(referring_party_id=cast.unit("FK Eskilstuna").authority.party_id)
    for why, who in (("Annat", "Fatima Fel"), (WHY, "Fatima Kassa")):
        facts = as_told(one, end_reason=why, referring_caseworker=who)
        correct([(one, facts)], by=cast.viewer("karin"), because="prov", only={"end_reason"})
        only = {"referring_caseworker"}
        correct([(one, facts)], by=cast.viewer("karin"), because="prov", only=only)
        one.refresh_from_db()
    team = {one.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(one, "Af Flen", parts=parts_between(team, {"course", *kinds}, {}))
    cast.as_everyone()
    return one


@pytest.mark.parametrize(
    ("kinds", "end", "referrer"),
    [
        ((), False, False), (USUAL, False, False), ((*USUAL, "agencies"), False, True),
        (("health",), True, False), (("health", "agencies"), True, True),
    ],
)  # fmt: skip
def test_af_is_told_how_it_ended_with_health_and_who_referred_with_who_is_involved(
    cast: Cast, page: Page, kinds: tuple[str, ...], end: bool, referrer: bool
) -> None:
    one = told(cast, *kinds)
    texts = everywhere(page, "per", one)
    listed = get(page("per"), "/deltagare/?lage=ended")
    rows = page("per").get("/api/v1/participations?lage=ended").json()["rows"]
    assert [row["name"] for row in rows] == ["Amina Öberg"]
    said = "".join([*texts, listed, str(rows)])
    for words in (WHY, "Avslutsorsak"):
        assert (words in said) is end
    for text in (texts[0], texts[1], texts[2], listed):
        assert ("Arbete" in text.replace("Arbetsf", "")) is end
    assert (rows[0]["outcome"], rows[0]["next_step"]) == (
        ("arbete", "none_needed") if end else (None, None)
    )
    for words in ("Fatima Kassa", "Fatima Fel", "som aktualiserade"):
        assert (words in said) is referrer
    assert ("Aktualiserad av" in texts[0]) is referrer
    assert "Avslutat" in texts[0]
    assert ("ögsta utbildning" in texts[0]) is ("occupation" in kinds)


def test_a_name_without_a_party_says_as_much(cast: Cast, page: Page) -> None:
    one = told(cast)
    Participation.objects.filter(pk=one.pk).update(referring_party=None)
    assert "Fatima Kassa" not in get(page("per"), f"/deltagare/{one.pk}/")
    Participation.objects.filter(pk=one.pk).update(referring_caseworker="")
    text = get(page("per"), f"/deltagare/{one.pk}/")
    assert "Aktualiserad av" not in text, "that nobody did is not told either"
    assert "vem som aktualiserade" not in text, "nor that it is not filled in"


@pytest.mark.parametrize("who", ["karin", "lena", "eva"])
def test_whoever_has_the_case_by_their_role_is_told_it_all(
    cast: Cast, page: Page, who: str
) -> None:
    one = told(cast)
    text = get(page(who), f"/deltagare/{one.pk}/")
    for words in (WHY, "Annat", "Fatima Kassa", "Fatima Fel", "Arbete"):
        assert words in text


def test_those_who_held_it_to_the_end_know_how_it_ended(cast: Cast, page: Page) -> None:
    one = told(cast)
    one.holdings.update(unit=cast.unit("Af Flen"))
    assert WHY in get(page("per"), f"/deltagare/{one.pk}/")


def test_of_ones_own_party_and_the_controllers_all_are_told_that_it_referred(
    cast: Cast, page: Page
) -> None:
    one = told(cast)
    for unit in ("Af Flen", "AUC"):
        Participation.objects.filter(pk=one.pk).update(
            referring_party=cast.unit(unit).authority.party_id
        )
        assert "Aktualiserad av" in get(page("per"), f"/deltagare/{one.pk}/")


def test_another_participation_of_the_person_says_no_more_of_how_it_ended(cast: Cast) -> None:
    one = told(cast)
    again = cast.enrolled(person=one.person_id, case_number="A9", starts_on=date(2025, 1, 7))
    cast.consented(
        again, "Af Flen",
        parts=parts_between({one.controller_id, cast.unit("Af Flen").authority_id}, {"course"}, {}),
    )  # fmt: skip
    [known] = sheet(cast.as_("karin"), again.pk).others
    assert known.outcome
    [other] = sheet(cast.as_("per"), again.pk).others
    assert (other.pk, other.ends_on, other.outcome) == (one.pk, one.ends_on, None)


def test_the_form_keeps_who_referred_from_a_holder_who_may_not_know(cast: Cast) -> None:
    one = told(cast)
    form = CorrectForm(viewer=cast.as_("per"), case=one)
    assert "referring_party" not in form.fields
    assert "referring_party" not in form.initial
    assert "referring_party" in CorrectForm(viewer=cast.as_("karin"), case=one).fields


def test_to_hand_over_the_course_is_not_to_hand_over_what_it_led_to(cast: Cast) -> None:
    one: Any = told(cast)
    said = content(Information.COURSE, cast.as_("karin"), one, one.controller)
    assert "Avslutat" in said
    assert "Arbete" not in said
