"""Do panels come where they are registered, in order, and escape what they show?"""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest
from django.template import engines

from stafett.frame import panels
from tests.frame.conftest import request_for

pytestmark = pytest.mark.urls("tests.frame.urls")


def words(text: str) -> panels.PanelContext:
    def context(request: HttpRequest, obj: Any) -> dict[str, Any]:
        return {"text": f"{text} {obj} {request.path}", "href": "", "link": ""}

    return context


def silent(request: HttpRequest, obj: Any) -> None:
    return None


def render(place: str) -> str:
    source = "{% load frame %}{% panels place thing %}"
    context = {"place": place, "thing": "<Duellen>"}
    return engines["django"].from_string(source).render(context, request_for("/delar/"))


def test_panels_of_a_place_come_in_order_with_request_and_object() -> None:
    panels.register(panels.Panel("case", 20, "frame/components/empty.html", words("andra")))
    panels.register(panels.Panel("case", 10, "trial/panel.html", words("första")))
    html = render("case")
    assert html.index("första &lt;Duellen&gt; /delar/") < html.index("andra &lt;Duellen&gt;")


def test_a_panel_sees_what_every_page_sees() -> None:
    panels.register(panels.Panel("case", 10, "trial/panel.html", words("")))
    assert "Karin Ek" in render("case")


def test_a_panel_with_nothing_to_say_leaves_no_trace() -> None:
    panels.register(panels.Panel("case", 10, "trial/panel.html", silent))
    assert render("case") == ""


def test_panels_of_other_places_stay_away() -> None:
    panels.register(panels.Panel("initiative", 10, "trial/panel.html", words("fel")))
    assert render("case") == ""


def test_a_template_comes_once_in_a_place_but_may_come_in_two_places() -> None:
    panels.register(panels.Panel("case", 10, "trial/panel.html", silent))
    panels.register(panels.Panel("initiative", 10, "trial/panel.html", silent))
    with pytest.raises(ValueError, match=r"trial/panel\.html"):
        panels.register(panels.Panel("case", 20, "trial/panel.html", silent))
