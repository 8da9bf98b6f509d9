"""Do an initiative's new days still hold everybody who has begun in it?"""

from __future__ import annotations

from datetime import date

from django.db.models import Max, Min, Q, QuerySet
from django.utils.translation import ngettext

from stafett.casework.models import Participation
from stafett.frame.formats import plain_day
from stafett.initiatives.models import Initiative
from stafett.safeguards.access import may_see
from stafett.safeguards.viewer import Viewer


def faults_of_people(
    viewer: Viewer, initiative: Initiative, starts_on: date, ends_on: date | None
) -> dict[str, str]:
    """Whom the new days would leave outside, counted, as field → sentence.

    Only those that the viewer may see are counted here, nobody is named. That there are others the
    database says, without a number (`initiative_days_hold_its_people`).
    """
    begun = Participation.objects.filter(initiative=initiative)
    mine = begun if viewer.operator else may_see(viewer, begun)
    faults = {}
    early = mine.filter(starts_on__lt=starts_on)
    late = mine.filter(starts_on__gt=ends_on) if ends_on else mine.none()
    if sentence := _early(early):
        faults["starts_on"] = sentence
    if sentence := _late(late):
        faults["ends_on"] = sentence
    return faults


def who_takes_part(viewer: Viewer, initiative: Initiative, ends_on: date) -> str:
    """How many of those that the viewer sees still take part after a last day, and what becomes of them."""
    rows = Participation.objects.filter(initiative=initiative)
    mine = rows if viewer.operator else may_see(viewer, rows)
    count = mine.filter(Q(ends_on=None) | Q(ends_on__gt=ends_on)).count()
    if not count:
        return ""
    return ngettext(
        "%(count)s deltagande som du ser pågår. Det avslutas inte av sig självt: dagen efter den sista står "
        "det i Mellan stolarna hos den som håller ihop, tills det är avslutat.",
        "%(count)s deltaganden som du ser pågår. De avslutas inte av sig själva: dagen efter den sista står "
        "de i Mellan stolarna hos dem som håller ihop, tills de är avslutade.",
        count,
    ) % {"count": count}


def _early(rows: QuerySet[Participation]) -> str:
    count, first = rows.count(), rows.aggregate(day=Min("starts_on"))["day"]
    if not count:
        return ""
    return ngettext(
        "%(count)s deltagande som du ser började före den dagen, %(day)s. Välj en dag som inte är "
        "senare, eller rätta det deltagandets start först.",
        "%(count)s deltaganden som du ser började före den dagen, det första %(day)s. Välj en dag som "
        "inte är senare, eller rätta de deltagandenas start först.",
        count,
    ) % {"count": count, "day": plain_day(first)}


def _late(rows: QuerySet[Participation]) -> str:
    count, last = rows.count(), rows.aggregate(day=Max("starts_on"))["day"]
    if not count:
        return ""
    return ngettext(
        "%(count)s deltagande som du ser började efter den dagen, %(day)s. Välj en dag som inte är "
        "tidigare, eller rätta det deltagandets start först.",
        "%(count)s deltaganden som du ser började efter den dagen, det sista %(day)s. Välj en dag som "
        "inte är tidigare, eller rätta de deltagandenas start först.",
        count,
    ) % {"count": count, "day": plain_day(last)}
