"""At which controllers may only invented people be entered, as far as a viewer has to do with them?"""

from __future__ import annotations

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from stafett.parties.models import Authority
from stafett.safeguards.models import StartDecision
from stafett.safeguards.viewer import Viewer

STARTS = "starts"
"""Where a viewer keeps, by authority within reach, its name and whether it has started."""


def with_start(authorities: QuerySet[Authority]) -> QuerySet[Authority, tuple[int, str, bool]]:
    """Each authority's key, name, and whether its latest word is that real people may be entered."""
    latest = StartDecision.objects.filter(authority=OuterRef("pk")).order_by("-pk")
    word = Coalesce(Subquery(latest.values("starts")[:1]), Value(False))
    return authorities.annotate(begun=word).values_list("pk", "name", "begun")


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


def two_decide(authority: int) -> bool:
    """True where the authority has said that two people decide a start; once said, it stays."""
    return StartDecision.objects.filter(authority=authority, needs_two=True).exists()


def proposed(authority: int) -> StartDecision | None:
    """What waits for somebody else to decide: the authority's latest word, if that is a proposal."""
    latest = decisions(authority).first()
    return latest if latest and latest.is_proposed else None


def invented_only(viewer: Viewer | None) -> str:
    """The banner's first sentence: everywhere, or at whom, only invented people may be; empty for nowhere.

    Before log-in, and for those who see nobody's rows, it stands until some controller has started.
    """
    everywhere = _("Endast påhittade uppgifter.")
    if settings.SYNTHETIC_ONLY:
        return everywhere
    if not viewer or not viewer.controllers:
        return "" if started() else everywhere
    mine = _starts(viewer)
    names = [name for name, begun in mine.values() if not begun]
    if len(names) == len(mine):
        return everywhere
    if not names:
        return ""
    return _("Endast påhittade uppgifter hos %(names)s.") % {"names": ", ".join(names)}


def _starts(viewer: Viewer) -> dict[int, tuple[str, bool]]:
    """What came with the viewer; looked up for one whose reach was widened since."""
    if STARTS not in viewer.looked_up:
        mine = Authority.objects.filter(pk__in=viewer.controllers).order_by("name", "pk")
        viewer.looked_up[STARTS] = {key: (name, begun) for key, name, begun in with_start(mine)}
    found: dict[int, tuple[str, bool]] = viewer.looked_up[STARTS]
    return found
