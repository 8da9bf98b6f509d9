"""Is whoever has found a fault told where to turn, by whoever runs the installation and nobody else?"""

from __future__ import annotations

from typing import Any

from django.test import Client

ADDRESS = "/.well-known/security.txt"


def test_the_contact_is_the_operators_own_and_holds_for_a_while(db: None, settings: Any) -> None:
    settings.SECURITY_CONTACT = "mailto:sakerhet@kommun.example"
    answer = Client().get(ADDRESS)
    contact, expires, languages = answer.content.decode().splitlines()
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert contact == "Contact: mailto:sakerhet@kommun.example"
    assert expires.startswith("Expires: 2")
    assert languages == "Preferred-Languages: sv, en"


def test_nobody_is_pointed_to_until_the_operator_has_said_whom(db: None, settings: Any) -> None:
    settings.SECURITY_CONTACT = ""
    assert Client().get(ADDRESS).status_code == 404
