"""Are rules, holds, warnings and decisions about retention written down whole, and refused in words?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from stafett.safeguards.actions import let_units_back, name_team
from stafett.safeguards.actions import retention as steps
from stafett.safeguards.actions.retention import NewRule
from stafett.safeguards.models import Ending, EndingScope, RetentionHold, RetentionRule
from stafett.safeguards.queries.due import Scope, scopes_of
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer, operator
from tests.cast import START, TODAY, Cast

DUE = date(2029, 9, 30)


def _rule(cast: Cast, by: str = "lena", **told: Any) -> RetentionRule:
    cast.as_everyone()
    known = {"controller": cast.unit("AUC").authority, "ends": "case", "start": "case_end", "months": 60,
             "ground": " Plan 7 ", "from_day": START}  # fmt: skip
    return steps.record_rule(NewRule(**{**known, **told}), by=cast.viewer(by))


def _lena(cast: Cast, day: date = DUE) -> Viewer:
    return replace(cast.viewer("lena"), day=day)


def _warned(cast: Cast, day: date = DUE) -> list[Ending]:
    cast.as_everyone()
    return steps.warn(cast.unit("AUC").authority_id, by=_lena(cast, day))


def test_a_rule_is_written_down_with_every_word(cast: Cast) -> None:
    own, office = cast.unit("AUC").authority, cast.unit("Kansliet").authority
    made = RetentionRule.objects.get(pk=_rule(cast).pk)
    assert (made.controller, made.owner_authority, made.ends, made.start, made.months) == (
        own, None, "case", "case_end", 60,
    )  # fmt: skip
    assert (made.wait_days, made.spared_days, made.archive, made.ground) == (30, [], True, "Plan 7")
    assert (made.from_day, made.until_day, made.decided_by) == (START, None, "Lena Chef")
    other = _rule(cast, owner_authority=office, spared_days=(5, 15), wait_days=9, archive=False)
    other.refresh_from_db()
    assert (other.owner_authority, other.spared_days, other.wait_days, other.archive) == (
        office, [5, 15], 9, False,
    )  # fmt: skip


def test_the_same_rule_is_refused_while_it_stands_and_another_is_not(cast: Cast) -> None:
    office = cast.unit("Kansliet").authority
    first = _rule(cast, spared_days=(5,))
    with pytest.raises(Refused) as refused:
        _rule(cast, spared_days=(5,), ground="Annan", archive=False)
    assert refused.value.faults == {
        "": "Samma regel finns redan, från och med 1 januari 2024. Avsluta den först om den ska skrivas om."
    }
    others: list[dict[str, Any]] = [
        {"owner_authority": office}, {"ends": "note"}, {"start": "case_year_end"}, {"months": 61},
        {"spared_days": (6,)},
    ]  # fmt: skip
    for told in others:
        assert _rule(cast, **{"spared_days": (5,), **told})
    steps.end_rule(first, "Ny plan", by=cast.viewer("lena"))
    assert _rule(cast, spared_days=(5,), from_day=TODAY)
    with pytest.raises(Refused) as refused:
        _rule(cast, months=0, ground=" ")
    assert sorted(refused.value.faults) == ["ground", "months"]


def test_a_rule_is_written_by_who_speaks_for_the_controller_or_for_the_owner(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, elsewhere = cast.unit("AUC").authority, cast.unit("Viadidakt").authority
    with pytest.raises(PermissionDenied, match="Flens arbetsmarknadsnämnd svarar själv"):
        _rule(cast, "karin")
    with pytest.raises(PermissionDenied, match="Katrineholms arbetsnämnd svarar själv"):
        _rule(cast, controller=elsewhere)
    with pytest.raises(PermissionDenied):
        _rule(cast, controller=elsewhere, owner_authority=cast.unit("Kansliet").authority)
    made = _rule(cast, controller=elsewhere, owner_authority=own)
    steps.end_rule(made, "Ny plan", by=cast.viewer("lena"))
    theirs = _rule(cast, owner_authority=elsewhere)
    with pytest.raises(PermissionDenied):
        steps.end_rule(theirs, "x", by=cast.viewer("karin"))


def test_a_rule_ends_today_with_who_and_why_and_is_taken_away_on_its_first_day(cast: Cast) -> None:
    one, same_day = _rule(cast), _rule(cast, months=12, from_day=TODAY)
    later = _rule(cast, months=24, from_day=TODAY + timedelta(days=9))
    lena, gone = cast.viewer("lena"), same_day.pk
    with pytest.raises(Refused) as refused:
        steps.end_rule(one, " ", by=lena)
    assert refused.value.faults == {"because": "Skriv varför, så att det går att förstå efteråt."}
    for rule in (one, same_day, later):
        steps.end_rule(rule, " Ny plan ", by=lena)
    one = RetentionRule.objects.get()
    assert (one.until_day, one.ended_by, one.ended_because) == (TODAY, "Lena Chef", "Ny plan")
    events = RetentionRule.pgh_event_model.objects.filter(pgh_obj_id=gone)  # type: ignore[attr-defined]
    assert events.latest("pgh_id").pgh_context.metadata["why"] == "Ny plan"


def test_a_hold_says_what_why_by_whom_and_since_when_until_it_is_lifted(cast: Cast) -> None:
    one, lena, karin = cast.enrolled(), cast.viewer("lena"), cast.viewer("karin")
    cast.as_everyone()
    told: dict[str, Any] = {"reason": "appeal", "because": " Dom väntas "}
    made = steps.put_hold(one.controller_id, one.circle, **told, by=karin)
    made = RetentionHold.objects.get(pk=made.pk)
    assert (made.controller_id, made.circle, made.reason, made.because) == (
        one.controller_id, one.circle, "appeal", "Dom väntas",
    )  # fmt: skip
    assert (made.put_on, made.put_by, made.lifted_on) == (TODAY, "Karin Ek", None)
    everything = steps.put_hold(one.controller_id, None, **told, by=lena)
    assert (everything.circle, everything.put_by) == (None, "Lena Chef")
    with pytest.raises(PermissionDenied):
        steps.put_hold(one.controller_id, None, **told, by=karin)
    with pytest.raises(Refused) as refused:
        steps.put_hold(one.controller_id, one.circle, reason="audit", because=" ", by=karin)
    assert list(refused.value.faults) == ["because"]
    with pytest.raises(Refused):
        steps.lift_hold(made, " ", by=karin)
    steps.lift_hold(made, " Klart ", by=karin)
    made.refresh_from_db()
    assert (made.lifted_on, made.lifted_by, made.lifted_because) == (TODAY, "Karin Ek", "Klart")
    with pytest.raises(PermissionDenied):
        steps.lift_hold(everything, "Klart", by=karin)
    steps.lift_hold(everything, "Klart", by=lena)


def test_how_long_a_case_is_kept_opens_to_the_controllers_own(cast: Cast) -> None:
    one = cast.enrolled()
    cast.as_everyone()
    for who, opens in (("karin", True), ("lena", True), ("sven", True), ("per", False)):
        assert steps.opens_time(cast.viewer(who), one.controller_id) is opens
    elsewhere = cast.enrolled("katrineholm")
    cast.as_everyone()
    steps.check_holds(cast.viewer("lena"), one.circle)
    steps.check_holds(cast.viewer("karin"), one.circle)
    with pytest.raises(PermissionDenied, match="Du är inte med i ärendet"):
        steps.check_holds(cast.viewer("karin"), elsewhere.circle)


def test_whoever_is_in_the_case_from_elsewhere_is_told_whom_to_ask(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    with pytest.raises(PermissionDenied) as refused:
        steps.check_holds(cast.viewer("per"), one.circle)
    assert str(refused.value) == (
        "Hur länge ärendet sparas avgör Flens arbetsmarknadsnämnd, som svarar för uppgifterna. Vänd dig dit."
    )


def test_what_is_due_is_warned_of_once_by_how_it_is_to_end(cast: Cast) -> None:
    one, other = cast.ended(), cast.ended(cases=(cast.case_at("FK"),))
    _rule(cast, ground="Plan 7")
    _rule(cast, ground="Plan 6", months=59, ends="involvement")
    (made,) = _warned(cast)
    made = Ending.objects.get(pk=made.pk)
    assert (made.controller_id, made.named_circle, made.archive) == (one.controller_id, None, True)
    assert (made.noticed_on, made.ends_from) == (DUE, DUE + timedelta(days=30))
    assert (made.grounds, made.counts) == (
        ["Plan 6", "Plan 7"],
        {"": {"case": 2, "involvement": 1}},
    )
    assert set(scopes_of(made.scopes.all())) == {
        Scope(one.circle_id, None, "case"), Scope(other.circle_id, None, "case"),
        Scope(other.circle_id, None, "involvement"),
    }  # fmt: skip
    assert set(made.scopes.values_list("controller_id", flat=True)) == {one.controller_id}
    assert _warned(cast) == []
    Ending.objects.update(decided_on=DUE, decided_by="L", because="x", done_at=timezone.now())
    assert len(_warned(cast)) == 1


def test_each_way_to_end_each_owner_and_each_protected_case_is_warned_of_by_itself(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, third = cast.ended(), cast.ended(), cast.ended(cases=(cast.case_at("FK"),))
    cast.involved(third, "sven")
    board = cast.unit("Försörjningsstöd").authority
    post = cast.viewer("karin").posts[0]
    cast.as_everyone()
    name_team([other.circle], [(post.unit_id, post.position_id)], by=operator(TODAY))
    _rule(cast)
    _rule(cast, ends="involvement", archive=False, wait_days=5)
    _rule(cast, owner_authority=board, archive=False, wait_days=5, months=48)
    made = _warned(cast)
    found = [(e.named_circle, e.archive, (e.ends_from - DUE).days, e.counts) for e in made]
    assert sorted(found, key=str) == sorted([
        (None, True, 30, {"": {"case": 2}}), (other.circle_id, True, 30, {"": {"case": 1}}),
        (None, False, 5, {"": {"involvement": 1}, str(board.pk): {"case": 1}}),
    ], key=str)  # fmt: skip
    EndingScope.objects.all().delete()
    monkeypatch.setattr(steps, "MOST_CASES", 1)
    parts = [e.counts for e in _warned(cast) if e.named_circle is None]
    assert parts.count({"": {"case": 1}}) == 2
    assert one.pk


def test_what_is_held_is_not_warned_of(cast: Cast) -> None:
    one, other = cast.ended(), cast.ended()
    _rule(cast)
    steps.put_hold(
        one.controller_id, one.circle, reason="audit", because="x", by=cast.viewer("lena")
    )
    (made,) = _warned(cast)
    assert scopes_of(made.scopes.all()) == [Scope(other.circle_id, None, "case")]
    made.delete()
    steps.put_hold(one.controller_id, None, reason="audit", because="x", by=cast.viewer("lena"))
    assert _warned(cast) == []


def _decide(cast: Cast, one: Ending, by: Viewer | None = None, because: str = " 7 § ") -> int:
    cast.as_everyone()
    return steps.decide(one, because, by=by or _lena(cast, DUE + timedelta(days=30)))


def test_a_decision_is_written_down_and_takes_what_is_still_due_and_not_held(
    cast: Cast, settings: Any, tmp_path: Any
) -> None:
    settings.ARCHIVE = str(tmp_path)
    one, other, third = (
        cast.ended(person=cast.person(birth_date=date(1999, 3, day), birth_year=1999))
        for day in (9, 8, 9)
    )
    rule = _rule(cast)
    (made,) = _warned(cast)
    second = _copy(made)
    lena = _lena(cast, DUE + timedelta(days=30))
    steps.put_hold(one.controller_id, one.circle, reason="audit", because="x", by=lena)
    RetentionRule.objects.filter(pk=rule.pk).update(spared_days=[8])
    assert _decide(cast, made) == 1
    made.refresh_from_db()
    assert (made.decided_on, made.decided_by, made.decided_by_id, made.because) == (
        lena.day, "Lena Chef", lena.user_id, "7 §",
    )  # fmt: skip
    assert scopes_of(made.scopes.all()) == [Scope(third.circle_id, None, "case")]
    assert second.scopes.filter(circle_id=other.circle_id).exists()
    assert second.scopes.count() == 3
    with pytest.raises(Refused, match="Det är redan beslutat av Lena Chef"):
        _decide(cast, made)
    steps.put_hold(one.controller_id, None, reason="audit", because="x", by=lena)
    with pytest.raises(Refused) as refused:
        _decide(cast, second)
    assert refused.value.faults == {
        "": "Inget av det här ska gallras längre: det väntar, eller regeln har ändrats."
    }
    second.refresh_from_db()
    assert second.decided_on is None


def _copy(one: Ending) -> Ending:
    made = Ending.objects.create(
        controller_id=one.controller_id, noticed_on=one.noticed_on, ends_from=one.ends_from,
        archive=False, grounds=["x"],
    )  # fmt: skip
    steps.write_scopes(made, scopes_of(one.scopes.all()))
    return made


def test_a_decision_is_refused_before_its_day_without_words_or_without_an_archive(
    cast: Cast, settings: Any, tmp_path: Any
) -> None:
    settings.ARCHIVE = ""
    cast.ended()
    _rule(cast)
    (made,) = _warned(cast)
    ripe = DUE + timedelta(days=30)
    with pytest.raises(
        Refused, match=r"Väntetiden är inte slut. Du kan besluta från och med 2029-10-30\."
    ):
        _decide(cast, made, _lena(cast, ripe - timedelta(days=1)))
    with pytest.raises(Refused) as refused:
        _decide(cast, made, because=" ")
    assert list(refused.value.faults) == ["because"]
    with pytest.raises(Refused, match="STAFETT_ARCHIVE"):
        _decide(cast, made)
    with pytest.raises(PermissionDenied):
        _decide(cast, made, replace(cast.viewer("karin"), day=ripe))
    Ending.objects.update(archive=False)
    assert _decide(cast, made) == 1


def test_a_protected_persons_ending_is_decided_by_those_in_the_case(cast: Cast) -> None:
    one = cast.ended()
    post = cast.viewer("karin").posts[0]
    cast.as_everyone()
    name_team([one.circle], [(post.unit_id, post.position_id)], by=operator(TODAY))
    _rule(cast, archive=False)
    (made,) = _warned(cast)
    assert made.named_circle == one.circle_id
    with pytest.raises(PermissionDenied, match="Du är inte med i ärendet"):
        _decide(cast, made)
    lena = cast.viewer("lena").posts[0]
    name_team([one.circle], [(lena.unit_id, lena.position_id)], by=operator(TODAY))
    assert _decide(cast, made) == 1


def test_a_case_that_is_protected_after_the_warning_leaves_it_for_one_of_its_own(
    cast: Cast,
) -> None:
    one, other = cast.ended(), cast.ended(cases=(cast.case_at("FK"),))
    _rule(cast)
    _rule(cast, ends="involvement")
    (shared,) = _warned(cast)
    post = cast.viewer("karin").posts[0]
    name_team([other.circle], [(post.unit_id, post.position_id)], by=operator(TODAY))
    shared.refresh_from_db()
    assert (shared.counts, shared.named_circle) == ({"": {"case": 1}}, None)
    (alone,) = Ending.objects.filter(named_circle=other.circle_id)
    assert alone.counts == {"": {"case": 1, "involvement": 1}}
    same = ("noticed_on", "ends_from", "archive", "grounds", "controller_id")
    assert [getattr(alone, name) for name in same] == [getattr(shared, name) for name in same]
    assert _warned(cast) == []
    name_team([one.circle], [(post.unit_id, post.position_id)], by=operator(TODAY))
    assert set(Ending.objects.values_list("named_circle", flat=True)) == {
        one.circle_id, other.circle_id,
    }  # fmt: skip


def test_what_is_decided_on_stays_as_it_was_decided_when_a_protection_begins(cast: Cast) -> None:
    one = cast.ended()
    _rule(cast, archive=False)
    (made,) = _warned(cast)
    _decide(cast, made)
    post = cast.viewer("karin").posts[0]
    name_team([one.circle], [(post.unit_id, post.position_id)], by=operator(TODAY))
    assert Ending.objects.get().pk == made.pk


@pytest.mark.parametrize("decided", [False, True])
def test_when_a_protection_ends_its_case_is_warned_of_with_the_others_again(
    cast: Cast, decided: bool
) -> None:
    """Inget eget varsel står kvar: det säger när skyddet började. Är de andra beslutade varslas det på nytt."""
    one, other = cast.ended(), cast.ended()
    _rule(cast, archive=False)
    (shared,) = _warned(cast)
    post = cast.viewer("karin").posts[0]
    name_team([other.circle], [(post.unit_id, post.position_id)], by=operator(TODAY))
    alone = Ending.objects.get(named_circle=other.circle_id)
    if decided:
        _decide(cast, shared)
    let_units_back([(other.circle, [post.unit_id])], by=operator(TODAY))
    assert not Ending.objects.filter(pk=alone.pk).exists()
    shared.refresh_from_db()
    assert shared.counts == {"": {"case": 1 if decided else 2}}
    again = _warned(cast)
    assert [made.counts for made in again] == ([{"": {"case": 1}}] if decided else [])
    assert all(made.named_circle is None for made in Ending.objects.order_by("pk"))
    scoped = set(shared.scopes.order_by("pk").values_list("circle_id", flat=True))
    assert (other.circle_id in scoped) is not decided
    assert one.circle_id in scoped
