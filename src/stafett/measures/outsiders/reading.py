"""What has been frozen, and what does a table look like to those who see frozen sets alone?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from stafett.frame.formats import plain_day, span
from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import answering
from stafett.measures.figures import Hidden, TableResult, Text
from stafett.measures.models import FrozenSet, Period, Signature
from stafett.measures.outsiders.declared import declaration, shown
from stafett.measures.presentation.json_shape import from_dict
from stafett.parties.models import Authority


class NothingFrozen(LookupError):
    """There is no set to show; the message is a sentence that says why, and to whom to turn."""


def frozen(initiative: Initiative, through: date | None = None) -> FrozenSet:
    """The set that is shown: the latest period's, or the one whose last day is named.

    Raises NothingFrozen, saying who has not signed, when there is none.
    """
    sets = FrozenSet.objects.filter(period__initiative=initiative, withdrawn_on=None)
    if through:
        sets = sets.filter(period__ends_on=through)
    found = sets.select_related("period").order_by("-period__ends_on").first()
    if found is None:
        raise NothingFrozen(why_nothing(initiative, through))
    return found


def latest_until(initiative: Initiative, day: date) -> FrozenSet:
    """The latest set of a period that was over by a day. Raises NothingFrozen when there is none."""
    sets = FrozenSet.objects.filter(period__initiative=initiative, withdrawn_on=None)
    found = sets.filter(period__ends_on__lte=day).order_by("-period__ends_on").first()
    if found is None:
        raise NothingFrozen(why_nothing(initiative, None))
    return found


def why_nothing(initiative: Initiative, through: date | None) -> str:
    """Why there is no set, and to whom to turn."""
    said = {"initiative": initiative.name}
    periods = initiative.figure_periods.order_by("-ends_on")
    period = periods.filter(ends_on=through).first() if through else periods.first()
    if period is None:
        return (
            _(
                "%(initiative)s har inga fastställda siffror än. Vänd dig till projektledaren, som "
                "lämnar en avslutad period till dem som svarar för uppgifterna."
            )
            % said
        )
    return _(
        "Siffrorna för %(period)s är inte fastställda än: %(authorities)s har inte skrivit under. Vänd "
        "dig dit, till någon som svarar för uppgifterna."
    ) % {
        "period": span(period.starts_on, period.ends_on),
        "authorities": ", ".join(one.name for one in unsigned(period)),
    }


def must_sign(initiative: Initiative) -> list[Authority]:
    """The authorities whose people are counted: each branch's controller, else the initiative's."""
    return answering(initiative)


def next_version(period: Period) -> int:
    """The version that is signed for now; what was signed for other tables than those of today is not it."""
    other = period.signatures.exclude(declaration=declaration()).order_by().values_list("version")
    last = other.union(period.sets.order_by().values_list("version")).order_by("-version")[:1]
    return max((version for (version,) in last), default=0) + 1


def signatures(period: Period) -> list[Signature]:
    """What has been signed for the period's next version."""
    rows = period.signatures.filter(version=next_version(period)).select_related("authority")
    return list(rows.order_by("pk"))


def unsigned(period: Period) -> list[Authority]:
    """Those who have still to sign for the period's next version."""
    signed = {one.authority_id for one in signatures(period)}
    return [one for one in must_sign(period.initiative) if one.pk not in signed]


def table_of(found: FrozenSet, name: str, by: Sequence[str] = ()) -> TableResult:
    """A table of a set, divided where the set has it so, else whole; says which set it is from.

    Raises NothingFrozen for a table that the set does not have.
    """
    wanted = shown(name, tuple(by))
    shape = found.tables.get(wanted.key) if wanted else None
    if shape is None:
        raise NothingFrozen(_("Den tabellen finns inte i de fastställda siffrorna."))
    result = from_dict(shape)
    return replace(result, notes=(about(found), *_why_all(result, found.threshold), *result.notes))


def _why_all(result: TableResult, threshold: int) -> tuple[str, ...]:
    """Where a table has nothing but hidden counts: why, and what it takes, whatever they are."""
    cells = [figure for row in result.rows for figure in row.figures]
    counts = [one for one in cells if one is not None and not isinstance(one, Text)]
    if not counts or not all(isinstance(one, Hidden) for one in counts):
        return ()
    said = _(
        "Alla antal här är dolda, för annars kunde någon räknas ut: ett antal kan oftast visas när minst "
        "%(threshold)s är med och minst %(threshold)s inte är med, räknat utan den gren där flest är, och "
        "när det skiljer sig med minst %(threshold)s från andra månader och tidigare perioder."
    )
    return (said % {"threshold": threshold},)


def about(found: FrozenSet) -> str:
    """Which set a figure is from: period, version, day."""
    return _(
        "Fastställda siffror (version %(version)s, fastställda %(day)s), räknade från insatsens början "
        "till och med %(last)s. Grupper mindre än %(threshold)s är dolda."
    ) % {
        "last": plain_day(found.period.ends_on),
        "version": found.version,
        "day": plain_day(found.frozen_on),
        "threshold": found.threshold,
    }
