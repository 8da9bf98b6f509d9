"""Is each step of an answer about own data written down whole, and refused with words for what is wrong?"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from stafett.casework.actions import Living
from stafett.casework.models import Participation
from stafett.database.own_data import About
from stafett.people.models import Person
from stafett.safeguards.actions import name_team
from stafett.safeguards.actions import own_data as steps
from stafett.safeguards.models import (
    OwnDataDecision,
    OwnDataExclusion,
    OwnDataRequest,
    OwnDataState,
)
from stafett.safeguards.own_data_rules import Excluded
from stafett.safeguards.queries import own_data_requests as looked
from stafett.safeguards.queries.own_data import compiled, digest_of
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast

TOLD: dict[str, Any] = {"asked_by": " Amina ", "asked_how": "phone", "asked_on": date(2025, 5, 31),
                        "identity_checked": " Legitimation "}  # fmt: skip
APPEAL = " Skriv till nämnden. "


def _noted(cast: Cast, one: Participation, **told: Any) -> OwnDataRequest:
    cast.as_everyone()
    return steps.note_request(
        one.circle, cast.unit("AUC").authority, **{**TOLD, **told}, by=cast.viewer("karin")
    )


def _ready(cast: Cast, one: Participation) -> OwnDataRequest:
    asked = _noted(cast, one)
    steps.compile_request(asked, by=cast.viewer("lena"))
    return _now(asked)


def _now(asked: OwnDataRequest) -> OwnDataRequest:
    return OwnDataRequest.objects.get(pk=asked.pk)


def _decided(cast: Cast, asked: OwnDataRequest, *left: Excluded, **told: Any) -> OwnDataDecision:
    known = {"digest": asked.compiled_digest, "appeal": APPEAL, "by": cast.viewer("lena"), **told}
    return steps.decide_own_data(asked, left, **known)


def _left(item: str = "", column: str = "", about: About = About.IDENTITY, **told: Any) -> Excluded:
    known = {"why": "secrecy", "ground": "10 kap.", "because": "Kan skada", **told}
    return Excluded(about, **known, item=item, column=column)


def test_a_question_is_noted_with_all_that_was_said_and_is_due_in_a_month(cast: Cast) -> None:
    one = cast.enrolled()
    asked = _now(_noted(cast, one))
    assert (asked.controller_id, asked.circle_id, asked.authority) == (
        one.controller_id, one.circle_id, cast.unit("AUC").authority,
    )  # fmt: skip
    assert (asked.asked_by, asked.asked_how, asked.asked_on, asked.identity_checked) == (
        "Amina", "phone", date(2025, 5, 31), "Legitimation",
    )  # fmt: skip
    assert (asked.received_by, asked.due_on, asked.state) == (
        "Karin Ek", date(2025, 6, 30), OwnDataState.RECEIVED,
    )  # fmt: skip


def test_only_ones_own_authority_in_a_case_one_is_in_is_asked(cast: Cast) -> None:
    one, karin = cast.enrolled(), cast.viewer("karin")
    cast.as_everyone()
    for authority, by in (("Utanför", karin), ("AUC", cast.viewer("olle"))):
        with pytest.raises(PermissionDenied) as refused:
            steps.note_request(one.circle, cast.unit(authority).authority, **TOLD, by=by)
        assert str(refused.value).startswith("En begäran antecknas hos den egna myndigheten")
    assert looked.askable(karin, one.circle) == [cast.unit("AUC").authority]
    assert looked.askable(cast.viewer("olle"), one.circle) == []
    assert looked.askable(replace(karin, controllers=()), one.circle) == []
    with pytest.raises(Refused) as faults:
        _noted(cast, one, asked_by=" ", identity_checked=" ", asked_on=TODAY + timedelta(days=1))
    assert sorted(faults.value.faults) == ["asked_by", "asked_on", "identity_checked"]


def test_what_is_compiled_says_when_by_whom_and_of_what(cast: Cast) -> None:
    one, before = cast.enrolled(), timezone.now()
    asked = _ready(cast, one)
    assert asked.compiled_at
    assert asked.compiled_at >= before
    assert (asked.compiled_by, asked.state) == ("Lena Chef", OwnDataState.COMPILED)
    known = digest_of(compiled(one.circle, asked.authority, asked.compiled_at))
    assert asked.compiled_digest == known
    assert looked.unchanged(asked) == compiled(one.circle, asked.authority, asked.compiled_at)
    steps.compile_request(asked, by=cast.viewer("lena"))
    assert _now(asked).compiled_at > asked.compiled_at  # type: ignore[operator]
    with pytest.raises(PermissionDenied):
        steps.compile_request(asked, by=cast.viewer("karin"))


def test_the_time_is_taken_once_more_and_says_why(cast: Cast) -> None:
    asked, lena = _noted(cast, cast.enrolled()), cast.viewer("lena")
    with pytest.raises(Refused) as refused:
        steps.prolong(asked, "  ", by=lena)
    assert list(refused.value.faults) == ["because"]
    steps.prolong(asked, " Många ärenden ", by=lena)
    longer = _now(asked)
    assert (longer.due_on, longer.prolonged_because, longer.prolonged_on, longer.prolonged_by) == (
        date(2025, 8, 31), "Många ärenden", TODAY, "Lena Chef",
    )  # fmt: skip
    with pytest.raises(Refused, match="redan förlängd"):
        steps.prolong(asked, "Igen", by=lena)
    with pytest.raises(PermissionDenied):
        steps.prolong(asked, "x", by=cast.viewer("karin"))
    late = _noted(cast, cast.enrolled())
    with pytest.raises(Refused, match="Tiden har gått ut"):
        steps.prolong(late, "x", by=replace(lena, day=date(2025, 7, 1)))
    done = _ready(cast, cast.enrolled())
    _decided(cast, done)
    steps.prolong(done, "x", by=lena)


def test_a_decision_says_what_is_left_out_in_words_and_gives_a_file_that_is_found_again(
    cast: Cast,
) -> None:
    one = cast.enrolled(livelihoods=(Living("start", "wages"),))
    Person.objects.filter(pk=one.person_id).update(guardian="Gun")
    asked, lena = _ready(cast, one), cast.viewer("lena")
    person = f"people.person:{one.person_id}"
    living = f"casework.livelihood:{one.livelihoods.get().pk}"
    left = [_left(person, "guardian"), _left(living, about=About.LIFE, why="somebody"),
            _left(about=About.ACCESS, unsaid_because="Farligt")]  # fmt: skip
    made = _decided(cast, asked, *left)
    made.refresh_from_db()
    assert (made.request_id, made.controller_id, made.compiled_digest, made.appeal) == (
        asked.pk, one.controller_id, asked.compiled_digest, "Skriv till nämnden.",
    )  # fmt: skip
    assert (made.decided_on, made.decided_by_id, made.decided_by) == (
        TODAY, lena.user_id, "Lena Chef",
    )  # fmt: skip
    rows = OwnDataExclusion.objects.order_by("pk")
    assert [(r.decision_id, r.controller_id, r.about, r.item, r.column, r.what) for r in rows] == [
        (made.pk, one.controller_id, "identity", person, "guardian",
         "Namn, nummer och kontakt: god man eller vårdnadshavare"),
        (made.pk, one.controller_id, "life", living, "", "Försörjning"),
        (made.pk, one.controller_id, "access", "", "", "Vilka som släppts in i ärendet"),
    ]  # fmt: skip
    assert [(r.why, r.ground, r.because, r.unsaid_because) for r in rows] == [
        ("secrecy", "10 kap.", "Kan skada", ""), ("somebody", "10 kap.", "Kan skada", ""),
        ("secrecy", "10 kap.", "Kan skada", "Farligt"),
    ]  # fmt: skip
    found = looked.answer_of(_now(asked))
    assert found
    sections, content = found
    assert hashlib.sha256(content).hexdigest() == made.handed_digest
    assert sections == looked.unchanged(_now(asked))
    assert b"Gun" not in content
    assert _now(asked).state == OwnDataState.DECIDED


def test_a_decision_is_refused_for_what_was_not_seen_or_not_compiled_or_not_reasoned(
    cast: Cast,
) -> None:
    one = cast.enrolled()
    asked = _ready(cast, one)
    with pytest.raises(Refused, match="Uppgifterna har ändrats sedan de sammanställdes"):
        _decided(cast, asked, digest="x")
    with pytest.raises(Refused, match="finns inte i sammanställningen"):
        _decided(cast, asked, _left("people.person:x"))
    with pytest.raises(Refused) as refused:
        _decided(cast, asked, _left(why="", ground="", because=""), appeal=" ")
    assert sorted(refused.value.faults) == [
        "appeal", "identity_because", "identity_ground", "identity_why",
    ]  # fmt: skip
    with pytest.raises(PermissionDenied):
        _decided(cast, asked, by=cast.viewer("karin"))
    Person.objects.filter(pk=one.person_id).update(language="finska")
    assert looked.unchanged(asked) is None
    with pytest.raises(Refused, match="Sammanställ på nytt"):
        _decided(cast, asked)
    assert not OwnDataDecision.objects.exists()


def test_what_is_handed_over_says_when_how_and_by_whom(cast: Cast) -> None:
    asked = _ready(cast, cast.enrolled())
    _decided(cast, asked)
    lena = replace(cast.viewer("lena"), day=TODAY + timedelta(days=2))
    for on in (TODAY - timedelta(days=1), TODAY + timedelta(days=3)):
        with pytest.raises(Refused) as refused:
            steps.hand_over(asked, on=on, how="Brev", by=lena)
        assert list(refused.value.faults) == ["on"]
    with pytest.raises(Refused) as refused:
        steps.hand_over(asked, on=TODAY, how=" ", by=lena)
    assert list(refused.value.faults) == ["how"]
    with pytest.raises(PermissionDenied):
        steps.hand_over(asked, on=TODAY, how="Brev", by=cast.viewer("karin"))
    steps.hand_over(asked, on=TODAY, how=" Brev ", by=lena)
    done = _now(asked)
    assert (done.handed_on, done.handed_how, done.handed_by, done.state) == (
        TODAY, "Brev", "Lena Chef", OwnDataState.HANDED,
    )  # fmt: skip
    other = _ready(cast, cast.enrolled())
    _decided(cast, other)
    steps.hand_over(other, on=lena.day, how="Brev", by=lena)


def test_an_answer_that_can_no_longer_be_made_is_not_handed_over_but_begun_again(
    cast: Cast,
) -> None:
    one = cast.enrolled()
    asked, lena = _ready(cast, one), cast.viewer("lena")
    steps.prolong(asked, "Många ärenden", by=lena)
    _decided(cast, asked)
    Person.objects.filter(pk=one.person_id).update(language="finska")
    assert looked.answer_of(_now(asked)) is None
    with pytest.raises(Refused) as refused:
        steps.hand_over(asked, on=TODAY, how="Brev", by=lena)
    assert refused.value.faults == {"": steps.changed_words()}
    assert steps.changed_words().startswith("Uppgifterna har ändrats sedan beslutet")
    new = steps.begin_again(_now(asked), by=lena)
    same = ("controller_id", "circle_id", "authority_id", "asked_by", "asked_how", "asked_on",
            "identity_checked", "received_by", "due_on", "prolonged_because", "prolonged_on",
            "prolonged_by")  # fmt: skip
    old = _now(asked)
    assert [getattr(new, name) for name in same] == [getattr(old, name) for name in same]
    assert (new.replaces_id, old.state, _now(new).state) == (
        asked.pk, OwnDataState.REPLACED, OwnDataState.RECEIVED,
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        steps.begin_again(asked, by=cast.viewer("karin"))


def test_a_step_is_not_taken_from_where_the_request_is_not(cast: Cast) -> None:
    lena = cast.viewer("lena")
    noted, ready = _noted(cast, cast.enrolled()), _ready(cast, cast.enrolled())
    for asked, state in ((noted, "mottagen"), (ready, "väntar på beslut")):
        for step in (
            lambda one: steps.hand_over(one, on=TODAY, how="Brev", by=lena),
            lambda one: steps.begin_again(one, by=lena),
        ):
            with pytest.raises(Refused, match=f"Begäran är {state}. Ladda om sidan"):
                step(asked)
    with pytest.raises(Refused, match="Begäran är mottagen"):
        _decided(cast, noted)
    _decided(cast, ready)
    with pytest.raises(Refused, match="Begäran är beslutad, ska lämnas"):
        steps.compile_request(ready, by=lena)
    with pytest.raises(Refused, match="Begäran är beslutad, ska lämnas"):
        _decided(cast, ready)


def test_who_asked_is_called_by_alias_when_the_identity_is_taken_away(cast: Cast) -> None:
    one, other = cast.enrolled(), cast.enrolled()
    asked, same, theirs = _noted(cast, one), _noted(cast, one), _noted(cast, other)
    Person.objects.filter(pk=one.person_id).update(alias="Ask")
    OwnDataRequest.objects.filter(pk=same.pk).update(asked_by="Ask")
    assert steps.asked_by_alias([one.person_id]) == 2
    assert (_now(asked).asked_by, _now(theirs).asked_by) == ("Ask", "Amina")
    assert _now(asked).identity_checked == _now(same).identity_checked == "på papper"
    assert _now(theirs).identity_checked == "Legitimation"
    assert steps.asked_by_alias([one.person_id]) == 0


def test_requests_are_shown_to_the_authority_in_the_case_and_wait_for_who_answers(
    cast: Cast,
) -> None:
    one = cast.enrolled()
    first, second = (_noted(cast, one, asked_on=date(2025, 5, day)) for day in (20, 31))
    elsewhere = _noted(cast, cast.enrolled(), asked_on=date(2025, 5, 10))
    karin, lena = cast.viewer("karin"), cast.viewer("lena")
    assert list(looked.requests_in(karin, one.circle)) == [second, first]
    assert list(looked.requests_in(cast.viewer("olle"), one.circle)) == []
    assert list(looked.requests_in(cast.viewer("sven"), one.circle)) == []
    assert looked.request_in(karin, one.circle, first.pk) == first
    for key in (elsewhere.pk, UUID(int=1)):
        with pytest.raises(Http404):
            looked.request_in(karin, one.circle, key)
    assert list(looked.waiting_for(lena)) == [elsewhere, first, second]
    assert list(looked.waiting_for(karin)) == []
    assert list(looked.waiting_for(replace(lena, controllers=()))) == []
    for asked in (elsewhere, first):
        steps.compile_request(asked, by=lena)
        _decided(cast, _now(asked))
    steps.hand_over(first, on=TODAY, how="Brev", by=lena)
    new = steps.begin_again(elsewhere, by=lena)
    assert list(looked.waiting_for(lena)) == [new, second]


def test_who_answers_is_in_all_of_the_persons_cases(cast: Cast) -> None:
    one = cast.ended()
    again = cast.enrolled(person=one.person_id, starts_on=date(2025, 1, 1), case_number="två")
    asked, lena = _noted(cast, again), cast.viewer("lena")
    assert looked.answers(lena, asked)
    assert not looked.answers(cast.viewer("karin"), asked)
    post = cast.viewer("karin").posts[0]
    name_team([one.circle], [(post.unit_id, post.position_id)], by=operator(TODAY))
    assert not looked.answers(lena, asked)
    with pytest.raises(PermissionDenied) as refused:
        looked.check_answers(lena, asked)
    assert str(refused.value) == (
        "Svaret gäller alla personens ärenden hos Flens arbetsmarknadsnämnd, och du är inte med i alla. "
        "Någon som är med i alla svarar, eller så tas du in i dem först."
    )


def test_how_to_appeal_is_in_the_words_of_the_authoritys_latest_decision(cast: Cast) -> None:
    own = cast.unit("AUC").authority
    assert looked.usual_appeal(own) == ""
    for appeal in ("Först", "Sedan", ""):
        _decided(cast, _ready(cast, cast.enrolled()), appeal=appeal)
    assert looked.usual_appeal(own) == "Sedan"
    assert looked.usual_appeal(cast.unit("Utanför").authority) == ""
