"""Does a promise reach the unit of another authority that gave it, and nothing else with it (laws 1 and 2)?"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import reverse

from stafett.casework.actions import correct_person
from stafett.casework.between import HeldCase, Scope
from stafett.casework.models import Participation
from stafett.casework.queries.between import MINE, between
from stafett.casework.queries.own_record import closed_cases, own_record_of
from stafett.meetings.actions import add_promise, step
from stafett.meetings.between_rules import promise_late
from stafett.meetings.models import Meeting, Promise
from stafett.meetings.noticing import assigned, late
from stafett.meetings.queries.case import meetings_page, promise, told
from stafett.meetings.queries.today import my_promises, promises_today
from stafett.meetings.releasing import hand_over, receivers
from stafett.meetings.rules import Step
from stafett.meetings.story import promises
from stafett.people.actions import FACTS, PersonFacts
from stafett.people.models import Person
from stafett.safeguards.access import Opened, check_in, may_see, opened
from stafett.safeguards.actions import NewProvision, accept, name_team, record_provision, withdraw
from stafett.safeguards.models import Basis, ConsentPart, Information, Member, Opening, Release
from stafett.safeguards.rules import Refused, parts_between
from stafett.safeguards.viewer import operator
from tests.casework.conftest import get, send
from tests.casework.test_consent_paper import words
from tests.cast import TODAY, Cast
from tests.histories import one_clock
from tests.meetings.world import booked, held, of_person, of_unit

LATE = TODAY - timedelta(days=3)
DAY = timedelta(days=1)


def by_rut(cast: Cast, case: Participation | None = None, due: object = None) -> Meeting:
    """A meeting to which Amina herself invited Psykiatrin, without a consent, and what it promised."""
    one = booked(cast, case or cast.enrolled(), "Psykiatrin", by_person=True, on=LATE)
    promised = of_unit(cast, "Psykiatrin", "Ringa om remissen", due or LATE)
    held(cast, one, of_person(), promised, goal="Ett jobb ute")
    return one


def given(cast: Cast) -> Promise:
    """The same, handed over: Rut's own row of it."""
    hand_over(by_rut(cast), by=cast.as_("karin"))
    return my_promises(cast.as_("rut")).get()


def test_invited_by_the_person_they_get_what_they_promised_and_nothing_else(cast: Cast) -> None:
    """Amina bjöd själv in Psykiatrin. Rut lovade att ringa om remissen. Rut får löftet, och inget annat."""
    one = by_rut(cast)
    said = hand_over(one, by=cast.as_("karin"))
    assert said == "Fick bara det de själva lovat: Psykiatrin."
    rut = cast.as_("rut")
    copy = my_promises(rut).get()
    assert (copy.what, copy.owner_authority) == (
        "Ringa om remissen",
        cast.unit("Psykiatrin").authority,
    )
    assert not may_see(rut, Participation.objects.all()).exists()
    assert [row.pk for row in Promise.objects.all() if row.pk == copy.copy_of] == [copy.copy_of]
    with pytest.raises(Http404):
        promise(rut, one.participation_id, copy.copy_of)  # type: ignore[arg-type]
    with pytest.raises(Http404):
        meetings_page(rut, one.participation_id)
    assert not Release.objects.exists()


def test_their_seat_opens_no_door_when_a_consent_comes_later(cast: Cast) -> None:
    copy = given(cast)
    case = copy.participation
    team = {case.controller_id, cast.unit("Psykiatrin").authority_id}
    cast.consented(case, parts=parts_between(team, {"course", "agreement"}, {}))
    cast.as_everyone()
    bases = Member.objects.filter(unit=cast.unit("Psykiatrin")).values_list("basis", flat=True)
    assert list(bases.order_by("pk")) == [Basis.PROMISE]
    assert not may_see(cast.as_("rut"), Participation.objects.all()).exists()


def test_overdue_it_stands_with_them_on_idag_between_the_chairs_and_in_notices(
    cast: Cast, client: Client
) -> None:
    """Dagen för Ruts löfte har passerat. Det står i hennes Mellan stolarna, och knappen går till löftet."""
    copy = given(cast)
    url = f"/deltagare/{copy.participation_id}/loften/{copy.pk}/"
    page = between(cast.as_("rut"), MINE)
    row = next(row for row in page.rows if row.rule.code == "promise_late")
    assert (row.name, row.gap.who, row.gap.told) == (
        "Amina Öberg",
        "Psykiatrin",
        "Ringa om remissen",
    )
    assert row.url == row.gap.case_url == url
    assert [news.link for find in (assigned, late) for news in find(cast.as_("rut"))] == [url]
    assert list(assigned(cast.as_("karin"))) == []
    client.force_login(cast.user("rut"))
    for address in ("/", reverse("between"), url):
        shown = client.get(address).content.decode()
        assert "Ringa om remissen" in shown
        assert "Skriva sitt cv" not in shown
        assert "Ett jobb ute" not in shown


def test_it_stands_with_nobody_else_at_another_authority(cast: Cast) -> None:
    given(cast)
    for who in ("per", "fatima", "sven", "olle", "lotta"):
        assert not my_promises(cast.as_(who)).exists()
        assert "promise_late" not in {row.rule.code for row in between(cast.as_(who), MINE).rows}


def test_they_keep_it_and_whoever_noted_it_sees_so(cast: Cast, client: Client) -> None:
    copy = given(cast)
    client.force_login(cast.user("rut"))
    answer = client.post(f"/deltagare/{copy.participation_id}/loften/{copy.pk}/klart/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    card = meetings_page(cast.as_("karin"), copy.participation_id).past[0]
    states = {told.promise.what: told.promise.state for told in card.promises}
    assert states["Ringa om remissen"] == "kept"


def test_they_move_it_with_a_reason_that_stays_with_them(cast: Cast) -> None:
    copy = given(cast)
    step(copy, Step.MOVE, by=cast.as_("rut"), to=TODAY, because="Vårdplatsen är upptagen")
    cast.as_("karin")
    other = Promise.objects.get(pk=copy.copy_of)
    assert (other.state, other.due_on, other.moves) == ("moved", TODAY, 1)
    assert other.because == "Skälet finns hos den som ändrade det."


def test_a_step_without_a_reason_leaves_each_the_reason_that_is_its_own(cast: Cast) -> None:
    copy = given(cast)
    noted = Promise.objects.get(pk=copy.copy_of)
    step(noted, Step.MOVE, by=cast.as_("karin"), to=TODAY, because="Hon är sjuk")
    copy = my_promises(cast.as_("rut")).get()
    step(copy, Step.KEEP, by=cast.as_("rut"))
    cast.as_("karin")
    noted.refresh_from_db()
    assert (noted.state, noted.because) == ("kept", "Hon är sjuk")


def test_a_reason_from_before_a_consent_crosses_with_no_later_step_without_one(cast: Cast) -> None:
    copy = given(cast)
    noted = Promise.objects.get(pk=copy.copy_of)
    step(noted, Step.MOVE, by=cast.as_("karin"), to=TODAY, because="Hon är sjuk")
    team = {noted.participation.controller_id, cast.unit("Psykiatrin").authority_id}
    cast.consented(noted.participation, parts=parts_between(team, {"course", "agreement"}, {}))
    step(noted, Step.KEEP, by=cast.as_("karin"))
    cast.as_everyone()
    copy.refresh_from_db()
    assert (copy.state, copy.because) == ("kept", "Skälet finns hos den som ändrade det.")


def test_what_they_have_done_themselves_stands_in_what_is_their_own(
    cast: Cast, client: Client
) -> None:
    """Karin flyttar Ruts löfte, och Rut flyttar det igen. Vårt eget säger det, men inte vad Karin gör sedan."""
    copy = given(cast)
    own = f"/deltagare/vart-eget/{copy.participation.circle_id}/"
    moves = [("karin", copy.copy_of, 1, 0), ("rut", copy.pk, 2, 2), ("karin", copy.copy_of, 3, 2)]
    for who, row, days, told_of in moves:
        cast.as_everyone()
        client.force_login(cast.user(who))
        place, to = reverse("promise_step", args=[copy.participation_id, row]), TODAY + days * DAY
        send(client, place, how="move", to=to.isoformat(), because="Upptaget")
        client.force_login(cast.user("rut"))
        said = rf"gånger flyttat</dt>\s*<dd[^>]*>{told_of}<"
        assert re.search(said, get(client, own), re.IGNORECASE), (who, told_of)


def test_when_a_consent_has_been_taken_back_each_keeps_its_own(cast: Cast) -> None:
    case = cast.enrolled()
    one = by_rut(cast, case)
    team = {case.controller_id, cast.unit("Psykiatrin").authority_id}
    cast.consented(case, parts=parts_between(team, {"course", "agreement"}, {}))
    hand_over(one, by=cast.as_("karin"))
    cast.as_everyone()
    withdraw(list(ConsentPart.objects.all()), how="Ringde", by=cast.viewer("karin"))
    copy = my_promises(cast.as_("rut")).get()
    step(copy, Step.KEEP, by=cast.as_("rut"))
    assert Promise.objects.get(pk=copy.copy_of).state == "open"


def test_nothing_is_given_once_a_consent_has_been_taken_back(cast: Cast) -> None:
    case = cast.enrolled()
    one = by_rut(cast, case)
    team = {case.controller_id, cast.unit("Psykiatrin").authority_id}
    cast.consented(case, parts=parts_between(team, {"course", "agreement"}, {}))
    cast.as_everyone()
    withdraw(list(ConsentPart.objects.all()), how="Ringde", by=cast.viewer("karin"))
    with pytest.raises(Refused):
        hand_over(one, by=cast.as_("karin"))
    assert not my_promises(cast.as_("rut")).exists()


def test_what_is_not_handed_over_stands_between_the_chairs_of_who_noted_it(cast: Cast) -> None:
    one = by_rut(cast)

    def found() -> list[str]:
        page = between(cast.as_("karin"), MINE, "promise_not_given")
        return [row.url for row in page.rows if row.rule.code == "promise_not_given"]

    assert found() == [f"/deltagare/{one.participation_id}/moten/{one.pk}/"]
    told = meetings_page(cast.as_("karin"), one.participation_id).past[0].promises
    assert sorted((t.promise.what, t.given) for t in told) == [
        ("Ringa om remissen", False),
        ("Skriva sitt cv", True),
    ]
    hand_over(one, by=cast.as_("karin"))
    assert found() == []


def test_what_is_added_afterwards_is_handed_over_too(cast: Cast) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen")
    held(cast, one, of_unit(cast, "Af Flen", "Boka studiebesök"))
    hand_over(one, by=cast.as_("karin"))
    one.refresh_from_db()
    add_promise(one, of_unit(cast, "Af Flen", "Skicka intyget"), by=cast.as_("karin"))
    assert [each.gives for each in receivers(one, cast.as_("karin"))] == [True]
    hand_over(one, by=cast.as_("karin"))
    assert sorted(my_promises(cast.as_("per")).values_list("what", flat=True)) == [
        "Boka studiebesök",
        "Skicka intyget",
    ]


def test_a_unit_that_leaves_the_case_still_has_its_promise(cast: Cast) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen")
    held(cast, one, of_unit(cast, "Af Flen"))
    cast.as_everyone()
    case.circle.members.filter(unit=cast.unit("Af Flen")).delete()
    hand_over(one, by=cast.as_("karin"))
    assert my_promises(cast.as_("per")).exists()


def test_of_somebody_protected_it_is_given_to_none_but_the_named(cast: Cast) -> None:
    case = cast.enrolled()
    one = by_rut(cast, case)
    cast.as_everyone()
    karin = cast.viewer("karin")
    name_team([case.circle], [(karin.posts[0].unit_id, karin.posts[0].position_id)], by=karin)
    one = Meeting.objects.get(pk=one.pk)
    with pytest.raises(Refused):
        hand_over(one, by=cast.as_("karin"))
    assert not my_promises(cast.as_("rut")).exists()


def test_settled_it_is_their_own_record_to_keep(cast: Cast) -> None:
    copy = given(cast)
    step(copy, Step.KEEP, by=cast.as_("rut"))
    closed = closed_cases(cast.as_("rut")).rows
    assert [one.key for one in closed] == [copy.participation.circle_id]
    things = [
        t.model for s in own_record_of(cast.as_("rut"), closed[0].key).sections for t in s.things
    ]
    assert things == [Promise]


def test_they_have_their_promise_again_when_a_protection_has_ended(cast: Cast) -> None:
    copy = given(cast)
    post, person = cast.viewer("karin").posts[0], copy.participation.person
    team = [(post.unit_id, post.position_id)]
    told = {name: getattr(person, name) for name in FACTS}
    for protection, promised in (("marked", 0), ("", 1)):
        person.refresh_from_db()
        facts = PersonFacts(**{**told, "protection": protection})
        correct_person(person, facts, by=cast.as_("karin"), because="besked", team=team)
        cast.as_everyone()
        assert my_promises(cast.as_("rut")).count() == promised
        cast.as_everyone()
    assert not may_see(cast.as_("rut"), Participation.objects.all()).exists()


def test_of_somebody_protected_the_named_have_what_is_theirs_without_a_seat(cast: Cast) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen")
    held(cast, one, of_unit(cast, "Af Flen"))
    cast.as_everyone()
    team = [
        (post.unit_id, post.position_id)
        for who in ("karin", "per")
        for post in cast.viewer(who).posts
    ]
    name_team([case.circle], team, by=cast.viewer("karin"))
    hand_over(Meeting.objects.get(pk=one.pk), by=cast.as_("karin"))
    assert my_promises(cast.as_("per")).exists()
    assert not Member.objects.filter(basis=Basis.PROMISE).exists()


def test_a_promise_makes_nobody_one_of_those_who_work_in_the_case(cast: Cast) -> None:
    copy = given(cast)
    with pytest.raises(PermissionDenied):
        check_in(cast.as_("rut"), copy.participation.circle, working=False)


def test_what_the_person_is_called_since_is_not_told_with_the_promise(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rut har sitt löfte kvar. Amina byter namn, och det är inget som Rut får veta genom löftet."""
    copy = given(cast)
    people = Person.objects.filter(participations=copy.participation_id)
    people.update(given_name="Nyanamn", family_name="Efterbytt")
    one_clock(monkeypatch)
    rut = cast.as_("rut")
    there = f"/deltagare/{copy.participation_id}/loften/{copy.pk}/"
    told = [get(page("rut"), path) for path in ("/?namn=1", there, "/deltagare/mellan-stolarna/")]
    told += [one["name"] for one in page("rut").get("/api/v1/promises").json()]
    for text in told:
        assert "Amina Öberg" in text
        assert "Efterbytt" not in text
    asked: Any = RequestFactory().get("/")
    asked.session = {}
    lines = promises_today(asked, rut)
    assert lines
    assert [line.row.participation.person.initials for line in lines["units"]] == ["A.Ö."]


@pytest.mark.parametrize("consented", [True, False])
def test_why_it_was_moved_before_it_was_handed_over_goes_along_where_a_consent_lets_it(
    cast: Cast, consented: bool
) -> None:
    """Karin flyttar Ruts löfte och skriver varför, och lämnar sedan ut det. Skälet är Karins eget."""
    case = cast.enrolled()
    if consented:
        cast.consented(case, "Psykiatrin")
    one = by_rut(cast, case)
    promised = one.promises.get(unit=cast.unit("Psykiatrin"))
    step(promised, Step.MOVE, by=cast.as_("karin"), because="Amina orkar inte.", to=TODAY)
    hand_over(one, by=cast.as_("karin"))
    copy = my_promises(cast.as_("rut")).get()
    told = "Amina orkar inte." if consented else "Skälet finns hos den som ändrade det."
    assert (copy.state, copy.because) == ("moved", told)


def test_why_they_moved_it_is_told_to_whoever_noted_it_and_to_no_third(
    cast: Cast, page: Any
) -> None:
    """Rut flyttar sitt löfte och skriver varför. Karin får veta det; Per på Af ser bara den nya dagen."""
    case = cast.enrolled()
    cast.consented(case, "Psykiatrin")
    cast.consented(case, "Af Flen")
    rut = cast.unit("Psykiatrin").authority_id
    cast.as_everyone()
    accept(list(ConsentPart.objects.filter(giver=rut).order_by("pk")), by=cast.viewer("rut"))
    hand_over(by_rut(cast, case), by=cast.as_("karin"))
    copy = my_promises(cast.as_("rut")).get()
    step(copy, Step.MOVE, by=cast.as_("rut"), to=TODAY, because="Zqskal")
    for who, reads in (("karin", True), ("per", False)):
        client = page(who)
        for place in (f"/deltagare/{case.pk}/moten/", f"/api/v1/participations/{case.pk}/meetings"):
            text = client.get(place).content.decode()
            assert "Ringa om remissen" in text
            assert ("Zqskal" in text) is reads, (who, place)


def test_the_reason_that_is_not_told_stands_in_no_history_of_theirs_either(cast: Cast) -> None:
    """Karin flyttar löftet med ett skäl som inget samtycke låter Rut läsa. Ruts historik säger inget."""
    copy = given(cast)
    cast.as_everyone()
    other = Promise.objects.get(pk=copy.copy_of)
    step(other, Step.MOVE, by=cast.as_("karin"), to=TODAY, because="Zqskal")
    cast.as_everyone()
    theirs, ours = (row.events.order_by("-pgh_id")[0] for row in (copy, other))
    assert ours.pgh_context.metadata["why"] == "Zqskal"
    assert theirs.pgh_context.metadata.get("why", "") == ""


def test_a_copy_says_nothing_of_why_to_a_third_and_all_to_its_own(cast: Cast) -> None:
    """På Ruts rad står det Karin skrev. Den som bara Rut har öppnat för läser det inte, men Rut gör det."""
    copy = given(cast)
    cast.as_everyone()
    copy.because = "Zqskal"
    case, none = copy.participation, Opened({})
    for who, says in (("rut", "Zqskal"), ("per", "")):
        assert told(cast.as_(who), copy, case, none, mine=False).promise.because == says
        assert copy.because == "Zqskal", "what is read is one thing, and the row another"


def test_who_reads_both_records_and_works_at_neither_sees_it_once(cast: Cast) -> None:
    """Karin och Rut har öppnat allt för Per på Af. Löftet står i bådas register, och hos Per en gång."""
    case = cast.enrolled()
    cast.consented(case, "Psykiatrin", "Af Flen")
    rut, af = (cast.unit(name).authority for name in ("Psykiatrin", "Af Flen"))
    every = tuple(Information.values)
    told = NewProvision(rut, af, Opening.STANDING, every, "Prov 2 §", case.starts_on)
    record_provision(told, by=operator(TODAY))
    cast.as_everyone()
    accept(list(ConsentPart.objects.filter(giver=rut).order_by("pk")), by=cast.viewer("rut"))
    hand_over(by_rut(cast, case), by=cast.as_("karin"))
    per = cast.as_("per")
    shown = opened(per, case.circle_id)
    both = Promise.objects.filter(what="Ringa om remissen").order_by("pk")
    assert [shown.shows(row) for row in both] == [True, True]
    listed = meetings_page(per, case.pk)
    rows = [t.promise for card in listed.past for t in card.promises] + [
        t.promise for t in listed.loose
    ]
    (row,) = [one for one in rows if one.what == "Ringa om remissen"]
    assert row.copy_of is None, "as it stands in the record that it was handed over from"
    assert len([e for e in promises(per, case, shown) if "remissen" in e.told]) == 1
    held_by = HeldCase(case.pk, case.circle_id, 1, "AUC", LATE, LATE, case.initiative_id)
    gaps = promise_late(per, Scope({case.pk: held_by}))
    assert [gap.told for gap in gaps].count("Ringa om remissen") == 1


def test_in_vart_eget_the_case_is_called_as_on_the_promise_that_told_the_name(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rut har aldrig sett ärendet, men löftet kom med Aminas namn: samma namn i Vårt eget, också senare."""
    copy = given(cast)
    cast.as_everyone()
    changed = {"given_name": "Nyanamn", "family_name": "Efterbytt"}
    Person.objects.filter(pk=copy.participation.person_id).update(**changed)
    one_clock(monkeypatch)
    own = f"/deltagare/vart-eget/{copy.participation.circle_id}/"
    for text in (
        get(page("rut"), f"/deltagare/{copy.participation_id}/loften/{copy.pk}/"),
        get(page("rut"), "/deltagare/vart-eget/"),
        get(page("rut"), own),
        get(page("rut"), "/api/v1/own-records"),
        words(page("rut").get(f"{own}till-akten.pdf")),
    ):
        assert "Amina" in text
        assert "Efterbytt" not in text
        assert "Namnet har inte" not in text
