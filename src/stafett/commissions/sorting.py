"""How delicate is what an assignment says?"""

from __future__ import annotations

from stafett.commissions.models import Commission
from stafett.database.sorting import Matter, Sortings, sorting

INVOLVED = (Matter.INVOLVEMENT, "which unit gives or gets it says which authorities are involved")
HAND = (Matter.FREE_TEXT, "written by hand about the person")

SORTED: Sortings = {
    Commission: sorting(
        harmless="controller kind",
        personal="id owner_authority participation due_on given_by given_on state result settled_on "
        "settled_by copy_of",
        why={"result": "whether it was reached, never what it was"},
        from_unit=INVOLVED, to_unit=INVOLVED, position=INVOLVED, what=HAND, purpose=HAND,
        question=HAND, reply=HAND, earlier=HAND, because=HAND, result_words=HAND,
    ),
}  # fmt: skip
