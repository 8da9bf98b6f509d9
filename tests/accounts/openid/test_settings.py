"""The operator's file of identity providers: read whole, or refused with what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stafett.accounts.openid import settings as openid

WHOLE = """
[[provider]]
id = "kommunen"
name = "Kommunens inloggning"
server_url = "https://id.kommunen.example"
client_id = "stafett"
client_secret = "hemligt"

[provider.levels]
"http://id.elegnamnden.se/loa/1.0/loa2" = 2
"http://id.elegnamnden.se/loa/1.0/loa3" = 3
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "openid.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_provider_is_read_with_what_its_word_is_worth(tmp_path: Path) -> None:
    (one,) = openid.read(written(tmp_path, WHOLE))
    assert one.acr_values.split()[0].endswith("loa3")
    assert [one.level_of(acr) for acr in (one.acr_values.split()[1], "annat", "", None)] == [
        2,
        0,
        0,
        0,
    ]
    assert "hemligt" not in repr(one)
    assert openid.for_allauth((one,))["openid_connect"]["APPS"][0]["secret"] == "hemligt"


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ('client_id = "stafett"', "", "client_id"),
        ("https://id", "http://id", "https://"),
        ("= 3", "= 4", "from 1 to 3"),
        ("[provider.levels]", "[provider.other]", "levels"),
        ("[[provider]]", "[[provider", "line"),
        (WHOLE, WHOLE + WHOLE, "same id"),
        ('id = "kommunen"', 'id = "kommunen"\nhemligt = 1', "hemligt"),
    ],
)
def test_a_file_that_can_not_be_used_says_why(
    tmp_path: Path, was: str, becomes: str, words: str
) -> None:
    with pytest.raises(openid.Unusable, match=words):
        openid.read(written(tmp_path, WHOLE.replace(was, becomes, 1)))


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(openid.Unusable, match=r"openid\.toml"):
        openid.read(tmp_path / "openid.toml")


SHOW = """
from django.conf import settings as s
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME, s.SESSION_COOKIE_SECURE,
      s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_SAMESITE, s.SESSION_COOKIE_HTTPONLY, s.REQUIRED_LEVELS,
      [one.id for one in s.OPENID_PROVIDERS])
"""


def test_over_https_a_cookie_is_this_hosts_alone_and_people_take_two_factors(
    tmp_path: Path,
) -> None:
    environment = {**os.environ, "STAFETT_HTTPS": "1", "DJANGO_SETTINGS_MODULE": "stafett.settings",
                   "STAFETT_OPENID": str(written(tmp_path, WHOLE))}  # fmt: skip
    environment.pop("STAFETT_LEVELS", None)
    told = subprocess.run(
        [sys.executable, "-c", SHOW], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == (
        "__Host-sessionid __Host-csrftoken __Host-language True True Lax True "
        "{'sees_people': 2, 'powerful': 2} ['kommunen']"
    )
