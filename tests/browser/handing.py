"""Handovers for the browser to look at: one to Eva's unit, one to somebody outside, follow-ups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.urls import reverse

from stafett.casework.models import Participation
from stafett.handover.actions import Hearing, Proposal, Told, note_follow_up, propose
from stafett.handover.actions.following_up import follow_exits
from stafett.handover.models import Answer, FollowUp, Kept
from stafett.handover.rules import Asked
from stafett.safeguards.queries import viewer_of
from tests.cast import Cast

LONG_AGO = timedelta(days=100)


def handed_over(cast: Cast, besides: str, today: date) -> Iterator[str]:
    """The pages of four cases; `besides` is one that others look for and that stays as it is."""
    cast.as_everyone()
    karin = viewer_of(cast.user("karin"), today)
    here = cast.initiative.participations.filter(
        branch__code="flen", circle__named_only=False, controller=cast.unit("AUC").authority
    ).exclude(pk=besides)
    going_on = here.filter(status="remaining").select_related("circle").order_by("-starts_on", "pk")
    asked = Asked(
        "Coachning mot arbete, två möten i veckan", today, today, today + timedelta(days=60)
    )
    for case, told in zip(
        going_on[:2],
        (
            Proposal(asked, cast.unit("Projektkontoret")),
            Proposal(
                replace(asked, alongside_until=None), None, "Folkhögskolan", hearing=Hearing("Ja")
            ),
        ),
        strict=True,
    ):
        propose(case, told, by=karin)
        yield _page(case)
    for left in here.filter(ends_on__lte=today - LONG_AGO).order_by("-ends_on", "pk")[:2]:
        assert left.ends_on
        follow_exits([left], replace(karin, day=left.ends_on + timedelta(days=1)))
        yield _page(left)
    noted = FollowUp.objects.filter(participation=left).order_by("due_on")[0]
    note_follow_up(noted, Told(Answer.ANSWERED, Kept.KEPT), by=karin)


def _page(case: Participation) -> str:
    return reverse("handover", args=[case.pk])
