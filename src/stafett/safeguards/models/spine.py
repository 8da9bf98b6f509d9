"""What every row about a case carries, and the kinds of such rows (design § 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from stafett.database.noticed import OWN, AboutAPerson, Noticed
from stafett.parties.models import Authority

COVERED: dict[str, Any] = {"db_constraint": False, "db_index": False}
"""For keys that a composite foreign key with the controller holds already (migration 0002_walls):
a second constraint on the same column would only cost a look-up for every row."""


class RowKind(models.TextChoices):
    """The kinds of rows that a member can be let in to, each part of what a consent can name."""

    PARTICIPATION = "participation", _("deltagande")
    HOLDING = "holding", _("vem som håller ihop")
    INVOLVEMENT = "involvement", _("myndigheters medverkan")
    LIVELIHOOD = "livelihood", _("försörjning")
    OCCUPATION = "occupation", _("sysselsättning")
    AGREEMENT = "agreement", _("överenskommelser")
    HEALTH = "health", _("hälsa och vård")
    DECISION = "decision", _("beslut och bedömningar")
    NOTE = "note", _("anteckningar och kontakter")
    REFERRAL = "referral", _("vägen in")


UNOPENED = frozenset({RowKind.NOTE, RowKind.REFERRAL})
"""What no consent opens to another authority: it is handed over a piece at a time, or not at all (ADR 22)."""


class KindField(models.CharField):  # type: ignore[type-arg]
    """Which kind a row is. The list of kinds is not part of a migration: a new kind needs none."""

    def __init__(self, **options: Any) -> None:
        """A column with room for the code of any kind."""
        filled: dict[str, Any] = {"max_length": 16, "choices": RowKind.choices} | options
        super().__init__(**filled)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """As a migration knows it: without the list."""
        name, path, arguments, options = super().deconstruct()
        options.pop("choices", None)
        return name, path, arguments, options


class CaseRow(AboutAPerson):
    """The spine that every row about a case carries (design § 3): later steps add rules, no columns."""

    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", **COVERED)
    owner_authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False)
    kind = KindField()

    class Meta:
        abstract = True

    def notice(self, found: Noticed) -> None:
        """A part of a case leads to its person by the participation."""
        known = self.__dict__
        if "participation_id" in known:
            way: Any = type(self)._meta.get_field("participation")  # type: ignore[misc]
            found.part(way.related_model, OWN, known["participation_id"])
        elif hasattr(type(self), "participation"):
            by_way_of: Any = tuple(f"participation__{column}" for column in OWN)
            found.part(type(self), by_way_of, self.pk)
        else:
            super().notice(found)


@dataclass(frozen=True)
class Way:
    """How the rows of a table lead to what decides about them: circle, owner and kind."""

    circle: str = "circle_id"
    owner: str = "owner_authority_id"
    always: str = ""
    """The kind of all the rows, where they do not say it themselves."""

    @property
    def controller(self) -> str:
        """The controller of the row that the circle belongs to."""
        return f"{self.circle.removesuffix('circle_id')}controller_id"


CASE = Way()
"""A row that carries the whole spine itself."""

COPIES = Way(always="copy")
"""What an authority received from another: its own, and opened to a third by no consent, since no
consent names copies. To hand it on is an act of its own, under a consent of its own (ADR 10)."""
