"""Which page a link puts a question on, and what takes the answer, where an app above asks it.

A consent is asked for here. What else somebody outside is asked registers from its own `AppConfig.ready`, by
the link's purpose: a form that knows the link, with the template that it stands in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from stafett.safeguards.models import Link


class Answering(forms.Form):
    """A question to whoever a link is for; `save` takes the answer, and is False when it came to nothing."""

    template: ClassVar[str] = ""

    def __init__(self, data: Mapping[str, Any] | None, *, link: Link, day: date) -> None:
        """The question as it stands, or with the answer that was sent."""
        self.link, self.day = link, day
        super().__init__(data)

    if TYPE_CHECKING:

        def save(self) -> bool:
            """Take the answer. Every form has its own."""


_asking: dict[str, type[Answering]] = {}


def register(purpose: str, kind: type[Answering]) -> None:
    """Let links for this purpose put that question from now on."""
    if purpose in _asking:
        raise ValueError(f"{purpose!r} is asked about already")
    _asking[purpose] = kind


def asked_by(link: Link) -> type[Answering] | None:
    """What a link asks; None of those that are a consent or only show something."""
    return _asking.get(link.purpose)


__all__ = ["Answering", "asked_by", "register"]
