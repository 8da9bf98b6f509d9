"""Does the menu show each viewer the doors they may open, and no others?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from stafett.frame import menu
from tests.frame.cast import KARIN, NOBODY, STEERING, Somebody

pytestmark = pytest.mark.urls("tests.frame.urls")


def words(viewer: Somebody | None, place: menu.Place = "main") -> list[str]:
    return [str(item.label) for item in menu.items_for(viewer, place)]


@pytest.mark.usefixtures("with_menu")
def test_a_viewer_sees_the_doors_that_their_permissions_open_in_order() -> None:
    assert words(KARIN) == ["Idag", "Deltagare", "Rapporter"]
    assert words(STEERING) == ["Idag", "Rapporter"]


@pytest.mark.usefixtures("with_menu")
@pytest.mark.parametrize("viewer", [None, NOBODY])
def test_before_log_in_the_main_menu_is_empty(viewer: Somebody | None) -> None:
    assert words(viewer) == []


@pytest.mark.usefixtures("with_menu")
@pytest.mark.parametrize("viewer", [None, NOBODY, KARIN])
def test_a_footer_door_without_permission_is_for_all(viewer: Somebody | None) -> None:
    assert words(viewer, "footer") == ["Om orden"]


def test_a_footer_door_with_permission_is_not_shown_before_log_in() -> None:
    menu.register(menu.MenuItem("Drift", "trial_start", "operate", place="footer"))
    assert words(None, "footer") == []


def test_doors_of_the_same_order_come_by_name() -> None:
    menu.register(menu.MenuItem("Andra", "trial_start"))
    menu.register(menu.MenuItem("Första", "trial_components"))
    assert words(KARIN) == ["Första", "Andra"]


def test_the_same_door_cannot_be_hung_twice() -> None:
    menu.register(menu.MenuItem("Idag", "trial_start"))
    with pytest.raises(ValueError, match="trial_start"):
        menu.register(menu.MenuItem("I dag", "trial_start"))


@pytest.mark.usefixtures("with_menu")
@pytest.mark.parametrize(
    ("path", "marks"),
    [
        ("/delar/", ["", "page", ""]),
        ("/delar/7/", ["", "true", ""]),
        ("/", ["page", "", ""]),
        ("/annat/", ["", "", ""]),
    ],
)
def test_the_door_that_one_stands_behind_is_marked(path: str, marks: list[str]) -> None:
    assert [link.current for link in menu.links_for(KARIN, path)] == marks


def test_there_is_no_way_out_until_one_is_named() -> None:
    assert menu.log_out_url() == ""
    menu.register_log_out("trial_log_out")
    assert menu.log_out_url() == "/ut/"


def test_a_page_that_is_not_mounted_has_no_address() -> None:
    assert menu.address_of("set_language") == "/i18n/setlang/"
    assert menu.address_of("nowhere") == ""


def test_a_door_with_nothing_behind_it_for_a_viewer_is_not_shown_to_them() -> None:
    menu.register(
        menu.MenuItem("Listan", "trial_start", "see_people", usable=lambda who: who.user_id == 9)
    )
    assert words(KARIN) == []
    assert words(replace(KARIN, user_id=9)) == ["Listan"]
    assert words(replace(STEERING, user_id=9)) == []
