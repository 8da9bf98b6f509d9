"""The ways of those who make a link and of those who open it, step by step."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from stafett.casework.models import Participation
from stafett.safeguards.models import Reading, ReadPerson
from tests.accounts.openid.running import ID, Running, through
from tests.casework.conftest import send
from tests.casework.test_consent_pages import at, filled
from tests.cast import Cast

BACK = f"/lank/svar/{ID}/"
LINK, IDENTIFY, RESULT, ANSWER = "/lank/", "/lank/legitimera/", "/lank/klart/", "/lank/svara/"
AMINA, SOMEBODY = "196001062626", "196001209136"
"""Personal numbers that Skatteverket has published for tests."""


def with_number(cast: Cast, number: str = AMINA) -> Participation:
    """A case of somebody with a number, with Af in its team."""
    units = (*cast.enrolment().circle_units, cast.unit("Af Flen").pk)
    person = cast.person(identity_kind="personal", identity_number=number)
    return cast.enrolled("flen", person, circle_units=units)


def asked(client: Client, cast: Cast, one: Participation, **told: Any) -> str:
    """Ask for a consent by a link; gives the code as it is shown."""
    answer = send(client, at(one, "samtycke/nytt"), 200, **filled(cast, one, manner="e-id", **told))
    return code_on(answer)


def code_on(answer: Any) -> str:
    """The code that a page shows once."""
    found = re.search(r'class="secret">([0-9A-Z-]{24})<', answer.content.decode())
    assert found, answer.content.decode()
    return found[1]


def codes_on(answer: Any) -> list[str]:
    """The codes that a page shows once, of all who are asked."""
    found = re.findall(r'class="secret">([0-9A-Z-]{24})<', answer.content.decode())
    assert found, answer.content.decode()
    return found


def sent_on(answer: Any) -> str:
    """The address at the provider that a page leads to."""
    assert answer.status_code == 200, answer.content.decode()
    found = re.search(r'content="0;url=([^"]+)"', answer.content.decode())
    assert found, answer.content.decode()
    return unescape(found[1])


def on_the_way(client: Client, code: str) -> str:
    """Choose the e-ID at a link: gives the path by which the provider sends back."""
    page = client.post(LINK, {"code": code})
    assert "Legitimera dig med Kommunens inloggning" in page.content.decode()
    return through(sent_on(client.post(IDENTIFY, {"code": code, "provider": ID})), BACK)


def opened(client: Client, code: str) -> str:
    """Show who one is at a link, and read the page that comes of it."""
    return back(client, on_the_way(client, code))


def back(client: Client, path: str) -> str:
    """Come back from the provider, and read what came of it."""
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, RESULT), answer.content.decode()
    return client.get(RESULT).content.decode()


def signing(client: Client) -> str:
    """Say yes: gives the path by which the provider sends back."""
    return through(sent_on(client.post(ANSWER, {"answer": "yes"})), BACK)


def says(provider: Running, number: str = AMINA, **what: str) -> None:
    """Let the provider say this number from now on."""
    provider.says(number=number, sub=f"hos-dem-{number}", **what)


def readings_of(one: Participation) -> list[tuple[str, ...]]:
    """Who of those without a log-in has read about somebody, by which door and in what form."""
    met = ReadPerson.objects.filter(person_id=one.person_id).values("reading_id")
    rows = Reading.objects.filter(pk__in=met, user_id=None).order_by("at", "pk")
    return list(rows.values_list("role", "door", "form"))
