"""What of somebody's circumstances is told in the case's story (G10)?"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.models import Participation
from stafett.casework.of_case import OfCase, has
from stafett.casework.timeline import Event, Kind, reads
from stafett.circumstances.models import FormPeriod, LivelihoodPeriod, OccupationPeriod, Pause
from stafett.circumstances.queries.page import extent
from stafett.circumstances.queries.thresholds import flags
from stafett.frame.formats import plain_day, plain_number
from stafett.safeguards.access import Opened, opened
from stafett.safeguards.viewer import Viewer

OVER_TIME = Kind("period", gettext_lazy("försörjning och sysselsättning över tid"))
PAUSE = Kind("pause", gettext_lazy("paus"))
FORM = Kind("form", gettext_lazy("form"))
THRESHOLD = Kind("threshold", gettext_lazy("gräns nådd"))
LIVED = OfCase(
    LivelihoodPeriod, lambda rows: rows.select_related("source").order_by("from_day", "pk")
)
DID = OfCase(OccupationPeriod, lambda rows: rows.select_related("what").order_by("from_day", "pk"))
PAUSED = OfCase(Pause, lambda rows: rows.order_by("from_day", "pk"))
FORMED = OfCase(FormPeriod, lambda rows: rows.order_by("from_day", "pk"))


@reads(LIVED, DID)
def periods_told(viewer: Viewer, case: Participation, shown: Opened) -> Iterator[Event]:
    """When each period began, and when it ended."""
    rows: list[LivelihoodPeriod | OccupationPeriod] = [
        *LIVED.shown(case, shown), *DID.shown(case, shown),
    ]  # fmt: skip
    for row in rows:
        word = row.source if isinstance(row, LivelihoodPeriod) else row.what
        what = ", ".join(filter(None, [word.told, extent(row)]))
        yield _event(row, OVER_TIME, _("%(what)s, börjar") % {"what": what})
        if row.last_day:
            told = _("%(what)s, slutar") % {"what": what}
            yield Event(row.last_day, row.owner_authority_id, OVER_TIME.mark, OVER_TIME.words, told)


@reads(PAUSED)
def pauses_told(viewer: Viewer, case: Participation, shown: Opened) -> Iterator[Event]:
    """When somebody paused, and came back."""
    for row in PAUSED.shown(case, shown):
        told = row.reason
        if row.expected_on:
            told += _(" (väntas tillbaka %(day)s)") % {"day": plain_day(row.expected_on)}
        yield _event(row, PAUSE, told)
        ended_with_it = case.ends_on and row.until_day and row.until_day > case.ends_on
        if row.until_day and not ended_with_it:
            told = _("Tillbaka efter paus")
            yield Event(row.until_day, row.owner_authority_id, PAUSE.mark, PAUSE.words, told)


@reads(FORMED)
def forms_told(viewer: Viewer, case: Participation, shown: Opened) -> Iterator[Event]:
    """When the form became another."""
    for row in FORMED.shown(case, shown):
        yield _event(row, FORM, _("Deltar %(form)s") % {"form": row.get_form_display()})


def thresholds_told(viewer: Viewer, case: Participation, shown: Opened) -> Iterator[Event]:
    """When a threshold was reached, and what was noted as next; what may be seen is asked with the periods."""
    if not has(case, OccupationPeriod):
        return
    for one in flags(viewer, {case.pk: case.initiative_id}):
        told = _("%(hours)s timmar i veckan sedan %(day)s") % {
            "hours": plain_number(one.reached.hours), "day": plain_day(one.reached.since),
        }  # fmt: skip
        if one.next:
            told = f"{told}. {one.next}"
        yield Event(one.reached.on, one.owner_id, THRESHOLD.mark, THRESHOLD.words, told)


def _event(
    row: LivelihoodPeriod | OccupationPeriod | Pause | FormPeriod, kind: Kind, told: str
) -> Event:
    return Event(row.from_day, row.owner_authority_id, kind.mark, kind.words, told)


def stays_ended(case: Participation, viewer: Viewer) -> list[str]:
    """That a pause which the exit ended is over when the exit is undone (G13)."""
    shown = opened(viewer, case.circle_id)
    if not any(case.ends_on and row.last_day == case.ends_on for row in PAUSED.shown(case, shown)):
        return []
    return [_("Pausen upphörde med avslutet. Pausa igen om personen ännu är borta.")]


SOURCES = (
    (OVER_TIME, periods_told), (PAUSE, pauses_told), (FORM, forms_told), (THRESHOLD, thresholds_told),
)  # fmt: skip
