"""Files as they come in, and short ways to put one in a case."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.documents.actions import NewDocument, put
from stafett.documents.models import Document
from stafett.safeguards.actions import Scan
from tests.cast import TODAY, Cast

PDF, PNG, JPEG = b"%PDF-1.7 prov", b"\x89PNG\r\n\x1a\nprov", b"\xff\xd8\xffprov"
TYPED = {"title": "Betyg från komvux", "what": "grades", "on_day": TODAY.isoformat()}
"""What is said of a file, as it is typed."""


def scan(content: bytes = PDF, kind: str = "application/pdf", name: str = "betyg.pdf") -> Scan:
    return Scan(name, kind, content)


def put_in(cast: Cast, one: Participation, who: str = "karin", **told: Any) -> Document:
    known = {
        "title": "Betyg från komvux",
        "what": "grades",
        "on_day": TODAY,
        "file": scan(),
        **told,
    }
    return put(one, NewDocument(**known), by=cast.as_(who))


def with_af(cast: Cast) -> Participation:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    return one


def upload(content: bytes = PDF, name: str = "betyg.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def sent(client: Client, one: Participation, **told: Any) -> Any:
    """A file sent with the page's form, as a browser does it."""
    where = reverse("document_new", args=[one.pk])
    return client.post(where, {**TYPED, "file": upload(), **told})


def address(made: Document, door: str = "document_file") -> str:
    return reverse(door, args=[made.participation_id, made.pk])
