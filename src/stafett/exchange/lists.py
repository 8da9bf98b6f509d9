"""Which words a register of this initiative may use today: filled from the database."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from stafett.exchange.register import Choice, Choices, Lists, municipalities
from stafett.initiatives.intakes import intake_of
from stafett.initiatives.models import Branch, Initiative
from stafett.parties.models import Party, Unit
from stafett.vocabulary.models import (
    EducationLevel,
    LivelihoodSource,
    Municipality,
    NextStep,
    OccupationKind,
)


def lists_for(initiative: Initiative, branch: Branch | None, today: date) -> Lists:
    """The lists that hold for an initiative, narrowed to one branch when only that is read in."""
    rows = initiative.branches.select_related("controller", "holder").order_by("name")
    branches = [branch] if branch else list(rows)
    return Lists(
        municipalities=municipalities(_valid(Municipality, today).values_list("code", "label_sv")),
        branches=Choices(_branch(b, today) for b in branches),
        outcomes=Choices(
            Choice(o.pk, o.label, o.code) for o in initiative.outcomes.order_by("order")
        ),
        next_steps=_words(NextStep, today),
        end_reasons=Choices(
            Choice(r.label, r.label, r.code) for r in initiative.end_reasons.order_by("order", "pk")
        ),
        units=_units(initiative),
        parties=_parties(initiative),
        livelihoods=_words(LivelihoodSource, today),
        occupations=_words(OccupationKind, today),
        education=_words(EducationLevel, today),
        unknown_next_step="unknown",
        other_sex=True,
        first_day=initiative.starts_on,
        last_day=initiative.ends_on or date.max,
    )


def _branch(branch: Branch, today: date) -> Choice:
    """The branch with the unit that its new cases begin at today."""
    branch.holder = intake_of(branch, today)
    waits_for = "" if branch.agreed else branch.controller.name
    return Choice(branch, branch.name, branch.code, waits_for=waits_for)


def _valid(model: Any, today: date) -> QuerySet[Any]:
    held: QuerySet[Any] = model.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=today),
        Q(valid_to__isnull=True) | Q(valid_to__gte=today),
    )
    return held.order_by("order", "code")


def _words(model: Any, today: date) -> Choices:
    return Choices(
        Choice(
            word.code, word.label_sv, word.code,
            tuple(filter(None, [word.label_en])),
            counted=getattr(word, "has_extent", True),
            alone=getattr(word, "exclusive", False),
        )
        for word in _valid(model, today)
    )  # fmt: skip


def _units(initiative: Initiative) -> Choices:
    """The units engaged in the initiative, and those that hold its branches."""
    engaged = Q(engagements__initiative=initiative) | Q(pk__in=initiative.branches.values("holder"))
    units = Unit.objects.filter(engaged).distinct().order_by("name")
    return Choices(Choice(one.pk, one.name, closed=one.valid_to is not None) for one in units)


def _parties(initiative: Initiative) -> Choices:
    """All parties, since anybody may refer; each with its short name too."""
    return Choices(
        Choice(p, p.name, aliases=(p.short_name,))
        for p in Party.objects.prefetch_related("authorities").order_by("name")
    )
