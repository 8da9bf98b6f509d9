"""Does somebody who stands in have the post meanwhile, and no longer; and who may say so? (A20)"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from stafett.parties import actions, queries
from stafett.parties.models import Position, Staff, Tenure
from stafett.parties.refusals import Refused
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.viewer import Post, Viewer, operator
from tests.cast import START, TODAY, Cast
from tests.parties.filling_in import fill_in
from tests.parties.places import coach, tenure
from tests.parties.test_pages import text_of

DAY = timedelta(days=1)
MAY = TODAY - 2 * DAY
UNTIL = TODAY + 30 * DAY
NOTE = "Semester"


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


def staff(cast: Cast, key: str) -> Staff:
    found = cast.user(key).staff
    assert found
    return found


def colleague(cast: Cast) -> Staff:
    """Somebody more at the board that AUC belongs to, who works in another unit."""
    return staff(cast, "eva")


def given(cast: Cast, by: str = "lena", **changed: Any) -> Tenure:
    """Eva stands in for Karin, as her manager has said."""
    told = {"staff": colleague(cast), "position": coach(), "from_day": TODAY, "until_day": UNTIL,
            "because": NOTE, **changed}  # fmt: skip
    who, post = told.pop("staff"), told.pop("position")
    return actions.stand_in(who, post, by=cast.viewer(by), **told)


def posts_on(cast: Cast, day: date, key: str = "eva") -> list[tuple[str, bool]]:
    viewer = viewer_of(cast.user(key), day)
    return sorted((post.role, post.stands_in) for post in viewer.posts)


def test_who_stands_in_has_the_post_between_the_days_and_the_holder_keeps_it(cast: Cast) -> None:
    given(cast)
    own = ("project_leader", False)
    assert posts_on(cast, TODAY - DAY) == [own]
    assert posts_on(cast, TODAY) == posts_on(cast, UNTIL - DAY) == [("coach", True), own]
    assert posts_on(cast, UNTIL) == [own]
    assert posts_on(cast, TODAY, "karin") == [("coach", False)]


def refusal(cast: Cast, **changed: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        given(cast, **changed)
    assert not Tenure.objects.filter(stands_in=True, from_day=changed.get("from_day", TODAY),
                                     note=changed.get("because", NOTE)).exists()  # fmt: skip
    return str(caught.value), caught.value.field


def test_nobody_stands_in_without_a_reason(cast: Cast) -> None:
    sentence, field = refusal(cast, because=" ")
    assert (field, "Skriv varför" in sentence) == ("note", True)


def test_what_is_over_is_not_given(cast: Cast) -> None:
    sentence, field = refusal(cast, from_day=TODAY - 9 * DAY, until_day=TODAY)
    assert (field, "har redan varit" in sentence) == ("last_day", True)


def test_nobody_gives_a_post_to_themselves(cast: Cast) -> None:
    sentence, field = refusal(cast, staff=staff(cast, "lena"))
    assert (field, "Ingen utser sig själv" in sentence) == ("staff", True)


def test_somebody_of_another_authority_does_not_stand_in(cast: Cast) -> None:
    sentence, field = refusal(cast, staff=staff(cast, "per"))
    assert (field, "arbetar hos myndigheten" in sentence) == ("staff", True)


def test_a_post_that_ends_has_no_stand_in_after_it(cast: Cast) -> None:
    by = operator(TODAY)
    post = actions.open_post(cast.unit("AUC"), "caseworker", "Kort", from_day=START, by=by,
                             until_day=TODAY + 3 * DAY)  # fmt: skip
    sentence, field = refusal(cast, position=post)
    assert (field, "finns inte under hela den tiden" in sentence) == ("from_day", True)


def test_the_holder_does_not_stand_in_for_themselves(cast: Cast, page: Any) -> None:
    form = {"staff": staff(cast, "karin").pk, "last_day": "2025-06-30", "note": NOTE}
    response = fill_in(page("lena"), reverse("stand_in", args=[coach().pk]), **form)
    assert response.status_code == 422
    assert "Personen har redan befattningen" in response.content.decode()


def test_two_do_not_stand_in_at_once_and_the_sentence_says_who_and_when(cast: Cast) -> None:
    given(cast)
    sven = actions.add_staff(cast.unit("AUC").authority, "Nils Ny", by=operator(TODAY))
    sentence, field = refusal(cast, staff=sven, from_day=TODAY + DAY, because="Kurs")
    assert field == "from_day"
    assert "Eva Led står redan in där, 2 juni 2025 – 1 juli 2025" in sentence
    given(cast, staff=sven, from_day=UNTIL, until_day=UNTIL + DAY)


def test_one_without_an_end_is_told_too(cast: Cast) -> None:
    actions.leave(tenure(), on=TODAY, by=operator(TODAY))
    actions.appoint(colleague(cast), coach(), from_day=TODAY, by=operator(TODAY), stands_in=True)
    sven = actions.add_staff(cast.unit("AUC").authority, "Nils Ny", by=operator(TODAY))
    assert "tills vidare" in refusal(cast, staff=sven, from_day=TODAY + DAY)[0]


@pytest.mark.parametrize("key", ["karin", "per", "sven", "lotta", "rakel", "ulf"])
def test_others_than_the_manager_and_those_who_fill_the_post_do_not_decide(
    key: str, cast: Cast
) -> None:
    with pytest.raises(PermissionDenied, match="chefen för AUC"):
        given(cast, by=key)


def test_a_manager_gives_no_role_that_decides_over_others_but_her_own(cast: Cast) -> None:
    by = operator(TODAY)
    unit = cast.unit("AUC")
    leader = actions.open_post(unit, "project_leader", "Ledare", from_day=START, by=by)
    odd = actions.open_post(unit, "unheard_of", "Okänd", from_day=START, by=by)
    for post in (leader, odd):
        with pytest.raises(PermissionDenied):
            given(cast, position=post)
    assert given(cast, position=Position.objects.get(role="unit_manager", unit=unit))
    assert given(cast, by="eva", staff=staff(cast, "karin"), position=leader)


def test_a_manager_decides_in_her_own_unit_alone(cast: Cast) -> None:
    post = actions.open_post(cast.unit("Projektkontoret"), "coach", "Coach", from_day=START,
                             by=operator(TODAY))  # fmt: skip
    with pytest.raises(PermissionDenied, match="chefen för Projektkontoret"):
        given(cast, position=post)


def test_it_is_ended_early_by_the_manager_and_one_not_begun_is_taken_back(cast: Cast) -> None:
    lena = cast.viewer("lena")
    begun = given(cast, from_day=TODAY - 5 * DAY)
    actions.leave(begun, on=TODAY, by=lena)
    assert posts_on(cast, TODAY) == [("project_leader", False)]

    coming = given(cast, from_day=TODAY + 5 * DAY)
    actions.leave(coming, on=TODAY, by=lena)
    at_once = given(cast)
    actions.leave(at_once, on=TODAY, by=lena)
    assert Tenure.objects.filter(stands_in=True).count() == 1


def test_ending_is_asked_of_the_same_people_as_giving(cast: Cast) -> None:
    one = given(cast)
    with pytest.raises(PermissionDenied, match="chefen för AUC"):
        actions.leave(one, on=TODAY, by=cast.viewer("karin"))
    with pytest.raises(PermissionDenied, match="avgör själv|Be någon av dem"):
        actions.leave(tenure_of_karin(), on=TODAY, by=cast.viewer("lena"))


def tenure_of_karin() -> Tenure:
    return Tenure.objects.get(position=coach(), stands_in=False)


def test_the_page_gives_and_ends_and_says_what_it_means(cast: Cast, page: Any) -> None:
    client, address = page("lena"), reverse("stand_in", args=[coach().pk])
    assert "Ordinarie: Karin Ek" in text_of(client.get(address))
    form = {
        "staff": colleague(cast).pk,
        "from_day": "2025-06-10",
        "last_day": "2025-06-30",
        "note": NOTE,
    }
    assert fill_in(client, address, **form).status_code == 302
    one = Tenure.objects.get(stands_in=True)
    assert (one.from_day, one.until_day, one.note) == (date(2025, 6, 10), date(2025, 7, 1), NOTE)

    post = text_of(client.get(reverse("post", args=[coach().pk])))
    assert "Eva Led står in Semester" in post
    leaving = reverse("leave", args=[one.pk])
    assert "Har inte börjat än" in text_of(client.get(leaving))
    assert fill_in(client, leaving, last_day="2025-06-01").status_code == 302
    assert not Tenure.objects.filter(stands_in=True).exists()


def test_nothing_typed_is_lost_when_it_is_refused(cast: Cast, page: Any) -> None:
    form = {"staff": colleague(cast).pk, "last_day": "2025-05-01", "note": "Kurs i Umeå"}
    response = fill_in(page("lena"), reverse("stand_in", args=[coach().pk]), **form)
    assert response.status_code == 422
    assert "Kurs i Umeå" in response.content.decode()


def test_the_lists_say_who_is_there_and_who_stands_in(cast: Cast, page: Any) -> None:
    given(cast)
    flen = reverse("party", args=[cast.party("Flen").pk])
    assert "Karin Ek Eva Led står in till 1 juli 2025" in text_of(page("karin").get(flen))
    mine = text_of(page("eva").get("/"))
    assert "Du är ställföreträdare för Karin Ek till 1 juli 2025." in mine
    assert "Eva Led är din ställföreträdare till 1 juli 2025." in text_of(page("karin").get("/"))
    assert "tällföreträdare" not in text_of(page("per").get("/"))


def test_why_somebody_is_away_is_for_those_who_decide(cast: Cast, page: Any) -> None:
    given(cast, because="Zqskäl")
    address = reverse("post", args=[coach().pk])
    assert "Zqskäl" in text_of(page("lena").get(address))
    for key in ("karin", "per", "rakel"):
        assert "Zqskäl" not in text_of(page(key).get(address))


def test_standing_in_where_nobody_is_is_said_otherwise(cast: Cast) -> None:
    by = operator(TODAY)
    actions.leave(tenure(), on=MAY, by=by)
    one = actions.appoint(colleague(cast), coach(), from_day=MAY, by=by, stands_in=True)
    (told,) = queries.my_stand_ins(cast.viewer("eva"))
    assert told.words == "Du vikarierar som coach tills vidare."
    actions.leave(one, on=UNTIL, by=by)
    (told,) = queries.my_stand_ins(cast.viewer("eva"))
    assert (told.words, told.holder) == ("Du vikarierar som coach till 1 juli 2025.", "")
    assert queries.instead_of_me(cast.viewer("karin")) == []


def test_one_without_an_end_is_until_further_notice(cast: Cast, page: Any) -> None:
    actions.appoint(colleague(cast), coach(), from_day=TODAY, by=operator(TODAY), stands_in=True)
    assert "för Karin Ek tills vidare." in text_of(page("eva").get("/"))
    assert "Eva Led är din ställföreträdare tills vidare." in text_of(page("karin").get("/"))


def test_a_viewer_can_be_asked_what_each_post_lets_in_to() -> None:
    both = Viewer(1, "x", TODAY, (Post(1, 1, 1, "coach"), Post(2, 2, 1, "coach", stands_in=True)))
    own = both.holding(post for post in both.posts if not post.stands_in)
    assert [post.position_id for post in own.posts] == [1]


def call(client: Any, address: str, **sent: Any) -> Any:
    return client.post(f"/api/v1/{address}", json.dumps(sent), content_type="application/json")


def test_the_api_gives_tells_and_ends(cast: Cast, page: Any) -> None:
    client, post = page("lena"), coach().pk
    told = {
        "staff": colleague(cast).pk,
        "from_day": "2025-06-02",
        "last_day": "2025-06-30",
        "note": NOTE,
    }
    made = call(client, f"posts/{post}/stand-ins", **told)
    assert made.status_code == 201
    assert client.get(f"/api/v1/posts/{post}/stand-ins").json() == [made.json()]
    assert (made.json()["last_day"], made.json()["staff"]) == ("2025-06-30", told["staff"])
    assert call(client, f"posts/{post}/stand-ins", **told).status_code == 422
    ended = call(client, f"tenures/{made.json()['id']}/last-day", last_day="2025-06-15")
    assert (ended.status_code, ended.json()["last_day"]) == (201, "2025-06-15")
    back = call(client, f"tenures/{made.json()['id']}/last-day", last_day="2025-06-01")
    assert back.status_code == 201
    assert client.get(f"/api/v1/posts/{post}/stand-ins").json() == []
    begun = given(cast, from_day=TODAY - DAY)
    wrong = call(client, f"tenures/{begun.pk}/last-day", last_day="1999-01-01")
    assert "före den första" in wrong.json()["faults"][0]["sentence"]
    assert call(page("karin"), f"posts/{post}/stand-ins", **told).status_code == 403
    assert (
        call(client, f"tenures/{tenure_of_karin().pk}/last-day", last_day="2025-06-15").status_code
        == 404
    )
