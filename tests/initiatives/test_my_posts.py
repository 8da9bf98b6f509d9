"""What each of the cast may do, told on the page about one's own account."""

from __future__ import annotations

import re
from typing import Any

import pytest

from stafett.initiatives.my_posts import posts_of
from stafett.initiatives.rights import RIGHTS, in_words
from stafett.parties import actions as parties
from stafett.parties.role_names import choices, name_of, sees_people
from stafett.safeguards.roles import ROLES, Permission
from stafett.safeguards.viewer import operator
from tests.cast import STAFF, START, TODAY, Cast

BY = operator(TODAY)


def test_every_permission_is_told_in_words() -> None:
    assert set(RIGHTS) == set(Permission)
    assert in_words([Permission.SEE_REPORTS, Permission.SEE_PEOPLE]) == [
        "se personerna i de ärenden som enheten är med i", "läsa rapporter",
    ]  # fmt: skip


def test_every_role_is_known_by_name_where_posts_are_shown() -> None:
    assert dict(choices()) == {code: str(role.name) for code, role in ROLES.items()}
    assert name_of("okand") == "okand"
    assert sees_people("coach")
    assert not sees_people("evaluator")


@pytest.mark.parametrize(("key", "role"), [(key, role) for key, _name, _unit, role in STAFF])
def test_everybody_reads_their_role_and_rights_as_sentences(
    cast: Cast, page: Any, key: str, role: str
) -> None:
    text = re.sub(r"\s+", " ", page(key).get("/konto/").content.decode())
    assert str(ROLES[role].sentence) in text
    for words in in_words(ROLES[role].permissions):
        assert f"<li>{words}</li>" in text
    for words in in_words(set(Permission) - ROLES[role].permissions):
        assert f"<li>{words}</li>" not in text


def test_the_initiatives_that_it_holds_in_are_named_with_the_branch(cast: Cast, page: Any) -> None:
    text = page("karin").get("/konto/").content.decode()
    assert '<a href="/insatser/prov/">Provinsatsen</a>, Flen' in text
    assert "hela insatsen" in page("eva").get("/konto/").content.decode()


def test_a_unit_that_takes_part_in_nothing_says_so(cast: Cast, page: Any) -> None:
    assert "inte med i någon insats" in page("rut").get("/konto/").content.decode()


def test_whoever_has_no_post_is_told_why_they_see_nothing(cast: Cast, page: Any) -> None:
    staff = cast.user("karin").staff
    assert staff
    parties.leave(staff.tenures.get(), on=TODAY, by=BY)
    assert "Du har ingen befattning i dag" in page("karin").get("/konto/").content.decode()


def test_a_role_that_is_no_longer_in_the_table_gives_nothing(cast: Cast) -> None:
    staff = cast.user("karin").staff
    assert staff
    post = parties.open_post(cast.unit("AUC"), "gammal-roll", "Kvar", from_day=START, by=BY)
    parties.appoint(staff, post, from_day=START, by=BY)
    found = {each.role: each for each in posts_of(cast.viewer("karin"))}
    assert (found["gammal-roll"].sentence, found["gammal-roll"].rights) == ("", [])
