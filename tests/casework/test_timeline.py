"""Does a case's story tell what happened to those who may know of it, as marks and in words?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stafett.casework import doors, timeline
from stafett.casework.actions import (
    AuthorityCase,
    Doing,
    Life,
    Living,
    NewCase,
    involve,
    record_livelihood,
)
from stafett.casework.forms.life import AtStart
from stafett.casework.models import Participation
from stafett.casework.queries.timeline import Story, story
from stafett.casework.timeline import Event, Kind
from stafett.safeguards.access import Opened
from stafett.safeguards.actions import withdraw
from stafett.safeguards.models import ConsentPart, Information
from stafett.safeguards.viewer import Viewer
from tests.casework.conftest import get
from tests.casework.test_own_record import shared
from tests.cast import TODAY, Cast


def told(found: Story) -> str:
    return "\n".join(f"{one.event.told} [{one.authority}]" for one in found.told)


def lived(cast: Cast, one: Participation) -> None:
    life = Life("start", (Living("start", "activity_compensation", 50),),
                (Doing("start", "studies", Decimal(10)), Doing("start", "job_seeking")))  # fmt: skip
    record_livelihood([(one, life)], by=cast.as_("karin"))


def test_the_story_tells_who_holds_who_is_involved_life_and_the_end(cast: Cast) -> None:
    one = cast.ended()
    text = told(story(cast.as_("karin"), one.pk))
    assert "Håller ihop från och med nu: AUC [Flens arbetsmarknadsnämnd]" in text
    assert "Avslutat: Arbete. Härnäst: Ingen behövs" in text


def test_the_story_tells_when_an_authoritys_case_ended(cast: Cast) -> None:
    one = cast.ended(cases=(AuthorityCase(cast.party("FK").pk),))
    assert "Försäkringskassan avslutade sitt ärende" in told(story(cast.as_("karin"), one.pk))


def test_the_latest_comes_first(cast: Cast) -> None:
    days = [one.event.day for one in story(cast.as_("karin"), cast.ended().pk).told]
    assert days == sorted(days, reverse=True)


def test_life_is_told_with_its_extent_and_hours(cast: Cast) -> None:
    one = cast.enrolled()
    lived(cast, one)
    text = told(story(cast.as_("karin"), one.pk))
    assert ", 50 % (direkt före)" in text
    assert ", 10 timmar i veckan (direkt före)" in text


def test_another_authoritys_case_is_told_to_nobody_to_whom_it_is_not_opened(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    af = cast.unit("Af Flen")
    involve(
        [(one, NewCase(cast.party("Af").pk, af.authority_id, TODAY, af.pk))], by=cast.as_("per")
    )
    assert "Af Flen öppnade ett eget ärende" in told(story(cast.as_("per"), one.pk))
    assert "Af Flen öppnade ett eget ärende" not in told(story(cast.as_("karin"), one.pk))


@pytest.fixture
def met(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    """A meeting today and one to come, told by an app that does not exist yet."""

    def source(viewer: Viewer, case: Participation, shown: Opened) -> Iterable[Event]:
        whose = case.controller_id
        yield Event(viewer.day, whose, "meeting", "möte", "Flerpartssamtal", "/mote/1/")
        yield Event(viewer.day + timedelta(days=9), whose, "meeting", "möte", "Uppföljning")

    monkeypatch.setattr(timeline, "_sources", [])
    timeline.register(Kind("meeting", "möte"), source)


@pytest.mark.usefixtures("met")
def test_what_an_app_tells_stands_as_marks_in_the_lanes_and_as_links_in_the_story(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    assert "lanes__mark--meeting" in get(page("karin"), f"/deltagare/{one.pk}/")
    text = get(page("karin"), f"/deltagare/{one.pk}/tidslinje/")
    assert 'href="/mote/1/"' in text
    assert "kommer" in text


@pytest.mark.usefixtures("met")
def test_a_kind_of_event_is_registered_once() -> None:
    assert [kind.mark for kind in timeline.kinds()] == ["meeting"]
    with pytest.raises(ValueError, match="meeting"):
        timeline.register(Kind("meeting", "möte"), lambda *_asked: [])


@pytest.mark.usefixtures("met")
def test_another_program_gets_the_same_story(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    found = json.loads(page("karin").get(f"/api/v1/participations/{one.pk}/timeline").content)
    assert [(row["told"], row["to_come"]) for row in found] == [
        ("Uppföljning", True), ("Flerpartssamtal", False),
    ]  # fmt: skip


def test_a_case_without_anything_told_says_so(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "_sources", [])
    one = cast.enrolled()
    assert "Inget är antecknat än" in get(page("karin"), f"/deltagare/{one.pk}/tidslinje/")


def test_an_apps_tab_button_and_form_stand_on_every_case(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "_tabs", [])
    monkeypatch.setattr(doors, "_acts", [])
    monkeypatch.setattr(doors, "_forms", {})
    doors.hang_tab(doors.Tab("Läsare", "readers", 90))
    doors.hang_tab(doors.Tab("Ärendet", "participation", 1))
    doors.hang_act(doors.Act("Skriv", "involve", lambda viewer, case: viewer.name == "Karin Ek"))
    doors.offer_form("prov", AtStart)
    one = cast.enrolled()
    text = get(page("karin"), f"/deltagare/{one.pk}/")
    assert text.index(">Ärendet<") < text.index(">Läsare<")
    assert ">Skriv<" in text
    assert ">Skriv<" not in get(page("lena"), f"/deltagare/{one.pk}/")
    form = f"/api/v1/participations/{one.pk}/forms/prov"
    assert page("karin").get(form).status_code == 200


@pytest.mark.parametrize(
    ("hang", "one", "again"),
    [
        ("hang_tab", doors.Tab("A", "a_page"), "a_page"),
        ("hang_act", doors.Act("A", "a_page", lambda *_asked: True), "a_page"),
    ],
)
def test_a_door_is_hung_once(
    hang: str, one: Any, again: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "_tabs", [])
    monkeypatch.setattr(doors, "_acts", [])
    getattr(doors, hang)(one)
    with pytest.raises(ValueError, match=again):
        getattr(doors, hang)(one)


def test_a_form_is_offered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "_forms", {})
    doors.offer_form("prov", AtStart)
    with pytest.raises(ValueError, match="prov"):
        doors.offer_form("prov", AtStart)


def agreed(cast: Cast, one: Participation, who: str) -> list[str]:
    """What the story tells somebody of consents and releases."""
    found = story(cast.as_(who), one.pk).told
    return [e.event.told for e in found if e.event.mark in ("consent", "release")]


def test_a_consent_and_a_release_are_told_to_those_they_concern(cast: Cast) -> None:
    """And to those who noted it: of what Af was handed, Försäkringskassan is told nothing."""
    one = shared(cast)
    board, af, fk = "Flens arbetsmarknadsnämnd", "Arbetsförmedlingen", "Försäkringskassan"
    to = f"Lämnade ut till {af}: Överenskommet"
    assert f"Fick från {board}: Överenskommet" in agreed(cast, one, "per")
    assert to in agreed(cast, one, "karin")
    assert f"Ja till att lämna uppgifter: {af}; {board}; {fk}" in agreed(cast, one, "karin")
    hers = agreed(cast, one, "fatima")
    assert not any("Överenskommet" in said for said in hers)
    assert hers
    assert all(fk in said for said in hers)
    cast.as_everyone()
    some = ConsentPart.objects.filter(receiver__name=af, information=Information.AGREEMENT)
    withdraw(list(some.select_related("circle")), how="ringde", by=cast.viewer("karin"))
    taken = f"Delvis taget tillbaka: {board} till {af}; {fk} till {af}. Det gäller"
    for who in ("karin", "per"):
        (said,) = [line for line in agreed(cast, one, who) if line.startswith("Delvis")]
        assert said == f"{taken} vad som är överenskommet, och personens plan"
    assert not any("överens" in line and board in line for line in agreed(cast, one, "fatima"))
    assert f"{to} (samtycket togs tillbaka 2 juni 2025)" in agreed(cast, one, "karin")
    cast.as_everyone()
    rest = ConsentPart.objects.exclude(withdrawn_on__isnull=False).select_related("circle")
    withdraw(list(rest), how="ringde", by=cast.viewer("karin"))
    assert f"Taget tillbaka: {af}; {board}; {fk}" in agreed(cast, one, "karin")


def test_the_story_of_many_consents_asks_as_much_as_of_one(cast: Cast) -> None:
    one = shared(cast)
    asked = []
    for _number in range(2):
        viewer = cast.as_("karin")
        with CaptureQueriesContext(connection) as seen:
            story(viewer, one.pk)
        asked.append(len(seen))
        cast.consented(one, "Psykiatrin")
    assert asked[0] == asked[1]
