"""Reads of the shared words; they are no secret, so every viewer sees them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.frame.menu import Viewer
from stafett.vocabulary.models import (
    CommonOutcome,
    County,
    DocumentKind,
    EducationLevel,
    EndReason,
    LivelihoodSource,
    Municipality,
    NextStep,
    OccupationKind,
    Word,
)

W = TypeVar("W", bound=Word)


@dataclass(frozen=True)
class WordList:
    """One of the shared lists: its address, its name and what it is used for."""

    slug: str
    model: type[Word]
    name: str | Promise
    purpose: str | Promise


LISTS: Sequence[WordList] = (
    WordList("lan", County, gettext_lazy("Län"), gettext_lazy("Var kommunerna ligger.")),
    WordList(
        "kommuner", Municipality, gettext_lazy("Kommuner"),
        gettext_lazy(
            "Var den enskilde är folkbokförd, och vilken kommun som är part. Listan är från 2015: två "
            "ändringar före dess är kontrollerade (Knivsta 2003, Heby 2007), senare är inte det."
        ),
    ),
    WordList(
        "forsorjning", LivelihoodSource, gettext_lazy("Försörjningskällor"),
        gettext_lazy("Vad den enskilde lever på före och efter."),
    ),
    WordList(
        "sysselsattning", OccupationKind, gettext_lazy("Sysselsättning"),
        gettext_lazy("Vad den enskilde gör, och hur stor del av heltid."),
    ),
    WordList(
        "utbildning", EducationLevel, gettext_lazy("Utbildning"),
        gettext_lazy("Högsta avslutade utbildning, efter SUN 2020."),
    ),
    WordList(
        "utfall", CommonOutcome, gettext_lazy("Gemensamma utfall"),
        gettext_lazy("Listan som varje insats egna utfall pekar på, så att insatser kan jämföras."),
    ),
    WordList(
        "nasta-steg", NextStep, gettext_lazy("Vad som händer härnäst"),
        gettext_lazy("Svaret som krävs när någon slutar: aldrig ingen."),
    ),
    WordList(
        "avslutsorsaker", EndReason, gettext_lazy("Avslutsorsaker, förslag"),
        gettext_lazy(
            "Arbetsförslag, för någon gemensam lista hittades inte. Varje insats har en egen lista och kan "
            "börja från den här."
        ),
    ),
    WordList(
        "dokument", DocumentKind, gettext_lazy("Slag av dokument"),
        gettext_lazy(
            "Vad ett dokument i ett ärende är. Arbetsförslag, för någon gemensam lista hittades inte: orden "
            "kan bytas och fler läggas till."
        ),
    ),
)  # fmt: skip
"""Every shared list, in the order of the page."""


def words(viewer: Viewer, model: type[W], day: date | None = None) -> QuerySet[W]:
    """The words of a list that hold on a day, by default the viewer's; both ends are included."""
    on = day or viewer.day
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    not_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rows: QuerySet[W] = model._default_manager.filter(begun, not_ended)
    return rows


def word_list(viewer: Viewer, slug: str) -> WordList:
    """A list by its address; Http404 when there is none."""
    for each in LISTS:
        if each.slug == slug:
            return each
    raise Http404(_("Det finns ingen sådan ordlista."))


@dataclass(frozen=True)
class Counted:
    """A list with how many words it has, and how many of them are confirmed."""

    words: WordList
    total: int
    verified: int

    @property
    def confirmed(self) -> bool:
        """True when every word in the list has been read in its source."""
        return self.total == self.verified


def lists(viewer: Viewer) -> list[Counted]:
    """All lists with their sizes, one query each."""
    return [_counted(each) for each in LISTS]


def _counted(each: WordList) -> Counted:
    numbers = each.model._default_manager.aggregate(
        total=Count("pk"), verified=Count("pk", filter=Q(verified=True))
    )
    return Counted(each, numbers["total"], numbers["verified"])
