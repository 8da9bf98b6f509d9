"""Whom would a round of invitations go to? Planned before anybody is invited, and told in counts."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stafett.evaluation.columns import chosen
from stafett.evaluation.models import EvaluationAssignment
from stafett.evaluation.queries import Row, invited, rows, unattended
from stafett.evaluation.rules import drawn, unknown_columns
from stafett.parties.refusals import Refused
from stafett.safeguards.viewer import Viewer

Stratum = tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """Whom an evaluator wants to interview: by pseudonym, or so many by chance from each stratum."""

    pseudonyms: tuple[str, ...] = ()
    number: int = 0
    strata: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One stratum: what those in it have in common, how many would be invited, and of how many."""

    words: str
    invited: int
    of: int


@dataclass(frozen=True)
class Draw:
    """What a round would be: pseudonyms to choose from by stratum, and how many are left out and why.

    Those who have protected data are in no row, and in no count here either: it would tell that there are some.
    """

    strata: Mapping[Stratum, Sequence[str]]
    number: int
    before: int
    unattended: int
    rows: Sequence[Row]

    @property
    def parts(self) -> list[Part]:
        """Each stratum with its counts, those of nobody too, in the order of their words."""
        return [
            Part(", ".join(words), min(self.number, len(names)), len(names))
            for words, names in sorted(self.strata.items())
        ]

    @property
    def total(self) -> int:
        """How many would be invited."""
        return sum(part.invited for part in self.parts)

    @property
    def of(self) -> int:
        """How many it would be drawn from."""
        return sum(part.of for part in self.parts)

    @property
    def asked(self) -> int:
        """How many the evaluator asked for: so many from each stratum."""
        return self.number * max(1, len(self.strata))

    @property
    def is_divided(self) -> bool:
        """True when it is drawn from several strata, or from one that has words."""
        return any(self.strata)

    def names(self) -> set[str]:
        """So many of each stratum, as chance has it."""
        return set(drawn(self.strata, self.number, secrets.SystemRandom()))


def planned(one: EvaluationAssignment, wanted: Wanted, *, by: Viewer) -> Draw:
    """Whom the round would be drawn from; nobody is shown and nothing is written by it.

    Raises PermissionDenied unless the viewer is the evaluator on a day of the assignment, and Refused for
    pseudonyms that are not there or invited already, for what cannot steer a draw, and for nobody.
    """
    found, before = rows(by, one), invited(by, one)
    names = {row.pseudonym for row in found}
    alone = unattended(by, one)
    none_gives = {row.pseudonym for row in found if row.person in alone} - before
    if wanted.pseudonyms:
        wished = set(wanted.pseudonyms)
        _check_names(wished, names, before)
        draw = _draw({(): wished - none_gives}, len(wished), 0, wished & none_gives, found)
    else:
        left = {row.pseudonym: row for row in found if row.pseudonym not in before | none_gives}
        strata = _strata(one, left, wanted.strata)
        draw = _draw(strata, wanted.number, len(before & names), none_gives, found)
    if not draw.total:
        raise Refused(_("Det finns ingen kvar att bjuda in."), "number")
    return draw


def _draw(
    strata: Mapping[Stratum, set[str]], number: int, before: int, alone: set[str], found: list[Row]
) -> Draw:
    ordered = {words: sorted(names) for words, names in strata.items()}
    return Draw(ordered, number, before, len(alone), found)


def _strata(
    one: EvaluationAssignment, latest: Mapping[str, Row], wanted: Sequence[str]
) -> dict[Stratum, set[str]]:
    """The pseudonyms by what is to steer the draw, which is nothing sensitive."""
    columns = chosen(one.columns)
    if unknown_columns(wanted, [each.name for each in columns if not each.sensitive]):
        raise Refused(
            _("Känsliga uppgifter, och andra än uppdragets, kan inte styra urvalet."), "strata"
        )
    places = {column.name: place for place, column in enumerate(columns)}
    strata: dict[Stratum, set[str]] = defaultdict(set)
    for name, row in latest.items():
        told = [row.values[places[each]] for each in wanted]
        strata[tuple(_("okänt") if it is None else str(it) for it in told)].add(name)
    return strata


def _check_names(wanted: set[str], known: set[str], before: set[str]) -> None:
    missing, again = sorted(wanted - known), sorted(wanted & before)
    if missing:
        raise Refused(
            _("Det finns ingen rad med pseudonymen %(names)s. Kopiera den från raderna.")
            % {"names": ", ".join(missing)},
            "pseudonyms",
        )
    if again:
        raise Refused(
            _("Redan inbjuden i uppdraget: %(names)s. Ta bort den.") % {"names": ", ".join(again)},
            "pseudonyms",
        )


__all__ = ["Draw", "Part", "Wanted", "planned"]
