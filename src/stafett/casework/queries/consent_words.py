"""Parts of consents in words: who may tell whom what, with what stands alike said once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.releasing import RECEIVED
from stafett.frame.formats import in_a_row
from stafett.parties.models import Authority
from stafett.safeguards.models import ConsentPart, Information

Stands = tuple[str, str]
"""How a part stands, in words, and the shape of their mark."""
Pair = tuple[Authority, Authority]
IN_FORCE = "done"


def kind_in_words(kind: str) -> str:
    """A kind of information to those who work with the person, inside a sentence."""
    said = str(RECEIVED[Information(kind)])
    return said[:1].lower() + said[1:]


def kinds_in_words(chosen: Iterable[str]) -> str:
    """Kinds of information in the order that they are asked about."""
    some = set(chosen)
    return "; ".join(kind_in_words(one.value) for one in Information if one.value in some)


@dataclass(frozen=True)
class Row:
    """What of a consent stands otherwise than the rest: who was to tell whom what, and how it stands."""

    words: str
    status: str
    shape: str


@dataclass(frozen=True)
class Said:
    """One consent: who may tell whom what, how it stands, and what of it stands otherwise."""

    sentences: list[str]
    first_day: date
    last_day: date
    status: str
    """How all of it stands but the rows; "" where nothing of it is in force and the rows say it all."""
    shape: str
    rows: list[Row]


def said_of(parts: Sequence[tuple[ConsentPart, Stands]]) -> list[Said]:
    """Each consent as it was said, in the order that it comes."""
    found: dict[Any, list[tuple[ConsentPart, Stands]]] = defaultdict(list)
    for part, stands in parts:
        found[part.consent_id].append((part, stands))
    return [_said(some) for some in found.values()]


def _said(some: Sequence[tuple[ConsentPart, Stands]]) -> Said:
    parts, first = [part for part, _stands in some], some[0][0]
    all_stand = dict.fromkeys(stands for _part, stands in some)
    main = next((one for one in all_stand if len(all_stand) == 1 or one[1] == IN_FORCE), ("", ""))
    other = [(part, stands) for part, stands in some if stands != main]
    last = first.until_day - timedelta(days=1)
    return Said(list(who_tells_what(parts)), first.from_day, last, *main, list(_rows(parts, other)))


def _rows(
    parts: Collection[ConsentPart], other: Iterable[tuple[ConsentPart, Stands]]
) -> Iterator[Row]:
    """What stands otherwise, a row for what stands alike between the same."""
    whole, still = _kinds(parts), _kinds(part for part in parts if part.withdrawn_on is None)
    by_stands: dict[Stands, list[ConsentPart]] = defaultdict(list)
    for part, stands in other:
        by_stands[stands].append(part)
    for stands, some in by_stands.items():
        for pairs, kinds in _alike(some):
            told = kinds_in_words(kinds)
            if len(kinds) > 1 and all(whole[pair] == kinds for pair in pairs):
                told = _("allt det")
            elif len(kinds) > 1 and all(still.get(pair) == kinds for pair in pairs):
                told = _("resten av det")
            yield Row(f"{_who(pairs, *_TO)}: {told}", *stands)


def who_tells_what(parts: Collection[ConsentPart]) -> Iterator[str]:
    """Sentences of who tells whom what; kinds that the same tell the same are said together."""
    for pairs, kinds in _alike(parts):
        yield f"{_who(pairs, *_MAY_TELL)}: {kinds_in_words(kinds)}."


def _alike(parts: Iterable[ConsentPart]) -> Iterator[tuple[frozenset[Pair], set[str]]]:
    """The kinds that pass between the same two by two."""
    by_kind: dict[str, set[Pair]] = defaultdict(set)
    for part in parts:
        by_kind[part.information].add((part.giver, part.receiver))
    found: dict[frozenset[Pair], set[str]] = defaultdict(set)
    for kind, pairs in by_kind.items():
        found[frozenset(pairs)].add(kind)
    yield from found.items()


_MAY_TELL = (
    gettext_lazy("%(names)s får berätta för varandra"),
    gettext_lazy("%(giver)s får berätta för %(receivers)s"),
)
_TO = (gettext_lazy("%(names)s till varandra"), gettext_lazy("%(giver)s till %(receivers)s"))


def _who(pairs: Collection[Pair], each_other: Any, one_to_some: Any) -> str:
    """That all of them tell each other, where they do; else each giver by itself."""
    everybody = {one for pair in pairs for one in pair}
    if len(pairs) == len(everybody) * (len(everybody) - 1):
        return str(each_other % {"names": in_a_row(_by_name(everybody))})
    told: dict[Authority, set[Authority]] = defaultdict(set)
    for giver, receiver in pairs:
        told[giver].add(receiver)
    return "; ".join(
        one_to_some % {"giver": giver, "receivers": in_a_row(_by_name(told[giver]))}
        for giver in _by_name(told)
    )


def _by_name(some: Iterable[Authority]) -> list[Authority]:
    return sorted(some, key=lambda one: (one.name, one.pk))


def _kinds(parts: Iterable[ConsentPart]) -> dict[Pair, frozenset[str]]:
    found: dict[Pair, set[str]] = defaultdict(set)
    for part in parts:
        found[part.giver, part.receiver].add(part.information)
    return {pair: frozenset(kinds) for pair, kinds in found.items()}


def by_giver(
    parts: Iterable[ConsentPart],
) -> Iterator[tuple[Authority, list[Authority], frozenset[str]]]:
    """Each giver with those to whom it tells the same, and what."""
    found: dict[tuple[Authority, frozenset[str]], set[Authority]] = defaultdict(set)
    for (giver, receiver), kinds in _kinds(parts).items():
        found[giver, kinds].add(receiver)
    for (giver, kinds), receivers in found.items():
        yield giver, _by_name(receivers), kinds


def who_stops_telling(parts: Iterable[ConsentPart]) -> Iterator[str]:
    """What no longer may be told when these parts end, a sentence for each giver."""
    for giver, receivers, kinds in by_giver(parts):
        yield _("%(giver)s får inte längre berätta för %(receivers)s: %(kinds)s.") % {
            "giver": giver, "receivers": in_a_row(receivers), "kinds": kinds_in_words(kinds),
        }  # fmt: skip


__all__ = [
    "Said", "by_giver", "kind_in_words", "kinds_in_words", "said_of", "who_stops_telling",
]  # fmt: skip
