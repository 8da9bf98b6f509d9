"""What did somebody type in a form that could not be taken? It is shown, so that it can be copied."""

from __future__ import annotations

import re

from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from stafett.frame.once import FIELD

UNSPOKEN = {"csrfmiddlewaretoken", FIELD, "seen", "rows", "next", "password", "language", "code",
            "credential", "old_password", "new_password1", "new_password2"}  # fmt: skip
"""What a form sends that nobody typed, or that is not to be seen on a screen."""

NO_WORDS = re.compile(r".|on|\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""What a tick, a choice or a button sends: a sign, a number, or the key of a row."""


def typed_in(request: HttpRequest) -> list[str]:
    """What somebody wrote in the form that was sent, field by field; choices are left out. Nothing of what
    cannot be read as a form.

    It is shown as text and never sent again by itself: another site may have made the browser send it.
    """
    try:
        sent = [*request.POST.lists()]
    except MultiPartParserError:
        return []
    values = [value for name, all_of in sent if name not in UNSPOKEN for value in all_of]
    return [value for value in values if value and not NO_WORDS.fullmatch(value)]
