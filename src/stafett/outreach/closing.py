"""May a unit close that holds the list? Not while somebody stands on it: then nobody would reach them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from stafett.outreach.models import OutreachList
from stafett.parties.models import Unit


def faults_of_lists(unit: Unit, day: date) -> str:
    """Why the unit cannot close; the same whether somebody stands on the list or not."""
    if not OutreachList.objects.filter(unit=unit).exists():
        return ""
    return _("Enheten håller den uppsökande listan. Låt en annan enhet få den först.")
