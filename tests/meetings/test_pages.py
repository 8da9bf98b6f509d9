"""Do the pages of meetings and promises do what they say, and lose nothing that was typed?"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stafett.frame.inputs import ClockField
from stafett.meetings.actions import Guest, cancel, step
from stafett.meetings.models import Cause, Meeting, Promise, Role
from stafett.meetings.paper import own_copy
from stafett.meetings.queries.case import seen_meeting
from stafett.meetings.releasing import agreed_lines, hand_over
from stafett.meetings.rules import Step
from stafett.papers.paper import Facts, Points, Text
from stafett.safeguards.rules import parts_between
from tests.casework.conftest import get, send
from tests.casework.unit_world import give, karins, nils, viewer_nils
from tests.cast import TODAY, Cast
from tests.meetings.world import SOON, booked, calling, held, of_person, of_post, of_unit

Page = Callable[[str], Client]
BOOKED = {"on_day": "2025-06-16", "at": "9.15", "purpose": "Planera"}


def at(one: Meeting, name: str = "meeting", *more: str) -> str:
    """The address of a page about a meeting."""
    return reverse(name, args=[one.participation_id, one.pk, *more])


def test_a_meeting_is_booked_on_its_page(cast: Cast, page: Page) -> None:
    case = cast.enrolled(
        person=cast.person(support_person="Arvid", needs_interpreter=True, language="somaliska")
    )
    cast.consented(case, "Af Flen")
    client, there = page("karin"), reverse("meeting_book", args=[case.pk])
    shown = get(client, there)
    assert "Af Flen: personen har sagt ja till Arbetsförmedlingen" in shown
    assert "FK Eskilstuna: inget samtycke gäller" in shown
    assert "Projektkontoret: den egna myndigheten" in shown
    units = [str(cast.unit("Af Flen").pk)]
    send(client, there, **BOOKED, units=units, outside="\n , \nBo Bagare, Bageriet", by_person="on")
    one = Meeting.objects.get()
    assert (one.on_day, one.at and one.at.hour, one.purpose) == (SOON, 9, "Planera")
    told = set(one.called.order_by("pk").values_list("role", "name", "organisation"))
    assert told == {
        ("person", "", ""), ("unit", "", ""), ("outside", "Bo Bagare", "Bageriet"),
        ("support", "Arvid", ""), ("interpreter", "somaliska", ""),
    }  # fmt: skip


def test_without_consent_the_form_says_whom_it_is_about_and_keeps_what_was_typed(
    cast: Cast, page: Page
) -> None:
    case = cast.enrolled()
    unit = str(cast.unit("FK Eskilstuna").pk)
    answer = send(page("karin"), reverse("meeting_book", args=[case.pk]), 422, **BOOKED, unit=unit)
    text = answer.content.decode()
    assert "berätta om mötet för FK Eskilstuna" in text
    assert 'value="2025-06-16"' in text
    assert not Meeting.objects.exists()


def test_a_meeting_that_has_been_is_entered_to_be_noted(cast: Cast, page: Page) -> None:
    case = cast.enrolled()
    client = page("karin")
    there = reverse("meeting_book", args=[case.pk])
    told = {**BOOKED, "on_day": "2025-05-20"}
    asked = send(client, there, 422, **told).content.decode()
    assert "20 maj 2025 har varit. Är mötet hållet: boka det så, och anteckna det sedan." in asked
    assert not Meeting.objects.exists()
    answer = send(client, there, **told, as_written="on")
    text = get(client, answer.headers["Location"])
    assert "Anteckna nu" in text
    assert reverse("meeting_note", args=[case.pk, Meeting.objects.get().pk]) in text


@pytest.mark.parametrize(
    ("typed", "hour", "minute"), [("9.15", 9, 15), ("0930", 9, 30), ("13", 13, 0), ("8:05", 8, 5)]
)
def test_a_time_is_typed_as_one_writes_it(typed: str, hour: int, minute: int) -> None:
    read = ClockField().clean(typed)
    assert (read.hour, read.minute) == (hour, minute)


def test_what_is_no_time_is_refused() -> None:
    for typed in ("kvart över", "25.00"):
        with pytest.raises(ValidationError):
            ClockField().clean(typed)


def noted(one: Meeting, **more: Any) -> dict[str, Any]:
    """What is sent when a meeting is noted with everybody there."""
    came = [str(key) for key in one.called.order_by("pk").values_list("pk", flat=True)]
    return {"came": came, "goal": "Ett jobb", "agreed": "Vi börjar.", **more}


def row(
    number: int, who: str, what: str = "Skriva", due: str = "2025-06-16", name: str = ""
) -> dict[str, str]:
    """One promise as it is typed."""
    told = {"what": what, "owner": who, "outside": name, "due": due}
    return {f"{field}_{number}": value for field, value in told.items()}


def test_a_meeting_is_noted_with_promises_and_the_next_one_on_one_page(
    cast: Cast, page: Page
) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen")
    post = cast.viewer("karin").posts[0].position_id
    filled = (
        row(1, "person") | row(2, f"unit:{cast.unit('Af Flen').pk}") | row(3, f"post:{post}")
        | row(5, "outside", name="Bageriet")
    )  # fmt: skip
    client = page("karin")
    answer = send(
        client, at(one, "meeting_note"), **noted(one), **filled, next_day="2025-06-16", next_at="10"
    )
    told = get(client, answer.headers["Location"])
    assert "Antecknat, med 4 löften." in told
    assert "Ett nytt möte är bokat 16 juni 2025." in told
    cast.as_everyone()
    owners = list(
        Promise.objects.order_by("pk").values_list("owner", "unit__name", "position", "outside")
    )
    assert owners == [
        ("person", None, None, ""), ("unit", "Af Flen", None, ""), ("unit", "AUC", post, ""),
        ("outside", None, None, "Bageriet"),
    ]  # fmt: skip
    assert Meeting.objects.get(state="planned").called.count() == 3


def test_a_row_that_lacks_something_says_what_and_nothing_is_lost(cast: Cast, page: Page) -> None:
    one = booked(cast, cast.enrolled())
    client, there = page("karin"), at(one, "meeting_note")
    answer = send(client, there, 422, **noted(one, next_at="9"), what_1="Ringa", outside_4="Någon")
    form = answer.context["form"]
    assert form.errors.keys() == {"owner_1", "due_1", "what_4", "owner_4", "due_4", "next_day"}
    assert form["what_1"].value() == "Ringa"
    (promises,) = (group for group in form.groups() if group.template)
    assert [one.folded for one in promises.rows] == [False, True, True, False, *[True] * 4]
    assert not promises.folded


def test_what_the_action_refuses_stands_at_the_row_where_it_was_typed(
    cast: Cast, page: Page
) -> None:
    one = booked(cast, cast.enrolled())
    sent = noted(one) | row(1, "person") | row(4, "outside")
    answer = send(page("karin"), at(one, "meeting_note"), 422, **sent)
    assert answer.context["form"].errors.keys() == {"outside_4"}
    cast.as_everyone()
    assert not Promise.objects.exists()
    later = noted(one) | row(3, "person", due="2025-05-01")
    assert send(page("karin"), at(one, "meeting_note"), 422, **later).context[
        "form"
    ].errors.keys() == {"due_3"}


def test_without_the_person_the_form_asks_for_a_new_time(cast: Cast, page: Page) -> None:
    one = booked(cast, cast.enrolled())
    answer = send(page("karin"), at(one, "meeting_note"), 422, agreed="Vi pratade.", came=[])
    assert "Mötet hålls med personen" in answer.content.decode()
    bad = send(
        page("karin"),
        at(one, "meeting_note"),
        422,
        **noted(one),
        next_day="2025-13-01",
        next_at="9",
    )
    assert bad.context["form"].errors.keys() == {"next_day"}


def test_who_did_not_come_gets_a_new_time(cast: Cast, page: Page) -> None:
    case = cast.enrolled()
    one = booked(cast, case)
    client = page("karin")
    send(client, at(one, "meeting_cancel"), 422, cause="not_there")
    send(client, at(one, "meeting_cancel"), cause="not_there", next_day="2025-06-16", next_at="")
    shown = get(client, reverse("meetings", args=[case.pk]))
    assert "personen kom inte" in shown
    assert "16 juni 2025" in shown
    assert "Inget möte är antecknat" not in shown


def test_a_promise_is_added_kept_moved_and_undone_on_the_pages(cast: Cast, page: Page) -> None:
    case = cast.enrolled()
    one = booked(cast, case)
    held(cast, one)
    client = page("karin")
    send(client, at(one, "promise_add"), 422)
    send(client, at(one, "promise_add"), **row(1, "person"))
    cast.as_everyone()
    promise = Promise.objects.get()
    kept = reverse("promise_kept", args=[case.pk, promise.pk])
    for _click in ("first", "second"):
        assert client.post(kept).status_code == 302
    shown = get(client, reverse("meetings", args=[case.pk]))
    assert "Löftet är klart." in shown
    assert "Löftet är klart. Det har ändrats" in shown
    there = reverse("promise_step", args=[case.pk, promise.pk])
    send(client, there)
    send(client, there, 422, how="move", to="2025-07-01")
    send(client, there, how="move", to="2025-07-01", because="Sjuk")
    shown = get(client, there)
    assert "Flyttat 1 gång, först till 16 juni 2025. Sjuk" in shown
    send(client, there, how="drop", because="Behövs inte")
    cast.as_everyone()
    promise.refresh_from_db()
    assert (promise.state, promise.moves) == ("dropped", 1)
    shown = get(client, reverse("meetings", args=[case.pk]))
    assert re.search(r"2025: Behövs inte · flyttat 1 gång, först till 16 juni 2025 ·", shown)


def test_two_who_move_a_promise_see_both_days(cast: Cast, page: Page) -> None:
    case = cast.enrolled()
    (promise,) = held(cast, booked(cast, case), of_person())
    client, there = page("karin"), reverse("promise_step", args=[case.pk, promise.pk])
    form = client.get(there).context["form"]
    step(promise, Step.MOVE, by=cast.as_("karin"), to=SOON + timedelta(days=1), because="Sjuk")
    sent = {
        "seen": form.initial["seen"],
        "how": "move",
        "to": "2025-07-01",
        "on": "2025-06-02",
        "because": "Ledig",
    }
    answer = client.post(there, sent)
    assert answer.status_code == 422
    assert [clash.now for clash in answer.context["form"].clashes] == ["17 juni 2025", "Sjuk"]


def test_one_click_hands_over_and_a_second_says_that_it_was_done(cast: Cast, page: Page) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen")
    held(cast, one, of_unit(cast, "Af Flen"))
    client = page("karin")
    before = get(client, at(one))
    assert "får läsa om ni lämnar ut" in before
    assert "samtycke t.o.m." in before
    assert "badge--done" not in before[before.index('id="lamna"') :]
    assert "kan läsa det nu" not in before
    for _click in ("first", "second"):
        assert client.post(at(one, "meeting_hand_over")).status_code == 302
    shown = get(client, at(one))
    assert "Utlämnat till Af Flen, som kan läsa det nu." in shown
    assert "Ingen fick det." in shown
    assert "fick det 2 juni 2025" in shown


def test_per_settles_his_promise_without_seeing_the_case(cast: Cast, page: Page) -> None:
    from stafett.safeguards.models import Provision

    case = cast.enrolled()
    cast.as_everyone()
    Provision.objects.filter(receiver=cast.unit("Af Flen").authority).delete()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen")
    held(cast, one, of_unit(cast, "Af Flen"))
    hand_over(one, by=cast.as_("karin"))
    client = page("per")
    shown = get(client, "/?namn=1")
    assert "Boka studiebesök" in shown
    assert "Amina Öberg" in shown
    assert client.get(reverse("meetings", args=[case.pk])).status_code == 404
    cast.as_everyone()
    copy = Promise.objects.exclude(copy_of=None).get()
    there = reverse("promise_step", args=[case.pk, copy.pk])
    form = get(client, there)
    assert case.initiative.name not in form.split("<main")[1].split("</main")[0]
    assert send(client, there, how="keep").headers["Location"] == "/"
    assert "Du har inget löfte att hålla." in get(client, "/")


def test_idag_shows_the_meetings_of_the_next_days_and_ones_own_promises(
    cast: Cast, page: Page
) -> None:
    case = cast.enrolled()
    one = booked(cast, case)
    held(
        cast, one, of_post(cast.viewer("karin"), due=TODAY + timedelta(days=1)), of_person("Skriva")
    )
    for days in range(8):
        booked(cast, case, on=TODAY + timedelta(days=days), at=None)
    booked(cast, case, on=TODAY)
    client = page("karin")
    shown = get(client, "/")
    assert "Ringa arbetsgivaren" in shown
    assert "Skriva" not in shown.split('id="del-loften"')[-1].split("</section>")[0]
    assert "Det finns fler den närmaste veckan." in shown
    assert "Mina löften" not in get(page("stig"), "/")


def test_the_timeline_marks_meetings_and_promises(cast: Cast, page: Page) -> None:
    case = cast.enrolled()
    held(cast, booked(cast, case), of_person())
    gone = booked(cast, case, on=TODAY, at=None)
    cancel(gone, Cause.NOT_THERE, "Hör av sig", None, by=cast.as_("karin"))
    shown = get(page("karin"), reverse("timeline", args=[case.pk]))
    assert "story__event--meeting" in shown
    assert "flerpartssamtal, hölls" in shown
    assert "blev inte av: personen kom inte" in shown
    assert "Amina Öberg: Skriva sitt cv (öppet)" in shown
    assert "lane" in get(page("karin"), reverse("participation", args=[case.pk]))


def test_the_pages_ask_as_much_whatever_has_been_agreed(cast: Cast, page: Page) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    client = page("karin")
    doors = [reverse(name, args=[case.pk]) for name in ("meetings", "timeline", "participation")]

    def one_more(number: int) -> None:
        one = booked(cast, case, "Af Flen", at=None, on=TODAY - timedelta(days=number))
        held(cast, one, of_person(), of_post(cast.viewer("karin")), of_unit(cast, "Af Flen"))
        booked(cast, case, "Af Flen", at=None, on=TODAY + timedelta(days=number))

    def asked() -> list[int]:
        numbers = []
        for door in [*doors, "/"]:
            with CaptureQueriesContext(connection) as queries:
                get(client, door)
            numbers.append(len(queries))
        return numbers

    one_more(1)
    asked()
    before = asked()
    for number in range(2, 5):
        one_more(number)
    assert asked() == before


def test_the_persons_copy_says_it_in_plain_words(cast: Cast) -> None:
    case = cast.enrolled()
    guests = (Guest(Role.SUPPORT, name="Arvid"),)
    one = booked(cast, case, guests=guests)
    karin = cast.as_("karin")
    promises = held(cast, one, of_person(), of_post(karin), goal="Ett jobb", agreed="Vi börjar.\n\nSedan mer.",
                    next=calling(cast, on=SOON))  # fmt: skip
    step(promises[1], Step.KEEP, by=karin)
    one.refresh_from_db()
    made = own_copy(one, karin)
    blocks = [block for part in made.parts for block in part.blocks]
    said = [
        words
        for b in blocks
        for words in (
            [b.words]
            if isinstance(b, Text)
            else b.items
            if isinstance(b, Points)
            else [f"{k}: {v}" for k, v in b.pairs]
            if isinstance(b, Facts)
            else []
        )
    ]
    assert made.title == "Ditt möte måndag 2 juni 2025"
    for words in (
        "De som var med: du, AUC, Arvid (stödperson)", "Ett jobb", "Vi börjar.", "Sedan mer.",
        "Du: Skriva sitt cv. Senast måndag 16 juni 2025.",
        "Karin Ek, coach: Ringa arbetsgivaren. Klart.",
        "Måndag 16 juni 2025 klockan 09.00, AUC.",
    ):  # fmt: skip
        assert words in said
    assert "Karin Ek, coach på AUC, Flens arbetsmarknadsnämnd." in said[-1]


def test_a_copy_with_little_in_it_says_so_and_of_a_meeting_to_come_there_is_none(
    cast: Cast,
) -> None:
    case = cast.enrolled()
    one = booked(cast, case, at=None, place="")
    later = booked(cast, case, on=SOON, at=None, place="")
    karin = cast.as_("karin")
    with pytest.raises(Http404):
        own_copy(one, karin)
    held(cast, one)
    one.refresh_from_db()
    texts = [
        b.words for part in own_copy(one, karin).parts for b in part.blocks if isinstance(b, Text)
    ]
    assert "Ingen lovade något särskilt den här gången." in texts
    assert "Måndag 16 juni 2025." in texts
    cancel(later, Cause.OTHER, "Sjuk", None, by=karin)
    texts = [
        b.words for part in own_copy(one, karin).parts for b in part.blocks if isinstance(b, Text)
    ]
    assert "Ingen ny tid är bokad än." in texts


@pytest.mark.documents
@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_persons_copy_is_a_file(cast: Cast, page: Page, form: str) -> None:
    one = booked(cast, cast.enrolled())
    held(cast, one, of_person())
    assert page("karin").get(at(one, "meeting_paper", form)).status_code == 200


def test_promises_and_meetings_go_with_a_case_to_another_post(cast: Cast) -> None:
    case = cast.enrolled()
    give(cast, [case], karins(cast))
    one = booked(cast, case)
    held(cast, one, of_post(cast.viewer("karin")), of_person())
    booked(cast, case, on=SOON)
    done = give(cast, [case], nils(cast))
    assert done.along == ["1 bokat möte följde med.", "1 löfte följde med."]
    promise = Promise.objects.get(owner="unit")
    assert promise.position_id == viewer_nils(cast).posts[0].position_id


def test_a_case_that_nobody_had_leaves_the_units_promises_with_the_unit(cast: Cast) -> None:
    case = cast.enrolled()
    held(cast, booked(cast, case), of_unit(cast, "AUC"))
    assert give(cast, [case], karins(cast)).along == []


def test_a_meeting_of_another_case_is_none_here(cast: Cast) -> None:
    one, case = booked(cast, cast.enrolled()), cast.enrolled()
    karin = cast.as_("karin")
    for key in (one.pk, UUID(int=7)):
        with pytest.raises(Http404):
            seen_meeting(karin, case.pk, key)


def test_nothing_is_filled_in_beforehand_of_somebody_protected(cast: Cast, page: Page) -> None:
    post = cast.viewer("karin").posts[0]
    person = cast.person(protection="marked", alias="Skymning 1234", support_person="Arvid")
    case = cast.enrolled(person=person, named_team=((post.unit_id, post.position_id),))
    assert "Arvid" not in get(page("karin"), reverse("meeting_book", args=[case.pk]))


def test_whoever_may_not_see_agreements_sees_no_meeting_in_the_story(
    cast: Cast, page: Page
) -> None:
    case = cast.enrolled()
    team = {case.controller_id, cast.unit("FK Eskilstuna").authority_id}
    cast.consented(case, "FK Eskilstuna", parts=parts_between(team, {"course"}, {}))
    one = booked(cast, case)
    held(cast, one, of_person())
    client = page("fatima")
    shown = get(client, reverse("timeline", args=[case.pk]))
    assert "story__event--meeting" not in shown
    assert "Skriva sitt cv" not in shown
    assert "inget som du får se" in get(client, reverse("meetings", args=[case.pk]))
    assert client.get(at(one)).status_code == 404


def test_whoever_may_read_a_meeting_does_not_change_it(cast: Cast, page: Page) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen")
    held(cast, one, of_post(cast.viewer("karin")))
    shown = get(page("per"), at(one))
    assert "Ringa arbetsgivaren" in shown
    assert "Lämna ut till dem" not in shown
    assert "Personens kopia" not in shown


def test_a_promise_alone_is_enough_to_note(cast: Cast) -> None:
    one = booked(cast, cast.enrolled())
    held(cast, one, of_post(cast.viewer("karin")), agreed="")
    one.refresh_from_db()
    titles = [part.title for part in own_copy(one, cast.as_("karin")).parts]
    assert "Det här kom vi överens om" not in titles
    assert str(one) == "flerpartssamtal 2025-06-02"
    assert str(Promise.objects.get()) == "Ringa arbetsgivaren"
    assert "– coach, AUC: Ringa arbetsgivaren" in "\n".join(agreed_lines(one))


def test_nothing_is_kept_tomorrow_and_no_copy_is_a_text_file(cast: Cast, page: Page) -> None:
    case = cast.enrolled()
    one = booked(cast, case)
    (promise,) = held(cast, one, of_person())
    there = reverse("promise_step", args=[case.pk, promise.pk])
    assert send(page("karin"), there, 422, how="keep", on="2025-06-03")
    assert page("karin").get(at(one, "meeting_paper", "txt")).status_code == 404
