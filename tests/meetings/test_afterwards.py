"""What a promise's day and the person's paper say after a meeting: never something else than was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time, timedelta

from django.test import Client
from django.urls import reverse

from stafett.meetings.paper import own_copy
from stafett.meetings.queries.case import seen_meeting
from stafett.papers.paper import Points
from tests.casework.conftest import get, send
from tests.cast import Cast
from tests.meetings.test_pages import noted
from tests.meetings.world import SOON, booked, held, of_person

Page = Callable[[str], Client]


def test_a_new_day_never_makes_a_promise_done(cast: Cast, page: Page) -> None:
    (promise,) = held(cast, booked(cast, cast.enrolled()), of_person())
    client = page("karin")
    there = reverse("promise_step", args=[promise.participation_id, promise.pk])
    assert client.get(there).context["form"]["how"].value() == "move"
    answer = send(client, there, 422, how="keep", to=str(SOON + timedelta(days=1)), because="Sjuk")
    assert "En ny dag hör till ett löfte som flyttas" in answer.content.decode()
    promise.refresh_from_db()
    assert promise.state == "open"


def test_the_persons_paper_names_the_meeting_after_this_one(cast: Cast) -> None:
    case = cast.enrolled()
    one = booked(cast, case)
    booked(cast, case, at=time(13))
    booked(cast, case, on=SOON)
    held(cast, one)
    one.refresh_from_db()
    told = str(own_copy(one, cast.as_("karin")).parts)
    assert "16 juni 2025" in told
    assert "13.00" not in told
    assert "('Namn', 'Amina Öberg')" in told
    booked(cast, case, on=SOON + timedelta(days=30), at=None, place="")
    (told_next,) = next(
        part for part in own_copy(one, cast.as_("karin")).parts if part.title == "Nästa möte"
    ).blocks
    assert isinstance(told_next, Points)
    assert told_next.items == ("Måndag 16 juni 2025 klockan 09.00, AUC.", "Onsdag 16 juli 2025.")
    card = seen_meeting(cast.as_("karin"), case.pk, one.pk)
    days = [one.on_day, SOON, SOON + timedelta(days=30)]
    assert [after.on_day for after in card.after] == days


def test_the_meetings_page_lights_its_tab_and_says_each_that_is_booked_as_the_answer_did(
    cast: Cast, page: Page
) -> None:
    case = cast.enrolled()
    one = booked(cast, case)
    between = booked(cast, case, on=SOON)
    client = page("karin")
    later = SOON + timedelta(days=30)
    note = reverse("meeting_note", args=[case.pk, one.pk])
    answer = send(client, note, **noted(one), next_day=str(later), next_at="10")
    here, tab = (reverse("meeting", args=[case.pk, one.pk]), reverse("meetings", args=[case.pk]))
    assert answer.headers["Location"] == here
    text = get(client, here)
    assert "Ett nytt möte är bokat 16 juli 2025." in text
    assert "Nästa möte" not in text, "another one comes before it"
    assert re.findall(r">(1\d ju[nl]i 2025)", text[text.index("Bokade möten:") :]) == [
        "16 juni 2025", "16 juli 2025",
    ]  # fmt: skip
    assert f'<a href="{tab}" aria-current="true">Möten och löften</a>' in text
    assert text.count("aria-current") == get(client, tab).count("aria-current")
    assert f'<a href="{tab}" aria-current="page">Möten och löften</a>' in get(client, tab)
    assert f'href="{here}"' not in text, "no link to itself"
    for each in (here, reverse("meeting", args=[case.pk, between.pk])):
        assert f'href="{each}"' in get(client, tab)


def test_the_forms_about_a_meeting_say_which_and_tick_only_who_must_have_been_there(
    cast: Cast, page: Page
) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen")
    which = "Flerpartssamtal 2 juni 2025 09.00: Planera tillsammans."
    client = page("karin")
    there = reverse("meeting_note", args=[case.pk, one.pk])
    form = client.get(there).context["form"]
    ticked = [words for key, words in form["came"].field.choices if key in form.initial["came"]]
    assert ticked == ["Amina Öberg", "AUC"]
    assert "Anteckna mötet 2 juni 2025 09.00" in get(client, there)
    assert which in get(client, there)
    assert which in get(client, reverse("meeting_cancel", args=[case.pk, one.pk]))
    held(cast, one)
    for name in ("promise_add", "meeting_correct"):
        assert which in get(client, reverse(name, args=[case.pk, one.pk]))
    bare = booked(cast, case, at=None)
    heading = get(client, reverse("meeting_note", args=[case.pk, bare.pk]))
    assert "Anteckna mötet 2 juni 2025<" in heading
