"""Is an evaluator told how many a draw would invite, can it be called back, and do both learn of an end?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stafett.evaluation import queries
from stafett.evaluation.actions import (
    answer,
    call_back,
    invite,
    note_end_read,
    record_erasure,
    revoke,
)
from stafett.evaluation.draws import Draw, Wanted, planned
from stafett.evaluation.models import EvaluationAssignment, InterviewRound, Invitation
from stafett.evaluation.queries import UNATTENDED, rounds, rows
from stafett.parties.models import Tenure
from stafett.parties.refusals import Refused
from stafett.safeguards.models import Reading
from tests.cast import TODAY, Cast
from tests.evaluation.giving import given, post
from tests.measures.reading import ordinary

Page = Callable[[str], Client]
SOON = TODAY + timedelta(days=30)
TEXT = "Jag skriver om vad stödet betytt."
JSON: Any = {"content_type": "application/json"}


def _plan(cast: Cast, one: EvaluationAssignment, *names: str, **wanted: Any) -> Draw:
    draw = planned(one, Wanted(names, **wanted), by=cast.as_("ulf"))
    cast.as_everyone()
    return draw


def _invited(cast: Cast, one: EvaluationAssignment, number: int) -> InterviewRound:
    made = invite(one, TEXT, SOON, Wanted(number=number), by=cast.as_("ulf"))
    cast.as_everyone()
    return made


def _nobody_works_in(cast: Cast, unit: str) -> None:
    cast.as_everyone()
    Tenure.objects.filter(position__unit=cast.unit(unit)).update(until_day=TODAY)


def test_a_plan_counts_each_stratum_and_invites_nobody(cast: Cast) -> None:
    for sex in ("woman", "woman", "woman", "man"):
        cast.enrolled(person=cast.person(sex=sex))
    draw = _plan(cast, given(cast), number=2, strata=("sex",))
    assert [(part.words, part.invited, part.of) for part in draw.parts] == [
        ("Kvinna", 2, 3),
        ("Man", 1, 1),
    ]
    assert (draw.total, draw.of, draw.is_divided) == (3, 4, True)
    assert not InterviewRound.objects.exists()


def test_what_is_not_known_is_a_stratum_of_its_own(cast: Cast) -> None:
    cast.enrolled()
    draw = _plan(cast, given(cast, columns=("end_month",)), number=2, strata=("end_month",))
    assert [part.words for part in draw.parts] == ["okänt"]


def test_a_plan_counts_those_left_out_by_why_and_nobody_protected(cast: Cast) -> None:
    for _each in range(3):
        cast.enrolled()
    karin = cast.viewer("karin").posts[0]
    one = given(cast)
    _invited(cast, one, 1)
    whole = _plan(cast, one, number=9)
    cast.enrolled(
        person=cast.person(protection="marked", alias="A 1"),
        named_team=((karin.unit_id, karin.position_id),),
    )
    assert (whole.total, whole.before, whole.unattended) == (2, 1, 0)
    after = _plan(cast, one, number=9)
    assert (after.total, after.before, after.unattended) == (2, 1, 0)


def test_whoever_nobody_would_give_it_to_is_left_out_and_counted(cast: Cast) -> None:
    cast.enrolled()
    one = given(cast)
    (name,) = {row.pseudonym for row in rows(cast.as_("ulf"), one)}
    assert _plan(cast, one, name).total == 1
    _nobody_works_in(cast, "AUC")
    with connection.cursor() as cursor:
        for posts, day, found in (
            ([post().pk], TODAY, 1),
            ([0], TODAY, 0),
            ([post().pk], SOON, 1),
        ):
            cursor.execute(UNATTENDED, [one.pk, posts, day, ["coach", "caseworker"]])
            assert len(cursor.fetchall()) == found
    for wanted in (Wanted(number=1), Wanted((name,))):
        with pytest.raises(Refused, match="ingen kvar"):
            planned(one, wanted, by=cast.as_("ulf"))


def test_calling_back_ends_what_has_no_answer_and_leaves_what_has(cast: Cast) -> None:
    for _each in range(3):
        cast.enrolled()
    one = given(cast)
    made = _invited(cast, one, 3)
    given_, yes, waiting = Invitation.objects.order_by("pk")
    answer(given_, "asked", by=cast.as_("karin"))
    answer(yes, "yes", contact="070", by=cast.as_("karin"))
    call_back(made, " Fel dag. ", by=cast.as_("ulf"))
    for each, words in ((given_, "Säg det till personen"), (waiting, "Inget mer behöver göras")):
        karin = cast.as_("karin")
        with pytest.raises(Refused, match=f"Fel dag.*{words}"):
            answer(Invitation.objects.get(pk=each.pk), "yes", by=karin)
    karin = cast.as_("karin")
    assert not queries.waiting(karin).exists()
    assert {each.pk for each in queries.ended_unread(karin)} == {given_.pk, waiting.pk}
    assert not queries.ended_unread(cast.as_("sven")).exists()
    (told,) = rounds(cast.as_("ulf"), one)
    assert sorted(said.yes for said in told.said) == [False, False, True]
    karin = cast.as_("karin")
    answer(Invitation.objects.get(pk=yes.pk), "no", by=karin)
    (told,) = rounds(cast.as_("ulf"), one)
    assert told.yes == 0
    with pytest.raises(Refused, match="ingen kvar"):
        planned(one, Wanted(number=3), by=cast.as_("ulf"))


def test_calling_back_is_the_evaluators_once_and_with_a_reason(cast: Cast) -> None:
    cast.enrolled()
    made = _invited(cast, given(cast), 1)
    with pytest.raises(PermissionDenied):
        call_back(made, "Fel.", by=cast.as_("lena"))
    with pytest.raises(Refused, match="Skriv varför"):
        call_back(made, " ", by=cast.as_("ulf"))
    call_back(made, "Fel.", by=cast.as_("ulf"))
    with pytest.raises(Refused, match="redan tillbakakallad"):
        call_back(made, "Fel.", by=cast.as_("ulf"))


def test_an_end_is_told_until_it_is_read(cast: Cast) -> None:
    cast.enrolled()
    one = given(cast)
    _invited(cast, one, 1)
    invitation = Invitation.objects.get()
    with pytest.raises(Refused, match="gäller fortfarande"):
        note_end_read(invitation, by=cast.as_("karin"))
    revoke(one, "Slut.", by=cast.as_("lena"))
    with pytest.raises(PermissionDenied):
        note_end_read(invitation, by=cast.as_("ulf"))
    read = note_end_read(invitation, by=cast.as_("karin"))
    assert (read.end_read_by, read.end_read_on) == (cast.viewer("karin").name, TODAY)
    assert not queries.ended_unread(cast.as_("karin")).exists()
    assert note_end_read(invitation, by=cast.as_("eva")).end_read_by == read.end_read_by


def test_an_answer_needs_no_reading_when_the_assignment_ends(cast: Cast) -> None:
    cast.enrolled()
    one = given(cast)
    _invited(cast, one, 1)
    answer(Invitation.objects.get(), "yes", by=cast.as_("karin"))
    revoke(one, "Slut.", by=cast.as_("lena"))
    assert not queries.ended_unread(cast.as_("karin")).exists()
    karin = cast.as_("karin")
    assert note_end_read(Invitation.objects.get(), by=karin).end_read_on is None


@pytest.mark.parametrize(
    ("model", "changed"),
    [
        (Invitation, {"end_read_by": "x"}),
        (InterviewRound, {"called_back_on": TODAY}),
        (EvaluationAssignment, {"erased_by": "x"}),
    ],
)
def test_the_database_holds_who_and_when(cast: Cast, model: Any, changed: dict[str, Any]) -> None:
    cast.enrolled()
    _invited(cast, given(cast), 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(**changed)


@pytest.mark.parametrize("days", [-1, 1])
def test_an_erasure_is_noted_on_a_day_that_can_be(cast: Cast, days: int) -> None:
    one = given(cast)
    with pytest.raises(Refused, match="inte slut"):
        record_erasure(one, TODAY, by=cast.as_("ulf"))
    revoke(one, "Slut.", by=cast.as_("lena"))
    with pytest.raises(Refused, match="mellan uppdragets första dag") as refusal:
        record_erasure(one, TODAY + timedelta(days=days), by=cast.as_("ulf"))
    assert refusal.value.field == "erased_on"
    with pytest.raises(PermissionDenied, match="av utvärderaren"):
        record_erasure(one, TODAY, by=cast.as_("lena"))
    assert [each.pk for each in queries.to_erase(cast.as_("ulf"))] == [one.pk]
    assert not queries.to_erase(cast.as_("lena")).exists()
    record_erasure(one, TODAY, by=cast.as_("ulf"))
    assert not queries.to_erase(cast.as_("ulf")).exists()
    with pytest.raises(Refused, match="har redan antecknat"):
        record_erasure(one, TODAY, by=cast.as_("ulf"))


def _text(client: Client, address: str) -> str:
    found = client.get(address)
    assert found.status_code == 200, found.content.decode()
    return ordinary(found.content.decode())


def _typed(number: int) -> dict[str, Any]:
    last = timezone.localdate() + timedelta(days=14)
    return {"text": TEXT, "answer_by": last.isoformat(), "number": number}


def test_nobody_is_invited_until_the_counts_are_confirmed(cast: Cast, page: Page) -> None:
    cast.enrolled()
    one = given(cast, timezone.localdate())
    ulf, new = page("ulf"), reverse("interviews_new", args=[one.pk])
    assert "Se hur många" in _text(ulf, new)
    shown = ordinary(ulf.post(new, _typed(5) | {"strata": ["sex"]}).content.decode())
    for words in ("Ingen är inbjuden än", "Kvinna", "Bjud in 1", "ett antal skulle avslöja", TEXT):
        assert words in shown
    assert not InterviewRound.objects.exists()
    assert not Reading.objects.filter(door="interviews_new").exists()
    cast.as_everyone()
    cast.enrolled()
    again = ulf.post(new, _typed(5) | {"confirm": "1"}).content.decode()
    assert "Det har ändrats sedan du tittade" in again
    assert not InterviewRound.objects.exists()
    back = ulf.post(new, _typed(5) | {"change": "1"})
    assert (back.status_code, TEXT in back.content.decode()) == (200, True)
    gone = ulf.post(new, _typed(5) | {"answer_by": timezone.localdate().isoformat()})
    assert (gone.status_code, "inom uppdraget" in gone.content.decode()) == (422, True)
    assert ulf.post(new, _typed(5) | {"confirm": "2"}).status_code == 302
    cast.as_everyone()
    assert Invitation.objects.count() == 2


def test_whoever_asks_for_more_than_there_are_is_told_how_many_of_them_and_why(
    cast: Cast, page: Page
) -> None:
    for _one in range(2):
        cast.enrolled()
    one = given(cast, timezone.localdate())
    ulf, new = page("ulf"), reverse("interviews_new", args=[one.pk])
    shown = ordinary(ulf.post(new, _typed(500)).content.decode())
    assert "2 av de 500 du bad om kan bjudas in." in shown
    assert "är borträknade" in shown
    assert "du bad om" not in ordinary(ulf.post(new, _typed(2)).content.decode())


def test_the_evaluators_day_has_their_assignments_with_rows_and_answers(
    cast: Cast, page: Page
) -> None:
    cast.enrolled()
    ulf, today = page("ulf"), timezone.localdate()
    assert "Dina uppdrag att utvärdera" not in _text(ulf, "/")
    one = given(cast, today)
    shown = _text(ulf, "/")
    assert "1 rad att läsa." in shown
    assert "Ingen är inbjuden till intervju än." in shown
    assert reverse("evaluation", args=[one.pk]) in shown
    ulf.post(reverse("interviews_new", args=[one.pk]), _typed(1) | {"confirm": "1"})
    shown = _text(ulf, "/")
    assert "0 av 1 inbjudna har sagt ja." in shown
    assert "Svar senast" in shown
    assert "Dina uppdrag att utvärdera" not in _text(page("lena"), "/")
    assert not Reading.objects.filter(door="today", user_id=cast.user("ulf").pk).exists()
    revoke(one, "Slut.", by=cast.as_("lena"))
    assert "Dina uppdrag att utvärdera" not in _text(ulf, "/")


def test_a_round_called_back_is_told_to_those_who_were_to_give_it(cast: Cast, page: Page) -> None:
    person = cast.enrolled()
    one = given(cast, timezone.localdate())
    ulf, karin = page("ulf"), page("karin")
    ulf.post(reverse("interviews_new", args=[one.pk]), _typed(1) | {"confirm": "1"})
    cast.as_everyone()
    interviews = reverse("interviews", args=[one.pk])
    away = reverse("interviews_back", args=[one.pk, InterviewRound.objects.get().pk])
    assert away in _text(ulf, interviews)
    assert ulf.post(away, {"because": ""}).status_code == 422
    assert ulf.post(away, {"because": "Fel dag."}).status_code == 302
    shown = _text(ulf, interviews)
    assert "tillbakakallad" in shown
    assert away not in shown
    missing = reverse("interviews_back", args=[one.pk, one.pk])
    assert ulf.get(missing).status_code == 404
    cast.as_everyone()
    address = reverse("invitation", args=[Invitation.objects.get().pk])
    case = reverse("participation", args=[person.pk])
    for where in ("/", case):
        assert address in _text(karin, where)
        assert "gäller inte längre" in _text(karin, where)
    assert "Fel dag. Inget mer behöver göras." in _text(karin, address)
    assert karin.post(address, {"state": "yes"}).status_code == 302
    assert address not in _text(karin, "/") + _text(karin, case)
    assert "Läst av" in _text(karin, address)


def test_what_has_ended_is_not_missing_but_says_so(cast: Cast, page: Page) -> None:
    today = timezone.localdate()
    cast.enrolled()
    one = given(cast, today - timedelta(days=9), until_day=today + timedelta(days=20))
    ulf, karin = page("ulf"), page("karin")
    ulf.post(reverse("interviews_new", args=[one.pk]), _typed(1) | {"confirm": "1"})
    cast.as_everyone()
    address = reverse("invitation", args=[Invitation.objects.get().pk])
    EvaluationAssignment.objects.update(until_day=today)
    assert "gällde till och med" in _text(karin, address)
    assert address not in _text(karin, "/"), "an assignment whose time is out was known of"
    cast.as_everyone()
    EvaluationAssignment.objects.update(until_day=today + timedelta(days=1))
    revoke(EvaluationAssignment.objects.get(), "Slut.", by=cast.as_("lena"))
    assert "återkallades" in _text(karin, address)
    assert address in _text(karin, "/")


def test_the_evaluator_is_told_to_erase_and_the_controller_sees_who_has_not(
    cast: Cast, page: Page
) -> None:
    today = timezone.localdate()
    one = given(cast, today)
    ulf, lena = page("ulf"), page("lena")
    here, listed = reverse("evaluation", args=[one.pk]), "/utvardering/insats/prov/"
    erased = reverse("evaluation_erased", args=[one.pk])
    assert "raderat" not in _text(ulf, here) + _text(lena, listed)
    revoke(one, "Slut.", by=cast.as_("lena"))
    assert "Radera det du har hämtat" in _text(ulf, "/")
    assert erased in _text(ulf, here)
    assert "har inte antecknat" in _text(lena, here)
    assert "inte raderat" in _text(lena, listed)
    assert lena.get(erased).status_code == 403
    assert "säkerhetskopior" in _text(ulf, erased)
    late = {"erased_on": (today + timedelta(days=1)).isoformat()}
    assert ulf.post(erased, late).status_code == 422
    assert ulf.post(erased, {"erased_on": today.isoformat()}).status_code == 302
    assert "Radera det du har hämtat" not in _text(ulf, "/")
    assert "antecknat av Ulf" in _text(lena, here)
    assert "inte raderat" not in _text(lena, listed)


def test_the_api_does_the_same(cast: Cast, page: Page) -> None:
    today = timezone.localdate()
    cast.enrolled()
    one = given(cast, today)
    ulf, karin = page("ulf"), page("karin")
    at = f"/api/v1/evaluations/{one.pk}"
    told = ulf.post(f"{at}/interviews/preview", _typed(9), **JSON).json()
    part = {"words": "", "invited": 1, "of": 1}
    assert told == {"total": 1, "asked": 9, "parts": [part], "before": 0, "unattended": 0}
    assert (
        ulf.post(f"{at}/interviews/preview", {"text": "", "answer_by": ""}, **JSON).status_code
        == 422
    )
    made = ulf.post(f"{at}/interviews", _typed(9), **JSON).json()["key"]
    assert ulf.post(f"{at}/interviews/preview", _typed(9), **JSON).status_code == 422
    (open_,) = karin.get("/api/v1/invitations").json()
    assert open_["ended"] == ""
    read = f"/api/v1/invitations/{open_['key']}/read"
    assert karin.post(read, **JSON).status_code == 422
    back = f"{at}/interviews/{made}/call-back"
    assert ulf.post(back, {"because": ""}, **JSON).status_code == 422
    assert ulf.post(back, {"because": "Fel."}, **JSON).json() == {
        "called_back_on": today.isoformat()
    }
    (each,) = ulf.get(f"{at}/interviews").json()
    assert each["called_back_because"] == "Fel."
    (ended,) = karin.get("/api/v1/invitations").json()
    assert "Fel." in ended["ended"]
    answered = karin.post(f"/api/v1/invitations/{ended['key']}/answer", {"state": "yes"}, **JSON)
    assert (answered.status_code, "Fel." in answered.json()["detail"]) == (422, True)
    assert karin.post(read, **JSON).json() == {"read_on": today.isoformat()}
    assert karin.get("/api/v1/invitations").json() == []
    gone = {"erased_on": today.isoformat()}
    assert ulf.post(f"{at}/erased", gone, **JSON).status_code == 422
    revoke(one, "Slut.", by=cast.as_("lena"))
    assert ulf.post(f"{at}/erased", gone, **JSON).json() == gone
    (listed,) = ulf.get("/api/v1/evaluations").json()
    assert listed["erased_on"] == today.isoformat()
