"""Can an evaluator have people asked for interviews, and learn of nobody but those who said yes?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stafett.casework.models import Participation
from stafett.evaluation import actions, queries
from stafett.evaluation.actions import answer, invite, revoke
from stafett.evaluation.columns import yes_means
from stafett.evaluation.draws import Wanted
from stafett.evaluation.models import EvaluationAssignment, InterviewRound, Invitation
from stafett.evaluation.queries import ANSWERS, LOSSES, rounds, rows
from stafett.evaluation.rules import drawn, loss_shown
from stafett.parties.refusals import Refused
from stafett.people import sealing
from stafett.people.models import Person
from stafett.safeguards.actions import name_team
from stafett.safeguards.models import ReadPerson
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.evaluation.giving import YEAR, given, post
from tests.measures.reading import ordinary

Page = Callable[[str], Client]
SOON = TODAY + timedelta(days=30)
TEXT = "Jag skriver om vad stödet betytt. Det tar en timme och är frivilligt."


def _invited(cast: Cast, one: EvaluationAssignment, wanted: Wanted | None = None) -> InterviewRound:
    viewer = cast.as_("ulf")
    made = invite(one, TEXT, SOON, wanted or Wanted(number=1), by=viewer)
    cast.as_everyone()
    return made


def _answered(cast: Cast, one: Invitation, state: str, **told: str) -> Invitation:
    found = answer(one, state, by=cast.as_("karin"), **told)
    cast.as_everyone()
    return found


def _said(cast: Cast, one: EvaluationAssignment) -> list[tuple[bool, str]]:
    (each,) = rounds(cast.as_("ulf"), one)
    cast.as_everyone()
    return sorted((said.yes, said.contact) for said in each.said)


def test_a_yes_comes_with_what_the_person_chose_and_everything_else_looks_alike(cast: Cast) -> None:
    for _each in range(5):
        cast.enrolled()
    one = given(cast)
    _invited(cast, one, Wanted(number=5))
    asked, no, not_asked, yes, self_ = Invitation.objects.order_by("pk")
    _answered(cast, asked, "asked")
    _answered(cast, no, "no")
    _answered(cast, not_asked, "not_asked", reason="Orkar inte just nu.")
    _answered(cast, yes, "yes", contact="070-123 45 67")
    _answered(cast, self_, "yes")
    nothing = [(False, "")] * 3
    assert _said(cast, one) == [*nothing, (True, ""), (True, "070-123 45 67")]


def test_a_yes_that_is_taken_back_is_gone_with_its_contact(cast: Cast) -> None:
    cast.enrolled()
    one = given(cast)
    _invited(cast, one)
    invitation = _answered(cast, Invitation.objects.get(), "yes", contact="070")
    assert _said(cast, one) == [(True, "070")]
    _answered(cast, invitation, "no")
    assert _said(cast, one) == [(False, "")]


def test_an_invitation_reaches_the_latest_participation_of_each(cast: Cast) -> None:
    first = cast.ended()
    later = TODAY - timedelta(days=100)
    second = cast.enrolled(person=first.person_id, starts_on=later, case_number="IGEN")
    one = given(cast)
    (name,) = {row.pseudonym for row in rows(cast.as_("ulf"), one)}
    _invited(cast, one, Wanted((name,)))
    assert Invitation.objects.get().participation_id == second.pk


def test_who_held_somebody_last_gives_the_invitation_when_they_have_left(cast: Cast) -> None:
    cast.ended()
    _invited(cast, given(cast))
    assert queries.waiting(cast.as_("karin")).count() == 1
    assert not queries.waiting(cast.as_("eva")).exists()
    assert not queries.waiting(cast.as_("sven")).exists()


def test_chance_takes_so_many_from_each_stratum_and_nobody_twice(cast: Cast) -> None:
    for sex in ("woman", "woman", "woman", "man"):
        cast.enrolled(person=cast.person(sex=sex))
    one = given(cast)
    by_sex = Wanted(number=2, strata=("sex",))
    _invited(cast, one, by_sex)
    people = Person.objects.filter(participations__invitations__isnull=False).order_by("sex")
    assert list(people.values_list("sex", flat=True)) == ["man", "woman", "woman"]
    _invited(cast, one, by_sex)
    assert Invitation.objects.count() == 4
    with pytest.raises(Refused, match="ingen kvar"):
        _invited(cast, one, by_sex)


@pytest.mark.parametrize("ground", ["outcome", "education"])
def test_nobody_is_picked_by_what_is_sensitive_or_not_in_the_assignment(
    cast: Cast, ground: str
) -> None:
    cast.ended()
    one = given(cast, columns=("sex", "outcome"))
    with pytest.raises(Refused, match="kan inte styra") as refusal:
        _invited(cast, one, Wanted(number=1, strata=(ground,)))
    assert refusal.value.field == "strata"


def test_what_is_drawn_is_up_to_chance() -> None:
    class Last:
        def sample(self, population: Any, k: int) -> list[str]:
            return list(population)[-k:]

    assert drawn({"a": ["3", "1", "2"], "b": ["9"]}, 2, Last()) == ["2", "3", "9"]


@pytest.mark.parametrize(
    ("counts", "is_over", "shown"),
    [
        ({"no": 5, "not_asked": 5}, True, True),
        ({"no": 5, "not_asked": 5}, False, False),
        ({"no": 5, "not_asked": 4}, True, False),
        ({"no": 9}, True, False),
        ({}, True, False),
    ],
)
def test_losses_are_told_only_when_they_tell_of_nobody(
    counts: dict[str, int], is_over: bool, shown: bool
) -> None:
    assert loss_shown(counts, is_over) is shown


def test_losses_are_counted_by_what_became_of_them(cast: Cast) -> None:
    for _each in range(11):
        cast.enrolled()
    one = given(cast)
    _invited(cast, one, Wanted(number=11))
    for i, each in enumerate(Invitation.objects.order_by("pk")):
        if i < 6:
            _answered(cast, each, "no" if i else "yes")
    viewer = cast.as_("ulf")
    (now,) = rounds(viewer, one)
    (after,) = rounds(replace(viewer, day=SOON + timedelta(days=1)), one)
    assert (now.yes, now.counts) == (1, {})
    assert after.counts == {"no": 5, "waiting": 5}
    assert ("nej", 5) in after.parts


@pytest.mark.parametrize(
    ("names", "words"),
    [(("aaaa-bbbb-cccc-dddd",), "ingen rad med pseudonymen aaaa"), ((), "ingen kvar")],
)
def test_who_is_not_there_is_not_invited(cast: Cast, names: tuple[str, ...], words: str) -> None:
    one = given(cast)
    with pytest.raises(Refused, match=words):
        invite(one, TEXT, SOON, Wanted(names, 1), by=cast.as_("ulf"))


def test_nobody_is_invited_twice_by_pseudonym(cast: Cast) -> None:
    cast.enrolled()
    one = given(cast)
    _invited(cast, one)
    (name,) = queries.invited(cast.as_("ulf"), one)
    with pytest.raises(Refused, match="Redan inbjuden"):
        invite(one, TEXT, SOON, Wanted((name,)), by=cast.as_("ulf"))


@pytest.mark.parametrize("days", [0, 365])
def test_the_last_day_to_answer_lies_within_the_assignment(cast: Cast, days: int) -> None:
    cast.enrolled()
    with pytest.raises(Refused, match="inom uppdraget") as refusal:
        invite(
            given(cast), TEXT, TODAY + timedelta(days=days), Wanted(number=1), by=cast.as_("ulf")
        )
    assert refusal.value.field == "answer_by"


@pytest.mark.parametrize(
    ("state", "told", "field"),
    [
        ("not_asked", {}, "reason"),
        ("no", {"reason": "Vill inte."}, "reason"),
        ("no", {"contact": "070"}, "contact"),
    ],
)
def test_what_does_not_belong_to_an_answer_is_refused(
    cast: Cast, state: str, told: dict[str, str], field: str
) -> None:
    cast.enrolled()
    _invited(cast, given(cast))
    with pytest.raises(Refused) as refusal:
        _answered(cast, Invitation.objects.get(), state, **told)
    assert refusal.value.field == field


@pytest.mark.parametrize("who", ["lena", "lotta", "ulf", "per", "olle"])
def test_only_who_holds_the_case_or_answers_for_it_there_answers(cast: Cast, who: str) -> None:
    cast.enrolled()
    _invited(cast, given(cast))
    with pytest.raises(PermissionDenied, match="den som håller ihop"):
        answer(Invitation.objects.get(), "yes", by=cast.as_(who))


def test_after_a_revocation_nobody_is_asked_and_nothing_is_told(cast: Cast) -> None:
    cast.enrolled()
    one = given(cast)
    _invited(cast, one)
    _answered(cast, Invitation.objects.get(), "yes", contact="070")
    revoke(one, "Slut.", by=cast.viewer("lena"))
    assert not queries.waiting(cast.as_("karin")).exists()
    with pytest.raises(Refused, match="återkallades 2 juni 2025"):
        answer(Invitation.objects.get(), "no", by=cast.as_("karin"))
    cast.as_("ulf")
    for function in (ANSWERS, LOSSES):
        with connection.cursor() as cursor:
            cursor.execute(function, [one.pk, [post().pk], TODAY])
            assert cursor.fetchall() == []


def test_the_database_invites_nobody_outside_the_assignment(cast: Cast) -> None:
    inside, elsewhere = cast.enrolled(), cast.enrolled("katrineholm")
    karin = cast.viewer("karin").posts[0]
    hidden = cast.enrolled(
        person=cast.person(protection="marked", alias="A 1"),
        named_team=((karin.unit_id, karin.position_id),),
    )
    one = given(cast)
    made = _invited(cast, one, Wanted(number=1))
    people = [each.person_id for each in (inside, elsewhere, hidden)]
    cast.as_("ulf")
    with connection.cursor() as cursor:
        for posts, day in (([post().pk], TODAY), ([0], TODAY), ([post().pk], TODAY + 2 * YEAR)):
            cursor.execute(actions.INVITE, [made.pk, posts, day, people])
            assert cursor.fetchone() == (0,)


def test_somebody_who_becomes_protected_is_not_among_the_answers(cast: Cast) -> None:
    person = cast.enrolled()
    one = given(cast)
    _invited(cast, one)
    cast.as_everyone()
    karin = cast.viewer("karin").posts[0]
    team = [(karin.unit_id, karin.position_id)]
    name_team([person.circle], team, by=operator(TODAY))
    assert _said(cast, one) == []


def test_the_evaluator_reaches_no_invitation_and_the_app_writes_none_past_the_wall(
    cast: Cast,
) -> None:
    cast.enrolled()
    _invited(cast, given(cast))
    cast.as_("ulf")
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [{"contact": "070"}, {"reason": "x"}, {"state": "no"}, {"answered_by": "x"}],
)
def test_the_database_holds_what_an_answer_is(cast: Cast, changed: dict[str, str]) -> None:
    cast.enrolled()
    _invited(cast, given(cast))
    with pytest.raises(DatabaseError), transaction.atomic():
        Invitation.objects.update(**changed)


def _world(cast: Cast) -> tuple[EvaluationAssignment, Participation]:
    """One that is on today, with somebody in it."""
    person = cast.enrolled()
    return given(cast, timezone.localdate()), person


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return ordinary(answer.content.decode())


def test_from_a_pseudonym_to_a_conversation(cast: Cast, page: Page) -> None:
    one, person = _world(cast)
    ulf, karin = page("ulf"), page("karin")
    interviews = reverse("interviews", args=[one.pk])
    new = reverse("interviews_new", args=[one.pk])
    assert "Ingen är inbjuden än" in _text(ulf, interviews)
    last = (timezone.localdate() + timedelta(days=14)).isoformat()
    for wrong in ({}, {"number": "1", "pseudonyms": "aaaa"}, {"number": "0"}):
        refused = ulf.post(new, {"text": TEXT, "answer_by": last, **wrong})
        assert refused.status_code == 422
        assert TEXT in refused.content.decode()
    typed = {"text": TEXT, "answer_by": last, "number": 1}
    assert ulf.post(new, typed | {"confirm": "1"}).status_code == 302
    assert "Inbjudna: 1. Ja: 0." in _text(ulf, interviews)

    cast.as_everyone()
    address = reverse("invitation", args=[Invitation.objects.get().pk])
    case = reverse("participation", args=[person.pk])
    for where in ("/", case):
        assert address in _text(karin, where), where
        assert address not in _text(page("lena"), where)
    assert page("lena").get(address).status_code == 404
    shown = _text(karin, address)
    assert TEXT in shown
    assert "uppgifter om dig ur insatsens register, utan ditt namn: " in shown
    assert (
        "startmånad, gren, kön, åldersgrupp vid start. Säger du ja, och lämnar ditt namn" in shown
    )
    assert "Utvärderingen, Provuniversitetet" in shown
    assert not re.search(r"\b[a-z2-7]{4}(-[a-z2-7]{4}){3}\b", shown), "the holder sees no pseudonym"
    assert karin.post(address, {"state": ""}).status_code == 422
    assert karin.post(address, {"state": "yes", "contact": "070-1"}).status_code == 302
    assert address not in _text(karin, "/")
    assert address in _text(karin, case)
    assert 'value="070-1"' in _text(karin, address)
    assert "070-1" in _text(ulf, interviews)
    cast.as_everyone()
    assert ReadPerson.objects.filter(person_id=person.person_id, basis="assignment").count() >= 2


def test_the_api_invites_and_answers_in_the_same_way(cast: Cast, page: Page) -> None:
    one, person = _world(cast)
    ulf, karin = page("ulf"), page("karin")
    address = f"/api/v1/evaluations/{one.pk}/interviews"
    send: Any = {"content_type": "application/json"}
    typed: Any = {"text": TEXT, "answer_by": (one.from_day + timedelta(days=9)).isoformat()}
    (row,) = ulf.get(f"/api/v1/evaluations/{one.pk}/rows").json()
    wrong = ulf.post(address, typed, **send)
    assert wrong.status_code == 422
    sent = typed | {"pseudonyms": [row["pseudonym"]]}
    assert ulf.post(address, sent, **send).status_code == 200
    (told,) = karin.get("/api/v1/invitations").json()
    assert told["participation"] == str(person.pk)
    assert told["yes_means"] == yes_means(one.columns)
    said = f"/api/v1/invitations/{told['key']}/answer"
    assert karin.post(said, {"state": "yes", "contact": "mejl"}, **send).json() == {"state": "yes"}
    (each,) = ulf.get(address).json()
    assert each["said"] == [{"pseudonym": row["pseudonym"], "yes": True, "contact": "mejl"}]
    assert each["others"] == {}


def test_how_somebody_is_reached_goes_when_they_are_protected_and_is_written_no_more(
    cast: Cast,
) -> None:
    case = cast.enrolled()
    _invited(cast, given(cast))
    one = _answered(cast, Invitation.objects.get(), "yes", contact="070")
    sealing.seal([case.person_id])
    one.refresh_from_db()
    assert (one.state, one.contact) == ("yes", "")
    karin = cast.viewer("karin").posts[0]
    cast.as_everyone()
    name_team([case.circle], [(karin.unit_id, karin.position_id)], by=cast.viewer("karin"))
    Person.objects.filter(pk=case.person_id).update(protection="marked", alias="Ask")
    with pytest.raises(Refused, match="Här får inget stå"):
        answer(Invitation.objects.get(), "yes", contact="071", by=cast.as_("karin"))
