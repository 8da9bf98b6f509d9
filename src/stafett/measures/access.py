"""How much of a table may a viewer see, and why not more; who signs for what outsiders see?

Those who do not work in an initiative see what has been frozen of it, and nothing finer (law 8).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from stafett.initiatives.access import Scope, scope
from stafett.initiatives.models import Branch, Initiative
from stafett.measures.language import Table
from stafett.measures.models import PUBLIC, FrozenSet
from stafett.measures.outsiders.ended import left_out
from stafett.measures.outsiders.reading import frozen
from stafett.parties.models import Authority
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

NEEDS = (Permission.SEE_TOTALS, Permission.SEE_COSTS, Permission.SEE_FIGURES)
"""What a table can need of its reader; `SEE_FIGURES` beside another lets it be divided, and alone it is of a
table that no frozen set has."""


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

    @cached_property
    def latest(self) -> FrozenSet:
        """The set that outsiders see, fetched once. Raises NothingFrozen when there is none."""
        return frozen(self.initiative)

    @cached_property
    def ended(self) -> tuple[str, ...]:
        """What tables as they are now count no more, in sentences; fetched once for all of them."""
        return tuple(left_out(self.initiative, PUBLIC))

    def ended_of(self, kind: str) -> tuple[str, ...]:
        """The same of one kind of what is recorded, which ended before its cases; nothing of none."""
        return tuple(left_out(self.initiative, PUBLIC, kind)) if kind else ()

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
            "Du ser insatsens fastställda siffror. Siffror dag för dag visas för dem som arbetar i "
            "insatsen och behöver dem, eftersom små grupper kan röja personer."
        )
        return self.where_more(said)

    def where_more(self, said: str) -> str:
        """A sentence, and after it the branches that the viewer may see more of, where there are any."""
        mine = ", ".join(branch.name for branch in self.divisible)
        if not mine:
            return said
        return _("%(said)s Du kan dela upp siffrorna för %(branches)s: välj gren.") % {
            "said": said,
            "branches": mine,
        }


def leaves_out() -> str:
    """The sentence about those whom no figure counts, for they could be told by it."""
    return _(
        "Den som har skyddade personuppgifter räknas inte i några siffror, eftersom listan och siffran "
        "tillsammans skulle avslöja att någon finns."
    )


def standing(viewer: Viewer, initiative: Initiative) -> Standing:
    """Look up what the viewer may see of the initiative's figures."""
    granted = frozenset(need for need in NEEDS if scope(viewer, initiative, need))
    figures = scope(viewer, initiative, Permission.SEE_FIGURES)
    # where the controller has not said yes there is nobody, and nobody's rows to reach
    branches = tuple(initiative.branches.filter(agreed=True).order_by("name"))
    return Standing(viewer, initiative, figures, granted, branches)


def check_may(at: Standing, table: Table, branch: Branch | None) -> None:
    """Raise PermissionDenied, saying to whom to turn, unless the viewer may see the table there.

    Anybody with totals sees what is frozen; one branch day by day only where it is covered.
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
                "Du kan se insatsens fastställda siffror, eller vända dig till projektledaren."
            )
            % {"branch": branch.name}
        )


def may_speak_for(viewer: Viewer, authority: Authority) -> bool:
    """True for those who answer for the records at the authority."""
    return viewer.operator or authority.pk in viewer.speaks_for


def check_speak_for(viewer: Viewer, authority: Authority) -> None:
    """Raise PermissionDenied, saying to whom to turn, unless the viewer signs for the authority."""
    if not may_speak_for(viewer, authority):
        raise PermissionDenied(
            _(
                "För %(authority)s skriver en chef under, eller den som leder ett projekt där. Be "
                "någon av dem."
            )
            % {"authority": authority.name}
        )


def may_withdraw(viewer: Viewer, signers: Iterable[Authority]) -> bool:
    """True for those who sign for any of the authorities that must sign."""
    return any(may_speak_for(viewer, authority) for authority in signers)


def check_withdraw(viewer: Viewer, initiative: Initiative, signers: Iterable[Authority]) -> None:
    """Raise PermissionDenied unless the viewer signs for one of the authorities that must."""
    if not may_withdraw(viewer, signers):
        raise PermissionDenied(
            _(
                "Bara den som svarar för uppgifter i %(initiative)s kan återkalla dess siffror. "
                "Vänd dig till projektledaren."
            )
            % {"initiative": initiative.name}
        )
