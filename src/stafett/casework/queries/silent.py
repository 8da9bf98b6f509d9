"""Of a case's parties what is said of those of which nothing is shown, or which have not accepted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from stafett.casework.models import Participation
from stafett.casework.queries.consents import authorities_of, in_use, not_accepted, open_still
from stafett.parties.models import Party
from stafett.safeguards.models import ConsentPart
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Silent:
    """A party of which nothing is shown, with how that stands."""

    name: str
    words: str


def silent(
    viewer: Viewer, case: Participation, parties: Iterable[Party], shown: Collection[int],
    parts: Iterable[ConsentPart], said: Collection[str] = (),
) -> list[Silent]:  # fmt: skip
    """Of parties of which nothing is shown what holds: a yes to it may be noted, and nothing come of it yet.

    Told is what the consents say that the viewer knows of, and the rest alike for everybody (law 2). Of one
    that is shown it is told only that it has not accepted what it may give. Of the authorities in `said` that
    stands elsewhere on the page, and is not said again.
    """
    mine = authorities_of(viewer)
    known = [p for p in parts if open_still(p, viewer.day) and {p.giver_id, p.receiver_id} & mine]
    given, got = defaultdict[int, list[ConsentPart]](list), set[int]()
    for part in known:
        given[part.giver.party_id].append(part)
        if part.receiver_id in mine and in_use(part, viewer.day):
            got.add(part.receiver.party_id)
    told = {"", *(_noted_not_accepted(part) for part in known if part.giver.name in said)}
    return [
        Silent(one.name, words)
        for one in parties
        if (words := _why_unaccepted(case, given[one.pk], viewer.day) if one.pk in shown
            else _why_silent(given[one.pk], viewer.day, mine, gets=one.pk in got)) not in told
    ]  # fmt: skip


def _why_silent(
    parts: Sequence[ConsentPart], day: date, mine: Collection[int], *, gets: bool
) -> str:
    live = [part for part in parts if in_use(part, day)]
    if gets or any(part.giver_id in mine for part in live):
        return _("samtycket gäller, men inget ärende hos er är antecknat här")
    if live:
        return _("samtycket gäller, men inget ärende därifrån är antecknat här")
    if parts:
        return _noted_not_accepted(parts[0])
    return _("inget delas")


def _why_unaccepted(case: Participation, parts: Sequence[ConsentPart], day: date) -> str:
    """That one which is shown has not accepted; nothing where some of it holds. What the controller has not
    accepted stands with whom it may tell (`waits_for`)."""
    theirs = [part for part in parts if part.giver_id != case.controller_id]
    if not theirs or any(in_use(part, day) for part in theirs):
        return ""
    return _noted_not_accepted(theirs[0])


def _noted_not_accepted(part: ConsentPart) -> str:
    return _("samtycke är antecknat; %(how)s") % {"how": not_accepted(part)}


__all__ = ["Silent", "silent"]
