"""Decisions and judgements: each authority's own, side by side, and pointed out before they end (A19)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.casework.queries.between import MINE, between
from stafett.casework.queries.timeline import story
from stafett.casework.releasing import ITEMS, content, tell
from stafett.plans.actions import NewDecision, note_decision, nothing_follows
from stafett.plans.correcting import correct_decision
from stafett.plans.models import Decision
from stafett.plans.queries import plan_page
from stafett.plans.rules import WEEKS_BEFORE_END, ends_soon
from stafett.safeguards.models import Release, RowKind
from stafett.safeguards.rules import Refused
from tests.casework.conftest import get, send
from tests.cast import TODAY, Cast
from tests.plans.test_plans import DAY, with_af

WEEK = timedelta(weeks=1)


def decided(cast: Cast, one: Participation, who: str = "karin", **told: Any) -> Decision:
    known = {"about": "decision", "text": "Aktivitetsersättning, hel", "from_day": TODAY - DAY,
             "last_day": TODAY + WEEK, **told}  # fmt: skip
    return note_decision(one, NewDecision(**known), by=cast.as_(who))


def pointed_out(cast: Cast, who: str = "karin") -> list[str]:
    rows = between(cast.as_(who), MINE).rows
    return [row.gap.told for row in rows if row.rule.code == "decision_ends"]


def test_differing_judgements_stand_side_by_side_each_its_authoritys(cast: Cast) -> None:
    one = with_af(cast)
    decided(cast, one, text="Kan arbeta halvtid", about="judgement")
    decided(cast, one, "per", text="Kan inte arbeta", about="judgement")
    page = plan_page(cast.as_("per"), one)
    told = {one.authority.name: [line.row.text for line in one.lines] for one in page.judged}
    assert told == {
        "Arbetsförmedlingen": ["Kan inte arbeta"],
        "Flens arbetsmarknadsnämnd": ["Kan arbeta halvtid"],
    }
    mine = plan_page(cast.as_("karin"), one)
    assert [one.authority.name for one in mine.judged] == ["Flens arbetsmarknadsnämnd"]


def test_one_about_health_is_opened_by_the_consent_about_health_alone(cast: Cast) -> None:
    one = with_af(cast)
    assert decided(cast, one, health=True, about="certificate").kind == "health"
    cast.as_everyone()
    for member in one.circle.members.filter(basis="consent"):
        member.kinds = [kind for kind in member.kinds if kind != "health"]
        member.save()
    assert plan_page(cast.as_("per"), one).judged == []


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"last_day": TODAY - 2 * DAY}, "last_day"),
        ({"from_day": TODAY - 8000 * DAY, "last_day": None}, "from_day"),
        ({"text": " "}, "text"),
    ],
)
def test_what_cannot_be_is_refused(told: dict[str, Any], field: str, cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        decided(cast, cast.enrolled(), **told)
    assert set(refused.value.faults) == {field}


def test_the_database_holds_that_one_ends_after_it_begins(cast: Cast) -> None:
    made = decided(cast, cast.enrolled(), last_day=None)
    assert made.last_day is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=made.pk).update(until_day=made.from_day)


def test_one_that_ends_within_eight_weeks_is_pointed_out_until_something_follows(
    cast: Cast,
) -> None:
    one = cast.enrolled()
    made = decided(cast, one)
    assert pointed_out(cast) == ["Aktivitetsersättning, hel, till och med 9 juni 2025"]
    after = decided(cast, one, follows=made, from_day=TODAY + WEEK, last_day=None)
    assert after.follows == made
    assert pointed_out(cast) == []


def test_an_agreement_that_ends_is_pointed_out_by_its_name_until_something_follows(
    cast: Cast,
) -> None:
    """Överenskommelsen om praktik på lagret går ut om en vecka, och inget är antecknat efter: den pekas ut."""
    one = cast.enrolled()
    made = decided(cast, one, about="agreement", text="Praktik på lagret")
    assert pointed_out(cast) == ["överenskommelsen ”Praktik på lagret”, till och med 9 juni 2025"]
    decided(cast, one, follows=made, text="Anställning med stöd", last_day=None)
    assert pointed_out(cast) == []


def test_an_agreement_is_opened_by_a_consent_about_what_is_agreed_and_not_about_decisions(
    cast: Cast,
) -> None:
    one = with_af(cast)
    made = decided(cast, one, about="agreement", text="Praktik på lagret")
    for opened in ("decision", "agreement"):
        cast.as_everyone()
        for member in one.circle.members.filter(basis="consent"):
            member.kinds = ["participation", opened]
            member.save()
        told = [line.row.text for j in plan_page(cast.as_("per"), one).judged for line in j.lines]
        assert told == (["Praktik på lagret"] if opened == "agreement" else [])
    assert decided(cast, one, about="agreement", text="Stöd", health=True).kind == "health"
    cast.as_("karin")
    for kind, about in (("decision", "agreement"), ("agreement", "judgement")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=made.pk).update(kind=kind, about=about)


def test_what_was_noted_as_a_decision_and_was_an_agreement_is_put_right_with_its_kind(
    cast: Cast,
) -> None:
    made = decided(cast, cast.enrolled())
    told = NewDecision("agreement", "Praktik på lagret", made.from_day, made.last_day)
    right = correct_decision(made, told, by=cast.as_("karin"), because="Det var inget beslut")
    assert (right.about, right.kind) == ("agreement", "agreement")


def test_one_that_needs_nothing_after_it_is_pointed_out_no_more(cast: Cast) -> None:
    one = cast.enrolled()
    made = decided(cast, one)
    with pytest.raises(Refused, match="varför"):
        nothing_follows(made, " ", by=cast.as_("karin"))
    nothing_follows(made, "Börjar arbeta", by=cast.as_("karin"))
    assert pointed_out(cast) == []
    with pytest.raises(Refused, match="redan något efter"):
        decided(cast, one, follows=made)


@pytest.mark.parametrize(
    ("until", "soon"),
    [
        (None, False),
        (TODAY + WEEKS_BEFORE_END * WEEK, True),
        (TODAY + WEEKS_BEFORE_END * WEEK + DAY, False),
        (TODAY - DAY, True),
    ],
)
def test_soon_is_within_eight_weeks(until: Any, soon: bool) -> None:
    assert ends_soon(until, TODAY) is soon


def test_something_follows_one_of_ones_own_and_once(cast: Cast) -> None:
    one = with_af(cast)
    theirs, mine = decided(cast, one, "per"), decided(cast, one)
    with pytest.raises(Refused, match="annan myndighets"):
        decided(cast, one, follows=theirs)
    decided(cast, one, follows=mine)
    with pytest.raises(Refused, match="redan något efter"):
        decided(cast, one, follows=mine)
    with pytest.raises(Refused, match="redan något efter"):
        nothing_follows(mine, "x", by=cast.as_("karin"))
    with pytest.raises(PermissionDenied):
        nothing_follows(theirs, "x", by=cast.as_("karin"))


def test_what_another_authority_has_is_pointed_out_to_those_alone_to_whom_it_is_open(
    cast: Cast,
) -> None:
    one = with_af(cast)
    decided(cast, one, "per")
    assert pointed_out(cast) == []


def test_the_story_tells_of_it(cast: Cast) -> None:
    one = with_af(cast)
    decided(cast, one)
    decided(cast, one, "per", text="Af:s")
    told = [row.event.told for row in story(cast.as_("karin"), one.pk).told]
    assert "beslut: Aktivitetsersättning, hel" in told
    assert "beslut: Af:s" not in told


def test_it_is_noted_followed_and_settled_on_the_page(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    address, plan = reverse("decision_new", args=[one.pk]), reverse("plan", args=[one.pk])
    told = {"about": "decision", "text": "Ersättning", "last_day": TODAY + WEEK}
    send(karin, address, **told)
    first = Decision.objects.get()
    assert "Det pekas ut innan det går ut" in get(karin, plan)
    send(karin, address, **{**told, "text": "Tills vidare", "last_day": ""})
    assert "Det har ingen sista dag, så det pekas inte ut" in get(karin, plan)
    Decision.objects.filter(text="Tills vidare").delete()
    away = reverse("decision_nothing", args=[one.pk, first.pk])
    assert away in get(karin, plan)
    send(karin, address, **{**told, "text": "Ny ersättning", "follows": str(first.pk)})
    assert away not in get(karin, plan)
    last = Decision.objects.get(text="Ny ersättning")
    away = reverse("decision_nothing", args=[one.pk, last.pk])
    send(karin, away, because="Börjar arbeta")
    text = get(karin, plan)
    assert "Börjar arbeta" in text
    assert away not in text
    rows = karin.get(f"/api/v1/participations/{one.pk}/plan").json()["decisions"]
    assert [(row["text"], row["followed"]) for row in rows] == [
        ("Ny ersättning", False), ("Ersättning", True),
    ]  # fmt: skip


def test_decisions_are_handed_over_as_they_stand_and_not_those_of_health(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    decided(cast, one, text="Försörjningsstöd beviljat", from_day=TODAY, last_day=None)
    decided(cast, one, text="Arbetsträning", from_day=TODAY, last_day=TODAY + timedelta(days=30))
    decided(cast, one, text="Läkarintyg om rygg", from_day=TODAY, health=True)
    af = cast.unit("Af Flen").authority_id
    send(page("karin"), f"/deltagare/{one.pk}/lamna-ut/", receivers=[af], recorded=["decision"])
    copy = Release.objects.get(kind=RowKind.DECISION)
    assert copy.text.splitlines() == [
        "Beslut: Försörjningsstöd beviljat, från 2 juni 2025.",
        "Beslut: Arbetsträning, från 2 juni 2025 till 2 juli 2025.",
    ]
    Decision.objects.all().delete()
    assert content("decision", cast.as_("karin"), one, one.controller) == (
        "Inget är antecknat hos Flens arbetsmarknadsnämnd."
    )


def test_what_a_kind_says_is_told_by_one_app_alone() -> None:
    with pytest.raises(ValueError, match="said already"):
        tell("decision", lambda viewer, case, giver: iter(()))


def test_every_kind_that_is_recorded_can_be_handed_over(cast: Cast) -> None:
    """Beslut gick inte att lämna ut: ingen sa vad de var."""
    one = cast.enrolled()
    for kind, _words in ITEMS:
        assert content(kind, cast.as_("karin"), one, one.controller)
