"""What are the figures called that the reports print and that no table of ours shows yet?"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.demo.claims import LATER_TABLES, Claim
from stafett.vocabulary.models import LivelihoodSource, OccupationKind

TITLES = dict(
    zip(
        LATER_TABLES,
        (
            gettext_lazy("Steg under tiden"),
            gettext_lazy("Lämnad ersättning"),
            gettext_lazy("Tid till målet"),
        ),
        strict=True,
    )
)
COLUMNS = {
    "ever": gettext_lazy("Personer, någon gång"),
    "left": gettext_lazy("Personer"),
    "mean_months": gettext_lazy("Månader i medeltal"),
}


def in_words(claim: Claim) -> tuple[str, str, str]:
    """Table, row and column as the table will call them."""
    return str(TITLES[claim.table]), _row(claim), str(COLUMNS[claim.column])


def _row(claim: Claim) -> str:
    if claim.table == "steps":
        return str(OccupationKind.objects.get(code=claim.row))
    if claim.table == "left-benefit":
        source, left = claim.row.split("/")
        words = {"source": LivelihoodSource.objects.get(code=source), "left": left}
        return _("%(source)s, %(left)s procent") % words
    return claim.row.replace("-", " ").capitalize()
