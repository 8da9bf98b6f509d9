"""Telling the heads of the log's chains outside the database, where whoever owns it cannot change them."""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.core.mail import send_mail
from django.utils.translation import gettext as _

from stafett.parties.models import Authority
from stafett.safeguards.queries.verify import Head, heads, read_heads


def write_heads(path: Path) -> int:
    """Add each head that the file does not have yet, as a line of JSON; returns how many. Never rewrites.

    Raises OSError when the file cannot be written, ValueError when it is not a file of heads.
    """
    known = set(read_heads(path.read_text("utf-8").splitlines())) if path.exists() else set()
    new = [(head, made) for head, made in heads() if head not in known]
    lines = [
        json.dumps({**vars(head), "made_at": made.isoformat(), "name": _name(head)}, ensure_ascii=False)
        for head, made in new
    ]  # fmt: skip
    if lines:
        with path.open("a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
            file.flush()
            os.fsync(file.fileno())
    return len(lines)


def mail_heads(to: list[str]) -> int:
    """Mail the heads, in the same lines as in the file; returns how many. Says nothing of any person."""
    found = [json.dumps({**vars(head), "made_at": made.isoformat()}) for head, made in heads()]
    if found:
        words = _(
            "Spara det här brevet utanför Stafett. Med raderna prövas loggen: stafett log verify."
        )
        send_mail(_("Loggens förseglingar"), "\n".join([words, "", *found, ""]), None, to)
    return len(found)


def _name(head: Head) -> str:
    found = Authority.objects.filter(pk=head.controller).values_list("name", flat=True).first()
    return found or ""
