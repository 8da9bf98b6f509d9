"""What goes on of two records that are said to be the same human, and what then is to be done about it."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from stafett.casework.models import Participation
from stafett.casework.queries.participation import active_links
from stafett.people.models import Person
from stafett.safeguards.access import may_see
from stafett.safeguards.viewer import Viewer


def running_of_both(viewer: Viewer, pair: Collection[Person]) -> list[Participation]:
    """The participations that go on, where both have one; nothing of what the viewer may not see (law 5)."""
    rows = may_see(viewer, Participation.objects.filter(person__in=pair, ends_on=None))
    found = list(rows.select_related("initiative", "branch").order_by("starts_on", "pk"))
    return found if len({one.person_id for one in found}) == len(pair) else []


def what_to_do(running: Collection[Participation]) -> str:
    """What is left to do with the double: one of two in the same initiative is ended, others may both go on."""
    both = [one.initiative for one in running]
    twice = next((one for one in both if both.count(one) > 1), None)
    if twice is None:
        return _("De är i olika insatser och kan båda fortsätta: kom överens om vem som gör vad.")
    return _(
        "Samma människa deltar då två gånger i %(initiative)s. Bestäm vilket ärende som ska leva vidare, och "
        "avsluta det andra: länken gör det inte."
    ) % {"initiative": twice.name}


def running_beside(viewer: Viewer, case: Participation) -> list[Participation]:
    """What goes on in the same initiative in records that are linked to the person's, as far as may be seen."""
    links = active_links(viewer, [case.person_id])
    linked = {key for link in links for key in (link.first_id, link.second_id)} - {case.person_id}
    rows = Participation.objects.filter(
        person__in=linked, initiative=case.initiative_id, ends_on=None
    )
    return list(
        may_see(viewer, rows).select_related("branch", "person").order_by("starts_on", "pk")
    )


__all__ = ["running_beside", "running_of_both", "what_to_do"]
