"""How a controller decides that real people may be entered, and takes it back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from stafett.parties.models import Authority
from stafett.safeguards.access import check_answer_for
from stafett.safeguards.models import StartDecision, StartPaper
from stafett.safeguards.queries.start import decisions, has_started, two_decide
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

EARLIEST = date(2018, 5, 25)
"""No paper about this is older than the GDPR (art. 99)."""
NUMBERED = re.compile(r"(?=.*\d).{3,}")
"""What can be the number of a decision in a register: a figure in it, and three characters at least."""


@dataclass(frozen=True)
class Decided:
    """A paper's own decision: its reference in the authority's register, and its day."""

    reference: str
    decided_on: date | None


def invented_words() -> str:
    """Why nobody decides to start where the operator has said that it is for trying out."""
    return _("Den här installationen är bara för påhittade uppgifter, för alla.")


@transaction.atomic
def decide_start(
    authority: Authority, papers: Mapping[str, Decided], *, by: Viewer, two: bool = False
) -> StartDecision:
    """Let real people be entered: every paper is decided, and this lists where.

    Where the authority says that two decide, now or before, this proposes it, and somebody else decides
    (`confirm_start`). Raises PermissionDenied unless the viewer answers for the authority, and rules.Refused
    for a paper that is missing or cannot be, and where an installation is for invented people alone.
    """
    check_answer_for(by, authority)
    if settings.SYNTHETIC_ONLY:
        raise Refused({"": invented_words()})
    faults = dict(_faults(papers, by.day))
    if faults:
        raise Refused(faults)
    told = {
        name: {"reference": one.reference.strip(), "decided_on": f"{one.decided_on:%Y-%m-%d}"}
        for name, one in papers.items()
    }
    two = two or two_decide(authority.pk)
    if two and has_started(authority.pk):
        raise Refused(
            {"": _("Det är redan beslutat. Ta tillbaka det först, om det ska beslutas på nytt.")}
        )
    because = str(_("Föreslaget. Någon annan som svarar för uppgifterna beslutar.")) if two else ""
    return StartDecision.objects.create(
        authority=authority, starts=not two, papers=told, because=because, needs_two=two,
        decided_by=by.name, decided_user_id=by.user_id, decided_on=by.day,
    )  # fmt: skip


@transaction.atomic
def confirm_start(authority: Authority, seen: int | None, *, by: Viewer) -> StartDecision:
    """Decide what somebody else has proposed: the same papers, by another person, who has `seen` that proposal.

    Raises PermissionDenied unless the viewer answers for the authority, and rules.Refused for who proposed it,
    and where nothing waits.
    """
    check_answer_for(by, authority)
    if settings.SYNTHETIC_ONLY:
        raise Refused({"": invented_words()})
    latest = decisions(authority.pk).first()
    if latest is None or not latest.is_proposed:
        raise Refused({"": _("Inget är föreslaget, så det finns inget att besluta.")})
    if latest.decided_user_id is None or latest.decided_user_id == by.user_id or by.user_id is None:
        raise Refused({"": _("Det är du som har föreslagit det. Någon annan beslutar.")})
    if seen != latest.pk:
        raise Refused(
            {"": _("Förslaget har bytts mot ett annat. Läs det som står nu, och besluta sedan.")}
        )
    return StartDecision.objects.create(
        authority=authority, starts=True, papers=latest.papers, needs_two=True,
        proposed_by=latest.decided_by, proposed_user_id=latest.decided_user_id,
        decided_by=by.name, decided_user_id=by.user_id, decided_on=by.day,
    )  # fmt: skip


def _faults(papers: Mapping[str, Decided], today: date) -> list[tuple[str, str]]:
    found = []
    for name in StartPaper.values:
        one = papers.get(name, Decided("", None))
        if not NUMBERED.fullmatch(one.reference.strip()):
            said = _(
                "Skriv beslutets nummer, så att vem som helst hittar det: till exempel AMN 2026/123."
            )
            found.append((name, said))
        if one.decided_on is None or not EARLIEST <= one.decided_on <= today:
            found.append((f"{name}_on", _("Skriv dagen då det beslutades, senast i dag.")))
    return found


@transaction.atomic
def take_start_back(authority: Authority, because: str, *, by: Viewer) -> StartDecision:
    """Let only invented people be entered again; what is there stays, and every page says so.

    Raises PermissionDenied unless the viewer answers for the authority, and rules.Refused without a
    reason or where nothing was decided.
    """
    check_answer_for(by, authority)
    if not because.strip():
        raise Refused({"because": _("Skriv varför.")})
    latest = decisions(authority.pk).first()
    if not has_started(authority.pk) and not (latest and latest.is_proposed):
        raise Refused({"": _("Inget är beslutat, så det finns inget att ta tillbaka.")})
    return StartDecision.objects.create(
        authority=authority, starts=False, because=because.strip(), decided_by=by.name,
        decided_user_id=by.user_id, decided_on=by.day, needs_two=two_decide(authority.pk),
    )  # fmt: skip
