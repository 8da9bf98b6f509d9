"""At which controllers may only invented people be entered, as far as a viewer has to do with them?"""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stafett.parties.models import Authority
from stafett.safeguards.models import StartDecision
from stafett.safeguards.viewer import Viewer


def started() -> frozenset[int]:
    """The authorities whose latest word is that real people may be entered."""
    latest = StartDecision.objects.order_by("authority_id", "-pk").distinct("authority_id")
    return frozenset(key for key, starts in latest.values_list("authority_id", "starts") if starts)


def has_started(authority: int) -> bool:
    """True where the authority's latest word is that real people may be entered."""
    return authority in started()


def decisions(authority: int) -> QuerySet[StartDecision]:
    """All that an authority has said of it, the latest first."""
    return StartDecision.objects.filter(authority=authority).order_by("-pk")


def invented_only(viewer: Viewer | None) -> str:
    """The banner's first sentence: everywhere, or at whom, only invented people may be; empty for nowhere.

    Before log-in, and for those who see nobody's rows, it stands until some controller has started.
    """
    everywhere = _("Endast påhittade uppgifter.")
    if settings.SYNTHETIC_ONLY:
        return everywhere
    begun = started()
    mine = set(viewer.controllers) if viewer else set()
    waiting = mine - begun
    if not begun or (mine and waiting == mine):
        return everywhere
    if not waiting:
        return ""
    names = Authority.objects.filter(pk__in=waiting).order_by("name").values_list("name", flat=True)
    return _("Endast påhittade uppgifter hos %(names)s.") % {"names": ", ".join(names)}
