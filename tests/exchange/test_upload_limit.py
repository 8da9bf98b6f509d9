"""Is a file above the limit refused before it is read, with its sentence, and the form's token kept?"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stafett.exchange import upload as module
from stafett.exchange.models import RegisterImport
from tests.exchange.doors import ANNA, register, upload

LIMIT = 200_000


@pytest.fixture(autouse=True)
def small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "UPLOAD_LIMIT", LIMIT)


class Counted(BytesIO):
    """A body that knows how much of it was asked for."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.taken += len(found)
        return found


def body(size: int, token: str = "") -> tuple[bytes, str]:
    """A form as a browser sends it, its fields before its file."""
    fields = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("csrfmiddlewaretoken", token), ("where", "prov"))
    )
    file = (
        '--x\r\nContent-Disposition: form-data; name="file"; filename="r.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    return (fields + file).encode() + b"a;b\n" * (
        size // 4
    ) + b"\r\n--x--\r\n", "multipart/form-data; boundary=x"


def streamed(client: Client, stream: Counted, kind: str, **announced: int) -> HttpResponse:
    """Send a body that is read as the server reads it."""
    said: dict[str, Any] = {"wsgi.input": stream, "CONTENT_TYPE": kind, **announced}
    return client.generic("POST", reverse("imports"), b"", **said)  # type: ignore[return-value]


def logged_in(page: Any) -> Client:
    """Eva's browser, which is asked for the form's token."""
    eva = page("eva")
    eva.handler.enforce_csrf_checks = True
    return eva  # type: ignore[no-any-return]


def test_a_larger_file_is_refused_before_it_is_read(page: Any) -> None:
    eva = logged_in(page)
    eva.get(reverse("imports"))
    content, kind = body(10_000_000, eva.cookies["csrftoken"].value)
    stream = Counted(content)
    answer = streamed(eva, stream, kind, CONTENT_LENGTH=len(content))
    assert answer.status_code == 413
    assert "Filen är större än 20 MB och har inte lästs." in answer.content.decode()
    assert stream.taken < 500_000
    assert not RegisterImport.objects.exists()


def test_the_one_fault_is_beside_the_file(page: Any) -> None:
    answer = upload(page("eva"), b"a;b\n" * 200_000)
    assert list(answer.context["form"].errors) == ["file"]
    assert answer.context["form"]["where"].value() == "prov"


def test_a_file_just_above_the_limit_is_counted(page: Any) -> None:
    """What is announced holds the form too, so a little more than the limit is only seen by counting."""
    assert upload(page("eva"), b"a" * (LIMIT + 1)).status_code == 413


def test_a_file_just_within_the_limit_is_read(page: Any) -> None:
    padded = register(ANNA) + b"\n" * (LIMIT - len(register(ANNA)))
    assert len(padded) == LIMIT
    assert upload(page("eva"), padded).status_code == 302


def test_two_files_are_counted_together(page: Any) -> None:
    files = [SimpleUploadedFile("r.csv", b"a" * (LIMIT - 20_000)) for _ in range(2)]
    answer = page("eva").post(reverse("imports"), {"where": "prov", "file": files})
    assert answer.status_code == 413


def test_a_form_without_its_token_is_refused_as_ever(page: Any) -> None:
    content, kind = body(1000)
    answer = streamed(logged_in(page), Counted(content), kind, CONTENT_LENGTH=len(content))
    assert answer.status_code == 403


def test_what_is_sent_without_announcing_its_size_is_not_read(page: Any) -> None:
    content, kind = body(10_000_000)
    stream = Counted(content)
    answer = streamed(page("eva"), stream, kind)
    assert answer.status_code == 422
    assert stream.taken == 0


def test_the_api_refuses_the_same(page: Any) -> None:
    file = SimpleUploadedFile("r.csv", b"a" * 10 * LIMIT)
    answer = page("eva").post("/api/v1/initiatives/prov/register", {"file": file})
    assert answer.status_code == 413
    assert "stafett import register" in answer.json()["detail"]


def test_the_limit_of_the_page_is_that_of_the_register() -> None:
    from stafett.exchange.forms import MEGABYTES
    from stafett.exchange.register import PAGE

    assert PAGE.file_bytes // 1_000_000 == MEGABYTES == 20
    assert PAGE.file_bytes > module.ROOM_FOR_THE_FORM
