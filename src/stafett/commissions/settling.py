"""What becomes of open assignments when something else ends: a consent, the case.

Hung in from `AppConfig.ready`; the floors below ask without knowing who answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from stafett.casework import exiting
from stafett.casework.models import Participation
from stafett.commissions.access import telling, told_by_consent_alone
from stafett.commissions.actions import lapse
from stafett.commissions.models import Commission
from stafett.commissions.queries import Line, commissions_of
from stafett.commissions.rules import OPEN, State
from stafett.database.history import in_history
from stafett.safeguards.access import may_see
from stafett.safeguards.models import Information
from stafett.safeguards.viewer import Viewer
from stafett.safeguards.withdrawing import Consequence

BY = "Stafett"
ENDED = gettext_noop("Deltagandet avslutades.")
"""Why it lapsed with the case; always kept in Swedish, so that it is known again."""


def after_withdrawal(circles: Collection[UUID], by: Viewer) -> None:
    """A consent is taken back, or a provision ends: what the giver may not tell of any more lapses.

    The receiver keeps what it was told, marked, and can still note in its own record what came of it.
    """
    lapse(
        _untold(circles, by),
        _("Samtycket togs tillbaka, eller bestämmelsen slutade gälla."),
        by=by,
        name=BY,
    )


def comes_of_withdrawal(circle: UUID, viewer: Viewer) -> list[Consequence]:
    """The open assignments that stop when their receiver is no longer told what is agreed, as far as the
    viewer may know of them, and of who has them."""
    case = may_see(viewer, Participation.objects.filter(circle=circle, ends_on=None)).first()
    if case is None:
        return []
    said = _("Uppdrag till %(unit)s: %(what)s. Upphör.")
    return [
        Consequence(
            line.row.from_unit.authority_id, line.row.to_unit.authority_id,
            Information.AGREEMENT.value, said % _words(line),
        )
        for line in commissions_of(viewer, case).open
        if line.receiver == line.row.to_unit.name
        and told_by_consent_alone(viewer, case, line.row)
    ]  # fmt: skip


def _untold(circles: Collection[UUID], by: Viewer) -> Iterator[Commission]:
    rows = Commission.objects.filter(
        participation__circle__in=circles, state__in=OPEN, copy_of=None
    ).exclude(to_unit__authority=F("owner_authority"))
    for one in rows.select_related("participation", "to_unit").order_by("pk"):
        if not telling(by, one.participation, one.owner_authority_id, one.to_unit).allowed:
            yield one


def faults_of_leaving(_cases: Sequence[Participation], _by: Viewer) -> dict[str, str]:
    """An open assignment keeps nobody: whoever ends the case may not even know of another authority's."""
    return {}


def after_last_day(cases: Sequence[Participation], by: Viewer) -> None:
    """When a case has ended, what was still open in it lapses; what came of it can be noted still.

    In the record of the controller and of those who may see the case: to the others it would tell that it has
    ended, and theirs stays as it was when it was last open to them (law 2).
    """
    ended = [case for case in cases if case.ends_on is not None]
    knowing = exiting.knowing(ended, by) if ended else set()
    rows = Commission.objects.filter(participation__in=ended, state__in=OPEN).order_by("pk")
    told = [one for one in rows if (one.participation_id, one.owner_authority_id) in knowing]
    # whoever ends the case says why in words of their own, which stand in no other's record
    with override(settings.LANGUAGE_CODE), in_history(why=_(ENDED)):
        lapse(told, _(ENDED), by=by, name=BY, both=False)


def ends_with_it(case: Participation, viewer: Viewer) -> list[str]:
    """The open assignments that lapse with the case, as far as the viewer may know of them."""
    said = _("Uppdrag till %(unit)s: %(what)s. Upphör.")
    return [said % _words(line) for line in commissions_of(viewer, case).open]


def stays_settled(case: Participation, viewer: Viewer) -> list[str]:
    """Those that lapsed with it, and do not come back when the exit is undone."""
    lapsed = [
        line
        for line in commissions_of(viewer, case).settled
        if line.row.state == State.LAPSED and line.row.because == ENDED
    ]
    said = _("Uppdrag till %(unit)s: %(what)s. Upphörde. Ge det på nytt om det ska göras.")
    return [said % _words(line) for line in lapsed]


def _words(line: Line) -> dict[str, str]:
    return {"unit": line.receiver, "what": line.row.what}


__all__ = [
    "after_last_day", "after_withdrawal", "comes_of_withdrawal", "ends_with_it", "faults_of_leaving",
    "stays_settled",
]  # fmt: skip
