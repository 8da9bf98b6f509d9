"""A receiver outside Stafett answers by a one-time link: takes over, asks, or says no.

What they read is handed over under a consent, as everything that leaves (law 2). Their yes ends the
participation in the same instant, with what the giver wrote of the exit when the link was made; where that
cannot be done any more the yes is kept and the giver, who holds until then, confirms (law 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.actions import Exit, close
from stafett.casework.rules import TAKES_OVER
from stafett.casework.setting_right import keep
from stafett.database.history import in_history
from stafett.handover.access import check_gives
from stafett.handover.actions.outside import faults_of_a_death
from stafett.handover.actions.steps import Hearing, begin, close_link
from stafett.handover.models import Handover, Manner
from stafett.handover.rules import after, faults_of_hearing
from stafett.initiatives.models import OutcomeChoice
from stafett.parties.models import Authority
from stafett.parties.queries import names_of
from stafett.parties.rules import place_named
from stafett.safeguards.actions import Item
from stafett.safeguards.actions.links import (
    Made,
    Receiver,
    end_link,
    release_by_link,
    still_asks,
)
from stafett.safeguards.actions.receivers import other_than_consented
from stafett.safeguards.models import Link, LinkPurpose, LinkState
from stafett.safeguards.queries.viewers import viewer_of
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Leaving:
    """How the participation ends on the day when the receiver says yes: what it led to, and why it ends."""

    outcome_id: int
    reason: str = ""


@transaction.atomic
def ask_by_link(
    handover: Handover, items: Sequence[Item], to: Receiver, leaving: Leaving, hearing: Hearing, *,
    by: Viewer,
) -> Made:  # fmt: skip
    """Let a receiver outside read these items and answer, by a link that is shown once. The giver confirms by
    making it.

    Raises what `release_by_link` raises, and Refused while another link waits, when the person has not been
    heard, for an outcome that is not the initiative's, and when the consent names another than the handover.
    """
    check_gives(by, handover.participation)
    now = begin(handover, "link")
    faults = _faults_of_asking(now, leaving, hearing)
    authority = items[0].part.receiver
    place = place_asked(now, authority)
    if not place:
        faults["about"] = other_than_consented([authority.name], now.receiver)
    if faults:
        raise Refused(faults)
    close_link(now)
    kept = {"outcome": leaving.outcome_id, "reason": leaving.reason}
    at_place = replace(to, organisation=place)
    made = release_by_link(items, at_place, by=by, purpose=LinkPurpose.HANDOVER, asked=kept)
    keep(
        now, _("frågade genom en länk"), link=made.link, given_on=by.day, given_by=by.name,
        heard=hearing.heard.strip(), not_heard=hearing.not_heard.strip(), question="", answer="",
    )  # fmt: skip
    return made


def place_asked(handover: Handover, authority: Authority) -> str:
    """Where at this authority the handover is to, as it is named there; empty when it is to somebody else."""
    return place_named(handover.outside_name, names_of(authority), and_somebody=True)


def _faults_of_asking(now: Handover, leaving: Leaving, hearing: Hearing) -> dict[str, str]:
    faults = faults_of_hearing(hearing.heard, hearing.not_heard)
    if now.link and now.link.waits:
        faults[""] = _(
            "En länk väntar redan på svar. Återkalla den först, under Överlämning, om det ska vara en ny."
        )
    outcomes = OutcomeChoice.objects.filter(initiative=now.participation.initiative_id)
    if not outcomes.filter(pk=leaving.outcome_id).exists():
        faults["outcome"] = _("Välj vad det ledde till.")
    return faults | faults_of_a_death(leaving.outcome_id)


@transaction.atomic
def take_by_link(link: Link, *, day: date) -> bool:
    """The receiver says yes. True when the participation has ended with them as next; False when the yes is
    kept and the giver has to confirm, since what the link was to do cannot be done any more.

    Raises Refused when the link or the handover is over.
    """
    now, waits = _asked(link, "take_by_link", day)
    values = {"taken_on": day, "taken_by": who_answers(waits), "manner": Manner.LINK}
    done = _completed(now, waits, values, day)
    if not done:
        stand = after("take_by_link", now.stand)
        with in_history(**_by_link(link)):
            keep(now, _("sa ja genom en länk"), stand=stand, given_on=None, given_by="", **values)
    end_link(waits, LinkState.ANSWERED)
    return done


def _completed(now: Handover, link: Link, values: dict[str, Any], day: date) -> bool:
    """End the participation in the name of whoever made the link, with their right tried again as of today."""
    by, stood = viewer_of(link.made_by_user, day), now.stand
    told = Exit(
        day, link.asked["outcome"], TAKES_OVER, link.asked["reason"], next_outside=now.receiver
    )
    done = {
        "stand": after("take_by_link", stood, both=True),
        "closed_on": day,
        "closed_by": by.name,
    }
    try:
        with transaction.atomic(), in_history(**_by_link(link)):
            check_gives(by, now.participation)
            keep(now, _("bekräftad utanför Stafett, genom länk"), **done, **values)
            close([(now.participation, told)], by=by)
    except (PermissionDenied, Refused):
        now.stand, now.closed_on, now.closed_by = stood, None, ""
        return False
    return True


@transaction.atomic
def question_by_link(link: Link, question: str, *, day: date) -> None:
    """The receiver asks before they answer; the link goes on waiting, and the giver holds."""
    if not question.strip():
        raise Refused({"said": _("Skriv vad ni behöver veta för att kunna svara.")})
    now, _waits = _asked(link, "question_by_link", day)
    stand = after("question_by_link", now.stand)
    with in_history(**_by_link(link)):
        keep(now, _("frågade genom länken"), stand=stand, question=question.strip(), answer="")


@transaction.atomic
def decline_by_link(link: Link, because: str, *, day: date) -> None:
    """The receiver cannot take over, and says why; the giver holds as before."""
    if not because.strip():
        raise Refused({"said": _("Skriv varför. Den som lämnar över behöver veta det.")})
    now, waits = _asked(link, "decline_by_link", day)
    with in_history(**_by_link(link)):
        keep(
            now, because, stand=after("decline_by_link", now.stand), because=because.strip(),
            closed_on=day, closed_by=who_answers(waits),
        )  # fmt: skip
    end_link(waits, LinkState.ANSWERED)


def _asked(link: Link, step: str, day: date) -> tuple[Handover, Link]:
    """The handover that a link asks about and the link itself, both held; Refused when either is over."""
    row = of_link(link)
    now = begin(row, step) if row else None
    waits = still_asks(link, day)
    if now is None or waits is None or now.link_id != waits.pk:
        raise Refused({"": _("Länken gäller inte längre. Be den som gav dig den om en ny.")})
    return now, waits


def of_link(link: Link) -> Handover | None:
    """The handover that a link asks about; None when another link has taken its place."""
    rows = Handover.objects.select_related("participation", "from_unit__authority")
    return rows.filter(link=link, controller_id=link.controller_id).first()


def who_answers(link: Link) -> str:
    """Whoever the link is for, as the handover names them."""
    return ", ".join(filter(None, (link.receiver, link.organisation)))[:160]


def _by_link(link: Link) -> dict[str, Any]:
    """Who did it, as the history tells it."""
    return {"user": None, "name": _("%(receiver)s, genom länk") % {"receiver": link.receiver}}
