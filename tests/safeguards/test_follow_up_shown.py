"""What is told of a follow-up, and which readings of a period should be asked about, and why?"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from uuid_utils.compat import uuid7

from stafett.safeguards.actions import name_team
from stafett.safeguards.actions.follow_up import (
    decide_names,
    draw,
    judge,
    sample,
    set_rules,
    sign,
)
from stafett.safeguards.log_rules import Reason
from stafett.safeguards.models import FollowUp, LogRules, Reading, Reviewed
from stafett.safeguards.queries import follow_up as looked
from stafett.safeguards.queries.follow_up import (
    Item,
    OfAll,
    check_answers_for,
    controller_for,
    followed,
    has_part,
    items,
    reasons_in,
    sorted_out,
    to_ask_about,
)
from stafett.safeguards.queries.log import lines_until, readers_of
from stafett.safeguards.told import Shown, what_was_done
from stafett.safeguards.viewer import PERSON
from tests.casework.conftest import Page
from tests.cast import Cast
from tests.safeguards.ending_world import as_superuser

ONE, OTHER, CASE, CASE_2 = (UUID(int=n) for n in (1, 2, 11, 12))
NOON = datetime(2001, 5, 2, 10, tzinfo=UTC)
"""A Wednesday, long before anything else that the tests' log has."""
DAY = NOON.date()


@pytest.fixture(autouse=True)
def _log_of_that_day(cast: Cast) -> Iterator[None]:
    """The log is written beside the test's own transaction, so what is put in there is taken out again."""
    yield
    with as_superuser() as admin:
        old = "(SELECT id FROM safeguards_reading WHERE at < '2002-01-01')"
        admin.execute(f"DELETE FROM safeguards_readperson WHERE reading_id IN {old}".encode())
        admin.execute(b"DELETE FROM safeguards_reading WHERE at < '2002-01-01'")


def _reading(cast: Cast, who: str = "eva", **told: Any) -> Reading:
    """A line of Flen's log, as somebody's page would leave it."""
    cast.as_everyone()
    user = cast.user(who)
    known = {"id": uuid7(), "salt": uuid4(), "controller_id": cast.unit("AUC").authority_id, "at": NOON,
             "user_id": user.pk, "name": user.name, "authority": "Flens arbetsmarknadsnämnd",
             "unit": "AUC", "role": "coach", "form": "page", "method": "GET", "door": "participation",
             "asked": "", "because": "", "people": 1}  # fmt: skip
    row = {**known, **told}
    _put("reading", row)
    return Reading.objects.get(pk=row["id"])


def _put(table: str, row: dict[str, Any]) -> None:
    with as_superuser() as admin:
        values = ", ".join(["%s"] * len(row))
        admin.execute(
            f"INSERT INTO safeguards_{table} ({', '.join(row)}) VALUES ({values})".encode(),
            list(row.values()),
        )


def _about(
    reading: Reading, person: UUID, circle: UUID | None = None, unit: int | None = None
) -> None:
    row = {"reading_id": reading.pk, "controller_id": reading.controller_id, "person_id": person,
           "circle_id": circle, "unit_id": unit, "basis": "role"}  # fmt: skip
    _put("readperson", row)


def test_one_has_a_part_by_the_unit_or_by_what_one_did_and_where_several_were_shown() -> None:
    parts, changed = {(CASE, 3)}, {(CASE, 7)}
    assert has_part([(ONE, CASE, 3)], 1, parts, set())
    assert not has_part([(ONE, CASE, 4)], 1, parts, set())
    assert not has_part([(ONE, CASE_2, 3)], 1, parts, set())
    assert has_part([(ONE, CASE, None)], 7, set(), changed)  # type: ignore[arg-type]
    assert not has_part([(ONE, CASE, None)], 8, set(), changed)  # type: ignore[arg-type]
    assert not has_part([(ONE, CASE_2, None)], 7, set(), changed)  # type: ignore[arg-type]
    assert has_part([(ONE, CASE_2, 3), (OTHER, CASE_2, 3)], 1, parts, set())
    assert not has_part([(ONE, CASE_2, 3), (ONE, CASE_2, 4)], 1, parts, set())
    assert has_part([(ONE, CASE_2, 3), (ONE, CASE, 3)], 1, parts, set())
    assert not has_part([], 1, parts, changed)  # type: ignore[arg-type]


def _item(reasons: list[str], mark: int) -> Item:
    return Item(Reviewed(pk=mark), None, "", "", reasons, [], None, own=False)


def test_a_sample_is_sorted_by_what_is_asked_and_the_random_ones_come_last() -> None:
    some = [_item([], 1), _item(["a"], 2), _item(["a", "b"], 3), _item([], 4), _item(["a"], 5)]
    found = [(sort.words, [one.reviewed.pk for one in sort.items]) for sort in sorted_out(some)]
    assert found == [("a", [2, 5]), ("a; b", [3]), ("", [1, 4])]
    assert sorted_out([]) == []


def test_a_reason_of_most_of_a_period_says_more_of_the_limit() -> None:
    one = FollowUp(readings=1000, by_reason={"hours": 560, "no_part": 499, "many": 0})
    assert reasons_in(one) == [
        OfAll(
            "läste ett ärende som varken läsaren eller enheten har haft del i",
            "färre än 500",
            usual=False,
        ),
        OfAll("läste utanför arbetstid", "omkring 600", usual=True),
    ]
    assert reasons_in(FollowUp(readings=4, by_reason={"many": 3})) == [
        OfAll("läste om många personer på kort tid", "färre än 500", usual=False)
    ]


def test_a_period_is_from_its_first_midnight_to_the_one_after_its_last_day(cast: Cast) -> None:
    own = cast.unit("AUC").authority
    midnight = datetime(2001, 5, 2, tzinfo=timezone.get_current_timezone())
    early, first, last, late = (
        _reading(cast, at=midnight + timedelta(seconds=s)) for s in (-1, 0, 86_399, 86_400)
    )
    _reading(cast, controller_id=cast.unit("Viadidakt").authority_id)
    assert list(looked.readings_between(own, DAY, DAY)) == [first, last]
    next_day = DAY + timedelta(days=1)
    assert list(looked.readings_between(own, DAY - timedelta(days=1), next_day)) == [
        early, first, last, late,
    ]  # fmt: skip


def test_each_reading_is_asked_about_with_each_reason_by_the_controllers_own_limits(
    cast: Cast,
) -> None:
    one, own, lena = cast.enrolled(), cast.unit("AUC").authority, cast.viewer("lena")
    limits = {"many_people": 3, "many_minutes": 10, "day_begins": 9, "day_ends": 17}
    set_rules(own, {**limits, "weekends": False}, by=lena)
    eva, sven, karin = (
        _reading(cast, who, at=NOON + timedelta(minutes=n)) for n, who in enumerate(("eva", "sven", "karin"))
    )  # fmt: skip
    auc = cast.unit("AUC").pk
    for reading, unit in ((eva, cast.unit("Projektkontoret").pk), (sven, None), (karin, auc)):
        _about(reading, one.person_id, one.circle_id, unit)
    done = _reading(cast, "sven", form="change", at=NOON + timedelta(minutes=30))
    _about(done, one.person_id, one.circle_id)
    by_link = _reading(cast, role=PERSON, user_id=None, at=NOON + timedelta(minutes=40))
    _about(by_link, one.person_id, one.circle_id)
    many = _reading(cast, at=NOON + timedelta(hours=2))
    for n in range(3):
        _about(many, UUID(int=100 + n))
    night = _reading(cast, "karin", at=NOON + timedelta(hours=8))
    _about(night, one.person_id, one.circle_id, auc)
    told = to_ask_about(lena, own, DAY, DAY)
    assert told.every == [each.pk for each in (eva, sven, karin, done, by_link, many, night)]
    assert told.asked == {
        eva.pk: [Reason.NO_PART],
        many.pk: [Reason.MANY],
        night.pk: [Reason.HOURS],
    }


def test_what_a_program_fetches_is_no_part_of_a_sample(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looked, "by_machine", lambda: frozenset({"by_machine"}))
    _reading(cast, door="by_machine")
    one = _reading(cast)
    assert to_ask_about(cast.viewer("lena"), cast.unit("AUC").authority, DAY, DAY).every == [one.pk]


def test_as_many_readings_as_can_be_gone_through_are_and_no_more(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, lena = cast.unit("AUC").authority, cast.viewer("lena")
    cast.as_everyone()
    monkeypatch.setattr(looked, "MOST_READINGS", 2)
    made = [_reading(cast).pk for _each in "ab"]
    assert to_ask_about(lena, own, DAY, DAY).every == sorted(made)
    _reading(cast)
    with pytest.raises(looked.TooMany):
        to_ask_about(lena, own, DAY, DAY)


def test_each_item_says_who_what_and_why_and_names_the_few_cases_that_one_may_see(
    cast: Cast,
) -> None:
    lena = cast.viewer("lena")
    one, others = cast.enrolled(), [cast.enrolled() for _each in range(3)]
    drawn = FollowUp.objects.create(controller=cast.unit("AUC").authority, from_day=DAY, last_day=DAY,
                                    readings=3, suggested=1, drawn_by="Lena Chef")  # fmt: skip
    eva, own = (
        _reading(cast, role="project_leader"),
        _reading(cast, "lena", door="okänd", form="export"),
    )
    listed = _reading(cast, people=6)
    _about(eva, one.person_id, one.circle_id)
    _about(eva, others[0].person_id, others[0].circle_id)
    _about(eva, others[1].person_id)
    _about(eva, UUID(int=5), UUID(int=6))
    _about(listed, others[2].person_id, others[2].circle_id)
    rows = [
        Reviewed.objects.create(follow_up=drawn, controller=drawn.controller, reading_id=key, **told)
        for key, told in (
            (own.pk, {}), (eva.pk, {"reasons": ["no_part", "hours"]}), (listed.pk, {}),
            (UUID(int=9), {"verdict": "asked", "at": NOON}),
        )
    ]  # fmt: skip
    found = items(cast.as_("lena"), drawn)
    assert [(item.reviewed, item.reading) for item in found] == list(
        zip(rows, [own, eva, listed, None], strict=True)
    )
    assert [item.own for item in found] == [True, False, False, False]
    assert [item.role for item in found] == ["Coach", "Projektledare", "Coach", ""]
    # of Eva's one case is not Lena's to see, and of such a reading no door is told
    assert [item.what for item in found] == [
        "hämtade en fil", "läste en sida", "läste sidan om personen", "",
    ]  # fmt: skip
    assert [item.reasons for item in found] == [
        [], ["läste ett ärende som varken läsaren eller enheten har haft del i", "läste utanför arbetstid"],
        [], [],
    ]  # fmt: skip
    assert [item.verdict for item in found] == ["", "", "", "Jag frågar den som läste"]
    assert [item.cases for item in found] == [
        [], [Shown("Amina Öberg", f"/deltagare/{each.pk}/") for each in (one, others[0])], [], [],
    ]  # fmt: skip
    assert lena.user_id == own.user_id


def test_staff_of_another_authority_are_told_by_unit_and_day_and_why(
    cast: Cast, page: Page
) -> None:
    cast.as_everyone()
    drawn = FollowUp.objects.create(controller=cast.unit("AUC").authority, from_day=DAY, last_day=DAY,
                                    readings=3, suggested=3, drawn_by="Lena Chef")  # fmt: skip
    late = NOON + timedelta(hours=9, minutes=17)
    elsewhere = {"authority": "Flens socialnämnd", "unit": "Försörjningsstöd", "at": late}
    of_two = {"authority": "Flens arbetsmarknadsnämnd, Flens socialnämnd", "unit": "", "at": late}
    for row in (_reading(cast, at=late), _reading(cast, "sven", **elsewhere),
                _reading(cast, "sven", **of_two), _reading(cast, user_id=None, **of_two)):  # fmt: skip
        Reviewed.objects.create(
            follow_up=drawn, controller=drawn.controller, reading_id=row.pk, reasons=["hours"]
        )
    found = items(cast.as_("lena"), drawn)
    assert [(item.who, item.unit, item.day, item.at) for item in found] == [
        ("Eva Led", "AUC", DAY, late), ("Försörjningsstöd, Flens socialnämnd", "", DAY, None),
        ("Flens arbetsmarknadsnämnd, Flens socialnämnd", "", DAY, None), ("Eva Led", "", DAY, late),
    ]  # fmt: skip
    assert all(item.reasons == ["läste utanför arbetstid"] for item in found)
    text = page("lena").get(reverse("log_follow_up", args=[drawn.pk])).content.decode()
    assert (text.count("21.17"), "Sven" in text) == (2, False)
    told = page("lena").get(f"/api/v1/log/follow-ups/{drawn.pk}").content.decode()
    assert (told.count("19:17"), "Sven" in told) == (2, False)


def test_five_cases_of_a_reading_are_named_and_no_more(cast: Cast) -> None:
    made = [cast.enrolled() for _each in range(6)]
    drawn = FollowUp.objects.create(controller=cast.unit("AUC").authority, from_day=DAY, last_day=DAY,
                                    readings=1, suggested=0, drawn_by="Lena Chef")  # fmt: skip
    reading = _reading(cast, people=5)
    for one in made:
        _about(reading, one.person_id, one.circle_id)
    Reviewed.objects.create(follow_up=drawn, controller=drawn.controller, reading_id=reading.pk)
    (item,) = items(cast.as_("lena"), drawn)
    assert [case.url for case in item.cases] == [f"/deltagare/{one.pk}/" for one in made[:5]]


def test_what_has_been_followed_up_is_told_controller_by_controller(cast: Cast) -> None:
    lena, own = cast.viewer("lena"), cast.unit("AUC").authority
    assert followed(cast.viewer("karin")) == []
    (none,) = followed(cast.as_("lena"))
    assert (none.controller, none.follow_ups, none.last_signed) == (own, [], None)
    readings = [_reading(cast) for _each in range(3)]
    told: dict[str, Any] = {"by": lena, "chance": random.Random(1)}
    first, second = (draw(own, DAY, DAY, **told) for _each in "ab")
    assert (first.controller, first.from_day, first.last_day, first.readings) == (own, DAY, DAY, 3)
    assert (first.drawn_by_id, first.drawn_by, first.suggested) == (lena.user_id, "Lena Chef", 3)
    assert first.by_reason == {"no_part": 3}
    keys = Reviewed.objects.filter(follow_up=first).order_by("pk")
    assert sorted(keys.values_list("reading_id", flat=True)) == sorted(one.pk for one in readings)
    assert {tuple(row.reasons) for row in keys} == {("no_part",)}
    a, b, c = (row.key for row in keys)
    began = timezone.now()
    assert judge(first, {a: ("fitting", ""), b: ("asked", "Eva svarar")}, by=lena) == 2
    row = next(row for row in keys.all() if row.key == b)
    assert (row.verdict, row.note, row.by) == ("asked", "Eva svarar", "Lena Chef")
    assert row.at
    assert row.at >= began
    judge(first, {b: ("wrong", "Eva svarar: av misstag"), c: ("fitting", "bra")}, by=lena)
    sign(first, "  Allt väl. ", by=lena)
    first.refresh_from_db()
    assert (first.conclusion, first.signed_by, first.signed_by_id) == (
        "Allt väl.", "Lena Chef", lena.user_id,
    )  # fmt: skip
    (told_of,) = followed(cast.as_("lena"))
    assert told_of.follow_ups == [second, first]
    assert [(one.total, one.done) for one in told_of.follow_ups] == [(3, 0), (3, 3)]  # type: ignore[attr-defined]
    assert told_of.last_signed == first.signed_at
    assert told_of.rules.controller_id == own.pk


def test_who_came_by_a_link_is_told_of_in_the_third_person_to_the_one_who_follows_up(
    cast: Cast,
) -> None:
    lena, link = (
        cast.viewer("lena"),
        {"user_id": None, "authority": "", "unit": "", "door": "link_result"},
    )
    _reading(cast, **link, name="", role="the_person")
    _reading(cast, **link, name="Gun God", role="the_guardian")
    _reading(cast, **link, name="Nina", role="the_receiver")
    told: dict[str, Any] = {"by": lena, "chance": random.Random(1)}
    shown = items(cast.as_("lena"), draw(cast.unit("AUC").authority, DAY, DAY, **told))
    assert {(one.who, one.role) for one in shown} == {
        ("Personen själv, utan att logga in", ""),
        ("Gun God", "Den som företräder personen, utan att logga in"),
        ("Nina", "Mottagare utan inloggning"),
    }


def test_a_controller_and_its_follow_ups_are_answered_for_by_those_who_speak_for_it(
    cast: Cast,
) -> None:
    own = cast.unit("AUC").authority
    cast.as_everyone()
    drawn = FollowUp.objects.create(controller=own, from_day=DAY, last_day=DAY, readings=1,
                                    suggested=0, drawn_by="Lena Chef")  # fmt: skip
    lena = cast.as_("lena")
    assert controller_for(lena, own.pk) == own
    assert looked.follow_up(lena, drawn.pk) == drawn
    check_answers_for(lena, own.pk)
    with pytest.raises(PermissionDenied) as refused:
        check_answers_for(cast.viewer("lotta"), own.pk)
    assert str(refused.value) == (
        "Det gör den som svarar för personuppgifterna hos den personuppgiftsansvariga."
    )


def test_limits_are_set_and_changed_and_names_are_decided_on_with_all_that_was_said(
    cast: Cast,
) -> None:
    own, lena, one = cast.unit("AUC").authority, cast.viewer("lena"), cast.enrolled()
    cast.as_everyone()
    set_rules(own, {"sample": 7}, by=lena)
    made = set_rules(own, {"sample": 9, "keep_years": 3}, by=lena)
    assert list(LogRules.objects.values_list("controller_id", "sample", "keep_years")) == [
        (own.pk, 9, 3)
    ]
    assert made.sample == 9
    told: dict[str, Any] = {"asked_by": "Amina", "asked_on": date(2025, 6, 1), "given": True,
                            "because": "Ingen risk"}  # fmt: skip
    decided = decide_names(one.circle, **told, by=lena)
    decided.refresh_from_db()
    assert (decided.controller, decided.circle, decided.decided_by_id, decided.decided_by) == (
        own, one.circle, lena.user_id, "Lena Chef",
    )  # fmt: skip
    assert {name: getattr(decided, name) for name in told} == told
    with pytest.raises(PermissionDenied):
        decide_names(one.circle, **told, by=cast.viewer("karin"))


def test_a_sample_takes_each_sort_in_turn_and_about_half_of_it() -> None:
    every = [UUID(int=n) for n in range(1, 31)]
    hours, both, part = every[:6], every[6:9], every[9:10]
    asked = {
        **{key: [Reason.HOURS] for key in hours}, **{key: [Reason.NO_PART, Reason.HOURS] for key in both},
        **{key: [Reason.NO_PART] for key in part},
    }  # fmt: skip
    found = sample(every, asked, 9, random.Random(3))
    assert [_sort(key, hours, both, part) for key in found[:4]] == [
        "both", "hours", "part", "both",
    ]  # fmt: skip
    assert len(set(found)) == len(found) == 9
    assert sample(every, {}, 4, random.Random(3)) != every[:4]
    alike = {every[0]: [Reason.NO_PART], every[1]: [Reason.MANY], every[2]: [Reason.HOURS]}
    for seed in range(
        9
    ):  # of sorts with as many reasons the order is theirs, whichever rows they have
        first = sample(every, alike, 8, random.Random(seed))[:3]
        assert [alike[key] for key in first] == [[Reason.HOURS], [Reason.MANY], [Reason.NO_PART]]
    assert sample(every[:2], asked, 9, random.Random(3)) != []


def _sort(key: UUID, hours: list[UUID], both: list[UUID], part: list[UUID]) -> str:
    return (
        "hours" if key in hours else "both" if key in both else "part" if key in part else "other"
    )


def test_that_somebody_is_protected_is_not_told_to_whoever_follows_up_and_may_not_see_them(
    cast: Cast,
) -> None:
    """Bara teamet får veta av öppningen att någon har skydd; andra läser att en sida har lästs."""
    one = cast.enrolled()
    drawn = FollowUp.objects.create(controller=cast.unit("AUC").authority, from_day=DAY, last_day=DAY,
                                    readings=1, suggested=0, drawn_by="Lena Chef")  # fmt: skip
    reading = _reading(cast, door="sealed")
    _about(reading, one.person_id, one.circle_id)
    Reviewed.objects.create(follow_up=drawn, controller=drawn.controller, reading_id=reading.pk)

    def said() -> str:
        [item] = items(cast.as_("lena"), drawn)
        cast.as_everyone()
        return item.what

    assert said() == "öppnade de skyddade uppgifterna om personen"
    one.circle.members.all().delete()
    assert said() == "läste en sida"


def test_comparing_two_records_is_called_as_any_list_and_leaves_no_trace_of_the_other() -> None:
    said = {what_was_done(door, "page", "dig") for door in ("duplicates", "participants")}
    assert said == {"såg dig i en lista"}
    assert what_was_done("link_people", "change", "dig") == "ändrade eller lade till något"


def test_readings_of_somebody_whom_a_team_alone_sees_are_sampled_by_those_in_it(cast: Cast) -> None:
    """Lena är inte i teamet: hon får inga av dem i sitt urval. När hon är det får hon dem."""
    one, own, lena = cast.enrolled(), cast.unit("AUC").authority, cast.viewer("lena")
    open_to_all, hidden = _reading(cast), _reading(cast, at=NOON + timedelta(minutes=1))
    _about(hidden, one.person_id, one.circle_id)
    cast.as_everyone()
    karin, mine = cast.viewer("karin").posts[0], lena.posts[0]
    for team, drawn in (([karin], [open_to_all]), ([karin, mine], [open_to_all, hidden])):
        posts = [(post.unit_id, post.position_id) for post in team]
        name_team([one.circle], posts, by=cast.viewer("karin"))
        told = to_ask_about(cast.as_("lena"), own, DAY, DAY)
        assert told.every == [each.pk for each in drawn]
        assert told.readings == 2, "counted alike whoever looks, so that it tells of nobody"
        cast.as_everyone()
    made = FollowUp.objects.create(
        controller=own, from_day=DAY, last_day=DAY, readings=1, suggested=0
    )
    Reviewed.objects.create(follow_up=made, controller=own, reading_id=hidden.pk)
    assert len(items(cast.as_("lena"), made)) == 1
    cast.as_everyone()
    name_team([one.circle], [(karin.unit_id, karin.position_id)], by=cast.viewer("karin"))
    lena = cast.as_("lena")
    assert items(lena, made) == [], "drawn by one of the team, and read by them alone"
    (told_of,) = followed(lena)
    assert [(each.total, each.done) for each in told_of.follow_ups] == [(0, 0)]  # type: ignore[attr-defined]
    row = Reviewed.objects.get()
    assert judge(made, {row.key: ("fitting", "")}, by=lena) == 0
    sign(made, "Allt väl.", by=lena)
    FollowUp.objects.update(signed_at=None, signed_by="", conclusion="")
    cast.as_everyone()
    name_team([one.circle], posts, by=cast.viewer("karin"))
    assert judge(made, {row.key: ("asked", "Varför?")}, by=cast.as_("lena")) == 1
    cast.as_everyone()
    name_team([one.circle], [(karin.unit_id, karin.position_id)], by=cast.viewer("karin"))
    sign(made, "Allt väl.", by=cast.as_("lena"))


def test_what_showed_somebody_hidden_among_others_is_sampled_for_the_others(cast: Cast) -> None:
    """Lena är inte i teamet: läsningen av en lista står kvar, så att ingen ser vilka som är i teamet."""
    secret, open_, own = cast.enrolled(), cast.enrolled(), cast.unit("AUC").authority
    cast.viewer("lena")
    both = _reading(cast, people=2)
    for one in (secret, open_):
        _about(both, one.person_id, one.circle_id)
    _about(both, UUID(int=5))
    karin = cast.viewer("karin").posts[0]
    name_team([secret.circle], [(karin.unit_id, karin.position_id)], by=cast.viewer("karin"))
    set_rules(own, {"many_people": 3, "day_ends": 24}, by=cast.as_("lena"))
    told = to_ask_about(cast.as_("lena"), own, DAY, DAY)
    assert (told.every, told.asked) == ([both.pk], {}), "of those she may know of there were two"
    assert told.by_reason == {"many": 1}
    (item,) = items(cast.as_("lena"), draw(own, DAY, DAY, by=cast.as_("lena")))
    assert [case.url for case in item.cases] == [f"/deltagare/{open_.pk}/"]
    assert item.people == 2


def test_who_has_compared_records_is_not_told_to_those_they_are_about(cast: Cast) -> None:
    one = cast.enrolled()
    for door in ("duplicates", "api:list_duplicates", "link_people", "participants"):
        _about(_reading(cast, door=door), one.person_id, one.circle_id)
    lines = readers_of(cast.as_("karin"), one.circle).lines
    assert [line.what for line in lines] == ["såg dig i en lista"]
    until = lines_until(one.person_id, [one.circle_id], NOON + timedelta(days=1), set())
    assert [line.what for line in until] == ["såg dig i en lista"]
