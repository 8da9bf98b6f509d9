"""How much of a table may a viewer see, and why not more?

Until frozen tables for outsiders exist (law 8), those who do not work in an initiative see its
totals only: the table's own rows where it is declared so, else its total row, never a division.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from stafett.initiatives.access import Scope, scope
from stafett.initiatives.models import Branch, Initiative
from stafett.measures.language import Table
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

NEEDS = (Permission.SEE_TOTALS, Permission.SEE_COSTS)
"""What a table can need of its reader; `SEE_FIGURES` beside it lets it be divided."""


@dataclass(frozen=True)
class Standing:
    """What a viewer may see of one initiative's figures, looked up once for all its tables."""

    viewer: Viewer
    initiative: Initiative
    figures: Scope
    granted: frozenset[Permission]
    branches: tuple[Branch, ...]

    def may(self, table: Table) -> bool:
        """True when the viewer may see anything of the table."""
        return table.needs in self.granted

    def covers(self, branch: Branch | None) -> bool:
        """True when the viewer may divide the figures of a branch, or of the whole for None.

        All controllers concerned must be within reach too, or the wall would make the figures
        smaller than they are.
        """
        if self.viewer.operator:
            return True
        concerned = [branch] if branch else self.branches
        reached = {one.controller_id for one in concerned} <= set(self.viewer.controllers)
        return self.figures.covers(branch.pk if branch else None) and reached

    def branch(self, code: str) -> Branch | None:
        """A branch of the initiative by its code, or None."""
        return next((branch for branch in self.branches if branch.code == code), None)

    @property
    def divisible(self) -> list[Branch]:
        """The branches whose figures the viewer may divide."""
        return [branch for branch in self.branches if self.covers(branch)]

    def why_not_more(self) -> str:
        """The sentence that stands where the divided figures would have been."""
        said = _(
            "Du ser insatsens totaler. Uppdelade siffror visas för dem som arbetar i insatsen och "
            "behöver dem, eftersom små grupper kan röja personer."
        )
        mine = ", ".join(branch.name for branch in self.divisible)
        if not mine:
            return said
        return _("%(said)s Du kan dela upp siffrorna för %(branches)s: välj gren.") % {
            "said": said,
            "branches": mine,
        }


def standing(viewer: Viewer, initiative: Initiative) -> Standing:
    """Look up what the viewer may see of the initiative's figures."""
    granted = frozenset(need for need in NEEDS if scope(viewer, initiative, need))
    figures = scope(viewer, initiative, Permission.SEE_FIGURES)
    # where the controller has not said yes there is nobody, and nobody's rows to reach
    branches = tuple(initiative.branches.filter(agreed=True).order_by("name"))
    return Standing(viewer, initiative, figures, granted, branches)


def check_may(at: Standing, table: Table, branch: Branch | None) -> None:
    """Raise PermissionDenied, saying to whom to turn, unless the viewer may see the table there.

    Anybody with totals sees the whole; one branch is a division, and seen only where it is covered.
    """
    if not at.may(table):
        raise PermissionDenied(
            _(
                "Din roll i %(initiative)s ger inte rätt till tabellen %(table)s. "
                "Vänd dig till projektledaren."
            )
            % {"initiative": at.initiative.name, "table": table.title}
        )
    if branch and not at.covers(branch):
        raise PermissionDenied(
            _(
                "Siffrorna för %(branch)s visas för dem som arbetar där. "
                "Du kan se hela insatsens totaler, eller vända dig till projektledaren."
            )
            % {"branch": branch.name}
        )
