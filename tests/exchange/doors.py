"""Registers to send in, and what to do with them: by the page, the worker, the API and the command."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stafett.exchange import jobs
from stafett.exchange.actions import read_in
from stafett.exchange.models import RegisterImport
from stafett.exchange.outline import open_table
from stafett.exchange.register import guess
from stafett.exchange.verdict import Verdict
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.viewer import Viewer
from tests.cast import TODAY, Cast

HEADERS = (
    "Ärendenummer;Förnamn;Efternamn;Kön;Födelsedatum;Gren;Startdatum;Slutdatum;Utfall;"
    "Vad händer härnäst;Remitterande part;Inblandade parter"
)
ANNA = "K-1;Anna;Ek;kvinna;1999-03-01;Flen;2024-02-01;;;;Arbetsförmedlingen;Arbetsförmedlingen, FK"
BO = "K-2;Bo;Al;man;2000-04-02;Flen;2024-03-01;2024-09-30;Arbete;Ingen behövs;Försäkringskassan;FK"


def register(*rows: str, headers: str = HEADERS) -> bytes:
    """A CSV file as Excel in Swedish saves it."""
    return "\n".join([headers, *rows]).encode("utf-8-sig")


def read(
    content: bytes, cast: Cast, by: Viewer, *, branch: str = "", columns: dict[str, str] | None = None,
    dry_run: bool = False,
) -> Verdict:  # fmt: skip
    """Read a file in by the action itself, with the columns that are guessed."""
    set_reach(by.controllers)
    table = open_table(content)
    return read_in(
        table, columns or guess(table.headers).mapping, cast.initiative, today=TODAY, by=by,
        branch=cast.branch(branch) if branch else None, dry_run=dry_run,
    )  # fmt: skip


def sentences(verdict: Verdict) -> list[str]:
    """Everything that is said of the file."""
    return [fault.sentence for fault in verdict.tally]


def upload(
    client: Client, content: bytes, where: str = "prov", name: str = "register.csv"
) -> HttpResponse:
    """Send a file to the page."""
    sent = {"where": where, "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("imports"), sent)  # type: ignore[return-value]


def uploaded(client: Client, content: bytes, where: str = "prov") -> RegisterImport:
    """Send a file to the page, and meet it there."""
    answer = upload(client, content, where)
    assert answer.status_code == 302, answer.content.decode()
    return RegisterImport.objects.get(pk=UUID(answer.headers["Location"].split("/")[2]))


def columns_of(client: Client, one: RegisterImport) -> dict[str, str]:
    """What the form for columns is filled in with from the beginning."""
    form = client.get(address(one)).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def address(one: RegisterImport) -> str:
    """Where the page of an import is."""
    return reverse("register-import", args=[one.pk])


def send_to_check(client: Client, one: RegisterImport, **changed: str) -> Any:
    """Accept the guessed columns, but for those changed."""
    return client.post(address(one), columns_of(client, one) | changed)


def work(one: RegisterImport) -> RegisterImport:
    """Do what the worker would do with the file, and meet it again."""
    one.refresh_from_db()
    keep = one.status == "applying"
    jobs.run(one.pk, one.uploaded_by_id, one.job, keep=keep)
    one.refresh_from_db()
    return one


def checked(client: Client, content: bytes, where: str = "prov") -> RegisterImport:
    """A file that has been sent in and checked."""
    one = uploaded(client, content, where)
    send_to_check(client, one)
    return work(one)


def taken(client: Client, content: bytes, where: str = "prov") -> RegisterImport:
    """A file that has been sent in, checked and taken."""
    one = checked(client, content, where)
    client.post(reverse("take-register", args=[one.pk]))
    return work(one)
