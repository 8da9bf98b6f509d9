"""How did an assignment stand before, and to which day was it moved (law 6)? Questions stand on its page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from stafett.casework.queries.changes import Change, Followed, as_told, changes_in
from stafett.commissions.models import Commission
from stafett.commissions.queries import Line, is_thirds
from stafett.safeguards.viewer import Viewer

FOLLOWED = Followed(
    Commission, gettext_lazy("Uppdraget"),
    ("state", "due_on", "because", "result", "result_words"),
)  # fmt: skip


def changes_of(viewer: Viewer, line: Line) -> list[Change]:
    """What was changed in the row that is shown, latest first; nothing to a third authority, whose page tells
    none of what the other wrote."""
    one = line.row
    if is_thirds(one, viewer):
        return []
    found = changes_in(FOLLOWED, [one], {"pgh_obj_id": one.pk}, lambda _event: True)
    near = {one.controller_id, one.owner_authority_id}
    return as_told(viewer, found, near, one.participation.circle_id)
