"""The rules about those between the chairs that circumstances over time tell of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.between import Gap, Limit, Rule, Scope
from stafett.casework.models import PART
from stafett.circumstances.models import LivelihoodPeriod, Pause
from stafett.circumstances.queries.thresholds import SPELLS, flags
from stafett.circumstances.rules import Spell, has_something_next
from stafett.frame.formats import plain_day, plain_number
from stafett.plans.rules import WEEKS_BEFORE_END, ends_soon
from stafett.safeguards.access import may_see
from stafett.safeguards.kept import Seen
from stafett.safeguards.viewer import Viewer
from stafett.vocabulary.models import LivelihoodSource

DAYS_OF_OPEN_PAUSE = 30
ENDS, PAUSED, REACHED = "livelihood_ends", "pause_over", "threshold_reached"


PAUSES: Seen[tuple[UUID, date, date | None]] = Seen(
    lambda viewer, cases: may_see(
        viewer,
        Pause.objects.filter(
            participation_id__in=cases, until_day=None, controller_id__in=viewer.controllers
        ).order_by("pk"),
        PART,
    ).values_list("participation_id", "from_day", "expected_on")
)
PERIODS: Seen[tuple[Any, ...]] = Seen(
    lambda viewer, cases: may_see(
        viewer,
        LivelihoodPeriod.objects.filter(
            participation_id__in=cases, controller_id__in=viewer.controllers
        ).order_by("from_day", "pk"),
        PART,
    ).values_list(
        "participation_id",
        "owner_authority_id",
        "source_id",
        "from_day",
        "until_day",
        "nothing_next",
        "participation__initiative_id",
        "unit__name",
    )
)


def without_action(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Those who have reached a threshold that still holds, with nothing noted about what is next (A10)."""
    held = {key: case.initiative_id for key, case in scope.cases.items()}
    found = flags(viewer, held)
    if scope.beside:
        others = flags(viewer, scope.beside)
        found += [one for one in others if one.owner_id in viewer.works_for]
    for one in found:
        if one.waits:
            told = _("%(hours)s timmar i veckan sedan %(day)s") % {
                "hours": plain_number(one.reached.hours), "day": plain_day(one.reached.since),
            }  # fmt: skip
            case = scope.cases.get(one.participation_id)
            unit = case.unit if case else one.unit
            yield Gap(one.reached.on, unit, one.participation_id, told)


def pause_over(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Pauses whose day of return has passed, or that have none and have gone on for long."""
    for key, first, expected in PAUSES.by(viewer, cases=list(scope.cases)):
        case = scope.cases[key]
        since = expected or first + timedelta(days=scope.limit(PAUSED, case.initiative_id))
        if since < viewer.day:
            words = (
                _("väntades tillbaka %(day)s") % {"day": plain_day(expected)}
                if expected
                else _("pausat sedan %(day)s") % {"day": plain_day(first)}
            )
            yield Gap(since, case.unit, key, words)


def income_ends(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """Livelihoods that end within eight weeks, or have, with nothing after; each authority's by themselves.

    Of cases that others hold those that the viewer's own authority has noted (law 3).
    """
    lived = _lived(viewer, scope)
    words = {word.pk: str(word) for word in LivelihoodSource.objects.all()} if lived else {}
    for (key, _owner), (initiative, who, rows) in lived.items():
        case = scope.cases.get(key)
        weeks = scope.limit(ENDS, initiative)
        for spell, settled in rows:
            others = [other for other, _settled in rows]
            if settled or spell.until_day is None or has_something_next(spell, others):
                continue
            if ends_soon(spell.until_day, viewer.day, weeks):
                last = spell.until_day - timedelta(days=1)
                told = _("%(what)s, till och med %(day)s") % {
                    "what": words[spell.word],
                    "day": plain_day(last),
                }
                since = spell.until_day - timedelta(weeks=weeks)
                yield Gap(since, case.unit if case else who, key, told, comes=last)


Lived = dict[tuple[UUID, int], tuple[int, str, list[tuple[Spell, str]]]]
"""By case and authority: the initiative, the unit that noted the last, the periods and what settles each."""


def _lived(viewer: Viewer, scope: Scope) -> Lived:
    found: Lived = {}
    facts = PERIODS.by(viewer, cases=list(scope.cases))
    if scope.beside:
        others = PERIODS.by(viewer, cases=list(scope.beside))
        facts += [row for row in others if row[1] in viewer.works_for]
    for key, owner, word, first, until, settled, initiative, unit in facts:
        rows = found[key, owner][2] if (key, owner) in found else []
        rows.append((Spell(word, first, until), settled))
        found[key, owner] = (initiative, unit, rows)
    return found


RULES = (
    Rule(
        REACHED, gettext_lazy("Gräns nådd utan åtgärd"),
        gettext_lazy("Personen har nått så många timmar i veckan som insatsen har satt som gräns, och "
                     "ingen har antecknat vad som görs härnäst."),
        gettext_lazy("Amina har arbetstränat 12 timmar i veckan sedan den 3 maj, och gränsen är 10."),
        gettext_lazy("Anteckna vad som görs"), without_action, "threshold_next", 35, reads=(SPELLS,),
    ),
    Rule(
        PAUSED, gettext_lazy("Paus över tiden"),
        gettext_lazy("Dagen då personen väntades tillbaka har varit, eller så har en paus utan sådan dag varat "
                     "i mer än 30 dagar, om insatsen inte har sagt annat."),
        gettext_lazy("Jens väntades tillbaka den 1 maj, och i dag är det den 9."),
        gettext_lazy("Öppna"), pause_over, "circumstances", 38,
        limit=Limit(DAYS_OF_OPEN_PAUSE, gettext_lazy("dagar")), reads=(PAUSES,),
    ),
    Rule(
        ENDS, gettext_lazy("Försörjning tar slut"),
        gettext_lazy("En försörjning slutar inom åtta veckor, om insatsen inte har sagt annat, eller har "
                     "slutat, och inget är antecknat efter."),
        gettext_lazy("Aktivitetsstödet gäller till 30 juni och ingen har skrivit vad personen lever på sedan."),
        gettext_lazy("Öppna"), income_ends, "circumstances", 56,
        limit=Limit(WEEKS_BEFORE_END, gettext_lazy("veckor")), reads=(PERIODS,),
    ),
)  # fmt: skip
