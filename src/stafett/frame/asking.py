"""Asks once whether something odd is meant: whoever says so is not asked again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from stafett.frame.form_fields import a_question

Text = str | Promise


class AsksOnce(forms.Form):
    """Mixed into a form whose answers can be odd without being wrong: asked when nothing else is wrong."""

    as_written = a_question(
        forms.BooleanField(label=gettext_lazy("Ja, det stämmer"), required=False)
    )
    asked: list[str] = []
    asks: ClassVar[Text] = gettext_lazy(
        "%(odd)s Stämmer det? Rätta, eller kryssa i att det stämmer."
    )
    """How it is asked, with what is odd in words."""
    asks_under: ClassVar[Text] = gettext_lazy("Stämmer det?")
    """What the question stands under."""

    def ask_once(self, cleaned: Mapping[str, Any], questions: Iterable[str]) -> None:
        """Ask the questions, unless it is said already that it is meant; for where nothing else is wrong."""
        if cleaned.get("as_written"):
            return
        odd = list(questions)
        if odd:
            self.asked, self.fields["as_written"].required = ["as_written"], True
            self.add_error("as_written", str(self.asks) % {"odd": " ".join(odd)})

    def question(self) -> list[tuple[Text, list[str]]]:
        """The group that the question stands in; none before it is asked."""
        if self.asked or self.data.get("as_written"):
            return [(self.asks_under, ["as_written"])]
        return []


class AsksUnderItsOwn(AsksOnce):
    """The same in a form that draws its fields in groups: the question under its own heading once asked."""

    if TYPE_CHECKING:

        def visible_fields(self) -> list[BoundField]: ...

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields, and the question when it is asked."""
        yield "", [bound for bound in self.visible_fields() if bound.name != "as_written"]
        for legend, names in self.question():
            yield str(legend), [self[name] for name in names]


__all__ = ["AsksOnce", "AsksUnderItsOwn"]
