"""What this app tells the log: what its doors are called, why they are open, and who has a part in a case."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from stafett.casework.models import Participation
from stafett.evaluation.models import EvaluationAssignment

GROUND = _(
    "den som svarar för uppgifterna gav ett uppdrag att utvärdera, från %(day)s; namn och nummer var inte med"
)
DOORS = {
    "evaluation": _("såg uppgifter om %(whom)s utan namn"),
    "evaluation_rows": _("hämtade uppgifter om %(whom)s utan namn, som fil"),
    "api:list_evaluation_rows": _("hämtade uppgifter om %(whom)s utan namn, till ett annat program"),
    **dict.fromkeys(
        ("interviews", "api:list_interviews"), _("såg vem som sagt ja till en intervju, utan namn")
    ),
    "interviews_new": _("bjöd in %(whom)s till intervju, utan att veta vem"),
    "invitation": _("öppnade en inbjudan till intervju"),
    "api:list_invitations": _("såg %(whom)s bland dem som ska få en inbjudan till intervju"),
}  # fmt: skip


def parts(circles: Collection[UUID]) -> set[tuple[UUID, int]]:
    """The units whose posts have or have had an assignment over these cases: they have not strayed there."""
    given = EvaluationAssignment.objects.order_by("pk").values_list(
        "initiative_id", "authority_id", "position__unit_id"
    )
    units: dict[tuple[int, int], set[int]] = {}
    for initiative, authority, unit in given:
        units.setdefault((initiative, authority), set()).add(unit)
    rows = Participation.objects.filter(circle_id__in=circles).order_by("pk")
    cases = rows.values_list("circle_id", "initiative_id", "controller_id")
    return {
        (circle, unit)
        for circle, initiative, whose in cases
        for unit in units.get((initiative, whose), ())
    }
