"""The only writes to evaluators' assignments: deciding on one, and revoking it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.evaluation.access import check_decide, posts_to_give_to
from stafett.evaluation.columns import COLUMNS, chosen
from stafett.evaluation.models import LONGEST, EvaluationAssignment, PseudonymKey
from stafett.evaluation.rules import faults_of_period, unknown_columns
from stafett.initiatives.models import Initiative
from stafett.parties.models import Authority, Position
from stafett.parties.refusals import Refused
from stafett.safeguards.viewer import Viewer

KEY_BYTES = 32


@dataclass(frozen=True)
class NewAssignment:
    """What an authority decides: for which post, what for, which columns, on what ground, and when."""

    initiative: Initiative
    authority: Authority
    position: Position
    purpose: str
    columns: tuple[str, ...]
    ground: str
    ethics: str
    from_day: date
    until_day: date


@transaction.atomic
def decide(told: NewAssignment, *, by: Viewer) -> EvaluationAssignment:
    """Give an evaluator's post an assignment in the authority's own name, with a key of its own.

    Raises PermissionDenied unless the viewer speaks for a controller in the initiative, and Refused for
    days, columns or a post that cannot be. Whether ethics approval is needed is nothing that it judges.
    """
    check_decide(by, told.initiative, told.authority)
    _check(told, by)
    made = EvaluationAssignment.objects.create(
        initiative=told.initiative, authority=told.authority, position=told.position,
        purpose=told.purpose.strip(), columns=[one.name for one in chosen(told.columns)],
        ground=told.ground.strip(), ethics=told.ethics.strip(), from_day=told.from_day,
        until_day=told.until_day, decided_by=by.name, decided_on=by.day,
    )  # fmt: skip
    PseudonymKey.objects.create(assignment=made, secret=secrets.token_bytes(KEY_BYTES))
    return made


def _check(told: NewAssignment, by: Viewer) -> None:
    if not posts_to_give_to(told.initiative, by).filter(pk=told.position.pk).exists():
        raise Refused(_("Befattningen är inte utvärderare i insatsen."), "position")
    if not told.columns or unknown_columns(told.columns, COLUMNS):
        raise Refused(_("Välj minst en uppgift ur listan."), "columns")
    last = told.from_day + LONGEST - timedelta(days=1)
    faults = faults_of_period(told.from_day, told.until_day, last + timedelta(days=1), by.day)
    for field, sentence in faults.items():
        raise Refused(sentence, field)


@transaction.atomic
def revoke(one: EvaluationAssignment, because: str, *, by: Viewer) -> EvaluationAssignment:
    """End an assignment at once, with the reason, and destroy its key: its pseudonyms lead to nobody any more.

    Also of one whose time is out. It is not undone: another is decided on, with pseudonyms of its own.
    """
    current = EvaluationAssignment.objects.select_for_update(of=("self",)).get(pk=one.pk)
    check_decide(by, current.initiative, current.authority)
    if current.revoked_on is not None:
        raise Refused(_("%(name)s har redan återkallat uppdraget.") % {"name": current.revoked_by})
    if not because.strip():
        raise Refused(_("Skriv varför uppdraget återkallas. Utvärderaren läser det."), "because")
    current.revoked_on, current.revoked_by = by.day, by.name
    current.revoked_because = because.strip()
    current.save(update_fields=["revoked_on", "revoked_by", "revoked_because"])
    PseudonymKey.objects.filter(assignment=current).delete()
    return current
