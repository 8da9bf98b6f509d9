"""What was found at the end of a month, in the night that it could be: the rows that figures of it count."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.functions import ExtractDay
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from stafett.casework.between import rules
from stafett.initiatives.models import Initiative
from stafett.parties.models import Authority
from stafett.safeguards.models import COVERED, CaseRow, RowKind


def ends_a_month(name: str) -> models.CheckConstraint:
    """The rule that a day is the last of its month."""
    next_day = ExpressionWrapper(F("on_day") + timedelta(days=1), models.DateField())
    return models.CheckConstraint(condition=Q(Exact(ExtractDay(next_day), 1)), name=name)


class RuleField(models.CharField):  # type: ignore[type-arg]
    """The code of a rule of Mellan stolarna. Which rules there are is not part of a migration."""

    def __init__(self, **options: Any) -> None:
        """A column with room for the code of any rule, which is told by the rule's name."""
        filled: dict[str, Any] = {"max_length": 40, "blank": True, "choices": names_of_rules}
        super().__init__(**(filled | options))

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """As a migration knows it: without the list."""
        name, path, arguments, options = super().deconstruct()
        options.pop("choices", None)
        return name, path, arguments, options


def names_of_rules() -> list[tuple[str, Any]]:
    """What each rule is called, and what a row is called that tells that the rules were asked."""
    return [("", _("Reglerna har gåtts igenom")), *((one.code, one.name) for one in rules())]


class LookedThrough(CaseRow):
    """An open participation that the rules were asked about at a month's end, and a row for each that found it.

    Written once, in the night between the months, and never changed: nobody can ask the rules later how it
    stood. The row without a rule is what the others are counted of.
    """

    participation = models.ForeignKey(
        "casework.Participation", models.CASCADE, related_name="looked_through", **COVERED
    )
    on_day = models.DateField(_("månadens sista dag"))
    rule = RuleField(verbose_name=_("funnen av regeln"))

    class Meta:
        ordering = ["on_day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "on_day", "rule"], name="a_rule_finds_once_at_a_month_end"
            ),
            models.CheckConstraint(
                condition=Q(kind=RowKind.HOLDING), name="looked_through_is_of_its_kind"
            ),
            ends_a_month("looked_through_at_a_month_end"),
        ]
        triggers = [pgtrigger.Protect(name="found_for_good", operation=pgtrigger.Update)]


class MonthEnd(models.Model):
    """That an authority's open cases in an initiative are looked through at a month's end, and when they were.

    Begun and not done is a month that nobody can tell the figures of: "inte räknad", never 0.
    """

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="month_ends")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    on_day = models.DateField(_("månadens sista dag"))
    done_at = models.DateTimeField(_("räknad"), null=True, blank=True)

    class Meta:
        ordering = ["initiative", "on_day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "authority", "on_day"], name="a_month_ends_once"
            ),
            ends_a_month("a_month_end_is_one"),
        ]


__all__ = ["LookedThrough", "MonthEnd", "RuleField", "ends_a_month"]
