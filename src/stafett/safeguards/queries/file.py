"""What have authorities said that Stafett is to them?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from stafett.frame.formats import plain_day
from stafett.parties.models import Authority
from stafett.safeguards.access import in_circle
from stafett.safeguards.kept import Seen, StandIn
from stafett.safeguards.models import FileStatement, Member, Use
from stafett.safeguards.viewer import Viewer


def file_statements(viewer: Viewer) -> QuerySet[FileStatement]:
    """All that the authorities which the viewer speaks for have said, the latest first."""
    rows = FileStatement.objects.select_related("authority").order_by("-from_day", "-pk")
    return rows if viewer.operator else rows.filter(authority__in=viewer.speaks_for)


@dataclass(frozen=True)
class Said:
    """What an authority says on the viewer's day; `use` is None where it has said nothing."""

    authority: Authority
    use: str | None
    from_day: date | None
    stated_by: str | None

    @property
    def words(self) -> str:
        """In one sentence: what, since when, and who said it."""
        if self.from_day is None:
            return _("%(authority)s har inte sagt om Stafett är akten eller ett arbetsverktyg.") % {
                "authority": self.authority
            }
        day = plain_day(self.from_day)
        told = {"authority": self.authority, "day": day, "who": self.stated_by}
        if self.use == Use.FILE:
            return _("För %(authority)s är Stafett akten sedan %(day)s, enligt %(who)s.") % told
        return _(
            "För %(authority)s är Stafett ett arbetsverktyg sedan %(day)s, enligt %(who)s: det som ska till "
            "akten tas ut dit."
        ) % told  # fmt: skip


def said_by(viewer: Viewer, authorities: Iterable[int]) -> list[Said]:
    """What each of some authorities says on the viewer's day, by name."""
    rows = _said(viewer.day, Authority.objects.filter(pk__in=list(authorities)))
    return [_in_words(one) for one in rows]


def said_in(viewer: Viewer, circle_id: Any) -> list[Said]:
    """The same of the viewer's own authorities through which they see a case: whose file its papers go to."""
    return [_in_words(one) for one in SAID_IN.by(viewer, circle=circle_id)]


def _through(viewer: Viewer | StandIn, circle_id: Any) -> QuerySet[Authority]:
    through = Member.objects.filter(
        in_circle(viewer), circle_id=circle_id, controller_id__in=viewer.controllers,
        unit__authority=OuterRef("pk"),
    )  # fmt: skip
    return _said(viewer.day, Authority.objects.filter(Exists(through)))


SAID_IN: Seen[Any] = Seen(lambda viewer, circle: _through(viewer, circle))


def _said(day: date, authorities: QuerySet[Authority]) -> QuerySet[Authority]:
    latest = FileStatement.objects.filter(authority=OuterRef("pk"), from_day__lte=day)
    latest = latest.order_by("-from_day", "-pk")
    rows = authorities.annotate(
        **{
            f"said_{name}": Subquery(latest.values(name)[:1])
            for name in ("use", "from_day", "stated_by")
        }
    )
    return rows.order_by("name", "pk")


def _in_words(one: Any) -> Said:
    return Said(one, one.said_use, one.said_from_day, one.said_stated_by)
