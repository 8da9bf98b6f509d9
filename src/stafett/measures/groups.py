"""By what may people, participations and kronor be divided? One definition per name, for all tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.types as ir
from django.conf import settings
from django.db.models import Min, Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.circumstances.models import Form
from stafett.economy.models import CostLine
from stafett.initiatives.models import OutcomeChoice, PromisedInflow
from stafett.measures.language import UNKNOWN, Group, Member, Words, define
from stafett.measures.populations import BOTH
from stafett.measures.sources import PAUSED, REMAINING, STATUS_UNKNOWN
from stafett.parties.models import Party
from stafett.people.models import Sex
from stafett.vocabulary.models import (
    CommonOutcome,
    LivelihoodSource,
    NextStep,
    OccupationKind,
    Word,
)

if TYPE_CHECKING:
    from stafett.measures.question import Question

Found = frozenset[Any]

NOBODY_KNOWS = -1
"""Stands for NULL among numbers; no row of a table has it for its key."""
STATES = {REMAINING: -1, PAUSED: -2, STATUS_UNKNOWN: -3}
"""Where a participation stands that has no outcome, among the numbers of outcomes."""
AGE_BANDS = (0, 20, 25, 30, 40, 50, 60)
"""The first age of each band, unless the setting `AGE_BANDS` says otherwise."""


def age_bands() -> tuple[int, ...]:
    """The first age of each band, from 0; raises ValueError when they do not rise."""
    bands = tuple(getattr(settings, "AGE_BANDS", AGE_BANDS))
    if bands[:1] != (0,) or list(bands) != sorted(set(bands)):
        raise ValueError(f"AGE_BANDS must start at 0 and rise, not be {bands}")
    return bands


def _band(rows: ir.Table) -> ir.Value:
    # From the oldest down, so that the first band that somebody reaches is theirs.
    steps = [(rows.age >= first, first) for first in reversed(age_bands())]
    return ibis.cases(*steps, else_=NOBODY_KNOWS)


def _bands(question: Question, found: Found) -> list[Member]:
    """The bands from the youngest found to the oldest, with those between them."""
    bands = age_bands()
    reached = sorted(found - {NOBODY_KNOWS}) or bands
    named = [
        Member(first, *_band_words(first, after))
        for first, after in zip(bands, (*bands[1:], None), strict=True)
        if reached[0] <= first <= reached[-1]
    ]
    return [*named, _unknown(NOBODY_KNOWS, _("Ålder okänd"))]


def _band_words(first: int, after: int | None) -> tuple[str, str]:
    """The key and the label of a band."""
    if after is None:
        return f"{first}-", _("%(age)s år och äldre") % {"age": first}
    key = f"{first}-{after - 1}"
    return key, key.replace("-", "–") if first else _("Under %(age)s år") % {"age": after}


def _unknown(value: Any, label: Words) -> Member:
    return Member(value, UNKNOWN, label, "unknown", always=False)


def _sexes(question: Question, found: Found) -> list[Member]:
    return [
        Member(Sex.WOMAN, "woman", _("Kvinnor")),
        Member(Sex.MAN, "man", _("Män")),
        Member(Sex.OTHER, "other", _("Annat kön"), always=False),
        _unknown(Sex.UNKNOWN, _("Kön okänt")),
    ]


def _branches(question: Question, found: Found) -> list[Member]:
    branches = question.initiative.branches.order_by("name")
    named = [Member(branch.pk, branch.code, branch.name) for branch in branches]
    return [*named, Member(NOBODY_KNOWS, "whole", _("Hela insatsen"), always=False)]


def _years(question: Question, found: Found) -> list[Member]:
    years = sorted(found - {NOBODY_KNOWS})
    return [*(Member(y, str(y), str(y)) for y in years), _unknown(NOBODY_KNOWS, _("Inte avslutat"))]


def _referrers(question: Question, found: Found) -> list[Member]:
    """Those who referred, and those who said that they would."""
    promises = PromisedInflow.objects.filter(initiative__in=question.initiatives)
    either = Q(pk__in=found) | Q(pk__in=promises.values("party_id"))
    return _parties(either, _("Remitterande part okänd"))


def _parties(which: Q, unknown: str) -> list[Member]:
    parties = Party.objects.filter(which).order_by("name")
    return [
        *distinct((p.pk, p.short_name, p.name) for p in parties),
        _unknown(NOBODY_KNOWS, unknown),
    ]


def distinct(named: Iterable[tuple[Any, str, Words]]) -> Iterator[Member]:
    """Members keyed by a short name; where two have the same, by their value too."""
    taken: set[str] = set()
    for value, short, label in named:
        key = slugify(short) or str(value)
        key = f"{key}-{value}" if key in taken else key
        taken.add(key)
        yield Member(value, key, label)


def _statuses(values: dict[str, Any]) -> list[Member]:
    """Rows for those without an outcome; their keys can't be an outcome's, which has no colon."""
    return [
        Member(values[REMAINING], "status:remaining", _("Pågår"), always=False),
        Member(values[PAUSED], "status:paused", _("Pausat"), always=False),
        Member(values[STATUS_UNKNOWN], "status:unknown", _("Läge okänt"), "unknown", always=False),
    ]


def _outcomes(question: Question, found: Found) -> list[Member]:
    choices = OutcomeChoice.objects.filter(initiative__in=question.initiatives)
    named = [Member(c.pk, c.code, c.label) for c in choices.order_by("order", "id")]
    return [*named, *_statuses(STATES)]


def _common_outcomes(question: Question, found: Found) -> list[Member]:
    own = OutcomeChoice.objects.filter(initiative__in=question.initiatives)
    words = CommonOutcome.objects.filter(pk__in=own.values("common_id")).order_by("order", "code")
    return [*_words(words), *_statuses({state: f"status:{state}" for state in STATES})]


def _words(words: Iterable[Word], *, always: bool = True) -> list[Member]:
    """Words of the shared lists; the one that is called unknown is the unknown row."""
    return [
        _unknown(word.pk, str(word))
        if word.pk == UNKNOWN
        else Member(word.pk, word.pk, str(word), always=always)
        for word in words
    ]


def _with_unknown(members: list[Member], label: str) -> list[Member]:
    known = any(member.key == UNKNOWN for member in members)
    return members if known else [*members, _unknown(UNKNOWN, label)]


def _sources(question: Question, found: Found) -> list[Member]:
    words = LivelihoodSource.objects.filter(pk__in=found).order_by("order", "code")
    return _with_unknown(_words(words), _("Uppgift saknas"))


def _occupations(question: Question, found: Found) -> list[Member]:
    words = OccupationKind.objects.filter(pk__in=found).order_by("order", "code")
    return _with_unknown(_words(words), _("Uppgift saknas"))


def _next_steps(question: Question, found: Found) -> list[Member]:
    """All that can be said at an exit, also what nobody got: that nobody takes over is always told."""
    words = NextStep.objects.filter(Q(import_only=False) | Q(pk__in=found)).order_by(
        "order", "code"
    )
    return _with_unknown(_words(words), _("Uppgift saknas"))


def _forms(question: Question, found: Found) -> list[Member]:
    return [
        Member(Form.GROUP, "group", _("I grupp")),
        Member(Form.INDIVIDUAL, "individual", _("Individuellt")),
        Member(BOTH, BOTH, _("Båda, efter varandra")),
        _unknown(UNKNOWN, _("Inte antecknat")),
    ]


def _cost_kinds(question: Question, found: Found) -> list[Member]:
    """In the order in which they were first booked."""
    lines = CostLine.objects.filter(initiative__in=question.initiatives)
    kinds = lines.values("cost_kind").annotate(first=Min("id")).order_by("first")
    return list(distinct((k["cost_kind"], k["cost_kind"], k["cost_kind"]) for k in kinds))


def _cost_years(question: Question, found: Found) -> list[Member]:
    return [Member(year, str(year), str(year)) for year in sorted(found)]


def _initiatives(question: Question, found: Found) -> list[Member]:
    return [Member(one.pk, one.code, one.name) for one in question.initiatives]


SEX = define(
    Group(
        "sex",
        gettext_lazy("kön"),
        gettext_lazy("Personens kön så som det är antecknat."),
        lambda rows: rows.sex.fill_null("unknown"),
        _sexes,
    )
)
BRANCH = define(
    Group(
        "branch",
        gettext_lazy("gren"),
        gettext_lazy("Insatsens gren; grenarna summerar till hela insatsen."),
        lambda rows: rows.branch_id.fill_null(NOBODY_KNOWS),
        _branches,
    )
)
INITIATIVE = define(
    Group(
        "initiative",
        gettext_lazy("insats"),
        gettext_lazy("Insatsen; bara där flera står bredvid varandra."),
        lambda rows: rows.initiative_id,
        _initiatives,
    )
)
AGE = define(
    Group(
        "age",
        gettext_lazy("ålder"),
        gettext_lazy("Ålder i hela år den dag deltagandet började."),
        _band,
        _bands,
    )
)
YEAR = define(
    Group(
        "year",
        gettext_lazy("startår"),
        gettext_lazy("Året då deltagandet började."),
        lambda rows: rows.starts_on.year(),
        _years,
    )
)
END_YEAR = define(
    Group(
        "end-year",
        gettext_lazy("slutår"),
        gettext_lazy("Året då deltagandet avslutades; det som pågår har en egen rad."),
        lambda rows: rows.left.ifelse(rows.ends_on.year(), NOBODY_KNOWS),
        _years,
    )
)
REFERRER = define(
    Group(
        "referrer",
        gettext_lazy("remitterande part"),
        gettext_lazy("Parten som remitterade till deltagandet."),
        lambda rows: rows.referring_party_id.fill_null(NOBODY_KNOWS),
        _referrers,
    )
)
PARTY = define(
    Group(
        "party",
        gettext_lazy("part"),
        gettext_lazy("Parten som har ett eget ärende med personen under deltagandet."),
        lambda rows: rows.party_id.fill_null(NOBODY_KNOWS),
        lambda question, found: _parties(Q(pk__in=found), _("Inget myndighetsärende")),
    )
)
OUTCOME = define(
    Group(
        "outcome",
        gettext_lazy("utfall"),
        gettext_lazy("Insatsens egna utfall; den som inte avslutat har ett läge i stället."),
        lambda rows: rows.left.ifelse(rows.outcome_id, _state_numbers(rows)),
        _outcomes,
    )
)
COMMON_OUTCOME = define(
    Group(
        "common-outcome",
        gettext_lazy("gemensamt utfall"),
        gettext_lazy("Den gemensamma listan som varje insats egna utfall svarar mot."),
        lambda rows: rows.left.ifelse(rows.common_id, "status:" + rows.state),
        _common_outcomes,
    )
)
NEXT_STEP = define(
    Group(
        "next-step",
        gettext_lazy("vad som händer härnäst"),
        gettext_lazy("Vad som sades hända härnäst när deltagandet avslutades."),
        lambda rows: rows.next_step_id.fill_null(UNKNOWN),
        _next_steps,
    )
)
LIVELIHOOD = define(
    Group(
        "livelihood",
        gettext_lazy("försörjning"),
        gettext_lazy("Vad personen försörjdes av; en person kan ha flera källor."),
        lambda rows: rows.source_id.fill_null(UNKNOWN),
        _sources,
    )
)
OCCUPATION = define(
    Group(
        "occupation",
        gettext_lazy("sysselsättning"),
        gettext_lazy("Vad personen gjorde; en person kan göra flera saker."),
        lambda rows: rows.what_id.fill_null(UNKNOWN),
        _occupations,
    )
)
FORM = define(
    Group(
        "form",
        gettext_lazy("form"),
        gettext_lazy(
            "I grupp eller individuellt, så som det är antecknat från en dag till en annan."
        ),
        lambda rows: rows.form,
        _forms,
    )
)
COST_YEAR = define(
    Group(
        "cost-year",
        gettext_lazy("kostnadsår"),
        gettext_lazy("Året som kostnaden hör till."),
        lambda rows: rows.year,
        _cost_years,
    )
)
COST_KIND = define(
    Group(
        "cost-kind",
        gettext_lazy("kostnadsslag"),
        gettext_lazy("Kostnadsslaget så som det bokförts."),
        lambda rows: rows.cost_kind,
        _cost_kinds,
    )
)
PAYER = define(
    Group(
        "payer",
        gettext_lazy("betalare"),
        gettext_lazy("Parten som betalat."),
        lambda rows: rows.payer_id.fill_null(NOBODY_KNOWS),
        lambda question, found: _parties(Q(pk__in=found), _("Betalare inte angiven")),
    )
)


def _state_numbers(rows: ir.Table) -> ir.Value:
    return ibis.cases(
        (rows.state == PAUSED, STATES[PAUSED]),
        (rows.state == STATUS_UNKNOWN, STATES[STATUS_UNKNOWN]),
        else_=STATES[REMAINING],
    )
