"""Short ways to ask for own data, compile, decide, and fetch the files."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from stafett.casework.models import Participation
from stafett.database.own_data import About
from stafett.parties.models import Authority
from stafett.safeguards.actions.own_data import compile_request, decide_own_data, note_request
from stafett.safeguards.models import OwnDataRequest
from stafett.safeguards.own_data_rules import Excluded
from stafett.safeguards.queries.own_data import compiled
from tests.casework.test_consent_paper import words
from tests.cast import Cast

ASKED = {"asked_by": "Personen själv", "asked_how": "desk", "asked_on": date(2025, 5, 30),
         "identity_checked": "Legitimation visad"}  # fmt: skip
APPEAL = "Skriv till nämnden inom tre veckor."


def noted(cast: Cast, one: Participation, by: str = "karin", **facts: Any) -> OwnDataRequest:
    """Somebody's own authority has been asked."""
    cast.as_everyone()
    viewer = cast.viewer(by)
    authority = cast.unit(viewer.posts[0].unit).authority
    return note_request(one.circle, authority, **{**ASKED, **facts}, by=viewer)


def ready(cast: Cast, one: Participation, by: str = "lena") -> OwnDataRequest:
    """The same, compiled."""
    asked = noted(cast, one)
    compile_request(asked, by=cast.viewer(by))
    return OwnDataRequest.objects.get(pk=asked.pk)


def decided(
    cast: Cast, asked: OwnDataRequest, *excluded: Excluded, appeal: str = APPEAL
) -> OwnDataRequest:
    """The same, decided by Lena."""
    told = {"digest": asked.compiled_digest, "appeal": appeal}
    decide_own_data(asked, excluded, **told, by=cast.viewer("lena"))
    return OwnDataRequest.objects.get(pk=asked.pk)


def at(asked: OwnDataRequest, word: str = "") -> str:
    """The address of a page of a request."""
    case = Participation.objects.get(circle=asked.circle_id)
    return f"/deltagare/{case.pk}/egna-uppgifter/{asked.pk}/{word}"


def without(item: str = "", column: str = "", about: About = About.LIFE, **more: Any) -> Excluded:
    """Something left out, with reason and ground."""
    said = {"why": "secrecy", "ground": "Vår sekretessprövning", "because": "Kan skada"}
    return Excluded(about, **{**said, **more}, item=item, column=column)


def files(client: Client, asked: OwnDataRequest) -> tuple[str, dict[str, Any]]:
    """The words of the paper, and the data file."""
    paper = client.get(at(asked, "egna-uppgifter.pdf"))
    data = client.get(at(asked, "egna-uppgifter.json"))
    assert (paper.status_code, data.status_code) == (200, 200), paper.content[:300]
    return words(paper), json.loads(data.content)


def keys(asked: OwnDataRequest) -> list[str]:
    """The keys of everything that was compiled."""
    assert asked.compiled_at
    found = compiled(asked.circle, asked.authority, asked.compiled_at)
    return [thing.key for section in found for thing in section.things]


def compiled_for(one: Participation, authority: Authority) -> list[tuple[str, dict[str, Any]]]:
    """What an authority would answer: of each row and earlier version the table and the words."""
    found = compiled(one.circle, authority, timezone.now())
    return [
        (thing.key, version.words)
        for section in found for thing in section.things for version in thing.versions
    ]  # fmt: skip
