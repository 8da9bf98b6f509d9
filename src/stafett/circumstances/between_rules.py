"""The rules about those between the chairs that circumstances over time tell of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.between import Gap, Limit, Rule, Scope
from stafett.casework.models import PART
from stafett.circumstances.models import Pause
from stafett.circumstances.queries.thresholds import SPELLS, flags
from stafett.circumstances.rules import DAY, Spell, has_something_next
from stafett.circumstances.stating import DID, LIVED, Sort
from stafett.frame.formats import plain_day, plain_number
from stafett.plans.rules import WEEKS_BEFORE_END, ends_soon
from stafett.safeguards.access import may_see
from stafett.safeguards.kept import Seen
from stafett.safeguards.viewer import Viewer

DAYS_OF_OPEN_PAUSE = 30
ENDS, DOING_ENDS = "livelihood_ends", "occupation_ends"
PAUSED, REACHED = "pause_over", "threshold_reached"


PAUSES: Seen[tuple[UUID, date, date | None]] = Seen(
    lambda viewer, cases: may_see(
        viewer,
        Pause.objects.filter(
            participation_id__in=cases, until_day=None, controller_id__in=viewer.controllers
        ).order_by("pk"),
        PART,
    ).values_list("participation_id", "from_day", "expected_on")
)


def _periods(sort: Sort) -> Seen[tuple[Any, ...]]:
    return Seen(
        lambda viewer, cases: may_see(
            viewer,
            sort.model.objects.filter(
                participation_id__in=cases, controller_id__in=viewer.controllers
            ).order_by("from_day", "pk"),
            PART,
        ).values_list(
            "participation_id", "owner_authority_id", f"{sort.word}_id", "from_day", "until_day",
            "nothing_next", "participation__initiative_id", "unit__name",
        )
    )  # fmt: skip


LIVING, DOING = _periods(LIVED), _periods(DID)


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
    """Livelihoods that end within eight weeks, or have, with nothing after; each authority's by themselves."""
    return _ending(viewer, scope, ENDS, LIVING, LIVED.list.objects.all())


def doing_ends(viewer: Viewer, scope: Scope) -> Iterator[Gap]:
    """The same of what somebody does: work, practice, studies. That they do none of these needs no next."""
    return _ending(viewer, scope, DOING_ENDS, DOING, DID.list.objects.filter(has_extent=True))


def _ending(
    viewer: Viewer, scope: Scope, rule: str, question: Seen[Any], list_: Iterable[Any]
) -> Iterator[Gap]:
    """What ends soon of a list's words; of cases that others hold what the viewer's own authority has noted."""
    noted = _by_authority(viewer, scope, question)
    words = {word.pk: str(word) for word in list_} if noted else {}
    for (key, _owner), (initiative, who, rows) in noted.items():
        case = scope.cases.get(key)
        weeks = scope.limit(rule, initiative)
        for spell, settled in rows:
            last = _nears(spell, [other for other, _settled in rows], viewer.day, weeks)
            if last and not settled and spell.word in words:
                told = {"what": words[spell.word], "day": plain_day(last)}
                said = _("%(what)s, till och med %(day)s") % told
                since = last + DAY - timedelta(weeks=weeks)
                yield Gap(since, case.unit if case else who, key, said, comes=last)


def _nears(spell: Spell, others: Iterable[Spell], today: date, weeks: int) -> date | None:
    """The last day of what ends within so many weeks, or has, with nothing next; None of all else."""
    if spell.until_day is None or has_something_next(spell, others):
        return None
    return spell.until_day - DAY if ends_soon(spell.until_day, today, weeks) else None


Noted = dict[tuple[UUID, int], tuple[int, str, list[tuple[Spell, str]]]]
"""By case and authority: the initiative, the unit that noted the last, the periods and what settles each."""


def _by_authority(viewer: Viewer, scope: Scope, question: Seen[Any]) -> Noted:
    found: Noted = {}
    facts = question.by(viewer, cases=list(scope.cases))
    if scope.beside:
        others = question.by(viewer, cases=list(scope.beside))
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
        limit=Limit(WEEKS_BEFORE_END, gettext_lazy("veckor")), reads=(LIVING,),
    ),
    Rule(
        DOING_ENDS, gettext_lazy("Sysselsättning tar slut"),
        gettext_lazy("En anställning, praktik, studier eller annan sysselsättning slutar inom åtta veckor, om "
                     "insatsen inte har sagt annat, eller har slutat, och inget är antecknat efter."),
        gettext_lazy("Praktiken på lagret går till 30 juni och ingen har skrivit vad personen gör sedan."),
        gettext_lazy("Öppna"), doing_ends, "circumstances", 57,
        limit=Limit(WEEKS_BEFORE_END, gettext_lazy("veckor")), reads=(DOING,),
    ),
)  # fmt: skip
