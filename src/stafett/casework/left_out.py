"""What is not on the paper to the file, and why; said alike whether there is anything of it or not (law 2)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from stafett.casework.models import Participation
from stafett.safeguards.access import Opened
from stafett.safeguards.models import RowKind

ON_PAPER = (RowKind.HOLDING, RowKind.INVOLVEMENT, RowKind.LIVELIHOOD, RowKind.OCCUPATION)
"""The kinds that the paper tells of, beside the participation itself."""


def left_out(shown: Opened, case: Participation) -> list[str]:
    """A sentence for each reason: they tell what the viewer's own authority has been let in to, and nothing
    of anybody else."""
    return list(_left_out(shown, case))


def _left_out(shown: Opened, case: Participation) -> Iterator[str]:
    yield _(
        "Andra myndigheters egna uppgifter är inte med, utom det de själva har öppnat för er: var och en "
        "svarar för sina. Så står det vare sig någon annan är med i ärendet eller inte."
    )  # fmt: skip
    kinds = shown.kinds.get(case.owner_authority_id)
    closed = [str(kind.label) for kind in ON_PAPER if kinds is not None and kind not in kinds]
    if closed:
        yield _(
            "Det som samtycket inte öppnar för er är inte med, om det finns: %(kinds)s."
        ) % {"kinds": ", ".join(closed)}  # fmt: skip
    yield _(
        "Anteckningar, möten, planer och beslut är inte med: de står under sina flikar, och papperet gäller "
        "deltagandet, vem som hållit ihop, myndigheters ärenden, försörjning och sysselsättning."
    )  # fmt: skip
