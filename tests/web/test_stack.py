"""Does what is called for a request find room, without memory being mapped for each call?"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from stafett.web.stack import ROOM, room_for_a_request


def test_the_room_is_taken_before_anything_else_is_called() -> None:
    assert settings.MIDDLEWARE[0] == "stafett.web.stack.room_for_a_request"


def test_the_answer_passes_through_the_frame_that_takes_the_room() -> None:
    answer = HttpResponse("hej")
    handle = room_for_a_request(lambda request: answer)
    assert handle(HttpRequest()) is answer
    assert handle.__code__.co_stacksize == ROOM  # type: ignore[attr-defined]
