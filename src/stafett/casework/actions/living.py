"""How livelihood and occupation directly before and directly after are recorded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.access import check_life
from stafett.casework.actions.correcting import as_told, correct
from stafett.casework.actions.enrolling import Doing, Living
from stafett.casework.following import Course, Words, course, stated
from stafett.casework.models import Participation
from stafett.casework.rules import Source, faults_of_hours, faults_of_sources
from stafett.frame.formats import plain_number
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer
from stafett.vocabulary.models import LivelihoodSource, OccupationKind

KINDS = ("livelihoods", "occupations")


@dataclass(frozen=True)
class Life:
    """What somebody lives on and does at one moment: all of it, so that what is left out is gone."""

    moment: str
    livelihoods: tuple[Living, ...] = ()
    occupations: tuple[Doing, ...] = ()


@transaction.atomic
def record_livelihood(
    lives: Sequence[tuple[Participation, Life]], *, by: Viewer, because: str = ""
) -> list[UUID]:
    """Record livelihood and occupation directly before or directly after (A11, sus.md § 2.3).

    Raises rules.Refused where sources exclude one another or have no extent; PermissionDenied before
    anything is compared, to those who may not see what is recorded (law 2).
    """
    check_life(by, [participation for participation, _life in lives])
    for participation, life in lives:
        if life.moment == "end" and participation.ends_on is None:
            raise Refused({"": _("Direkt efter går att skriva när deltagandet är avslutat.")})
    check_lives([life for _participation, life in lives])
    check_agrees_with_periods([(course(case), life, KINDS) for case, life in lives])
    changes = [
        (p, as_told(p, livelihoods=life.livelihoods, occupations=life.occupations))
        for p, life in lives
    ]
    told = {f"{kind}.{life.moment}" for _p, life in lives for kind in KINDS}
    return correct(changes, by=by, because=because, only=told)


def check_agrees_with_periods(lives: Sequence[tuple[Course, Life, Collection[str]]]) -> None:
    """Raise rules.Refused where dated periods state something else (ADR 24).

    They are corrected, not what they give. Each life comes with its case's days and the kinds told in it.
    """
    known = stated([one for one, _life, _kinds in lives])
    for one, life, kinds in lives:
        topics = known.get(one.participation_id, {})
        faults = {
            kind: _(
                "Det räknas ut av perioderna under fliken Försörjning, som säger: %(what)s. Skriv så här, "
                "eller rätta perioden där."
            )
            % {"what": _in_words(kind, known_words)}
            for kind in kinds
            if (known_words := topics.get(f"{kind}.{life.moment}")) is not None
            and known_words != words_of(getattr(life, kind), life.moment)
        }
        if faults:
            raise Refused(faults)


def _in_words(kind: str, stated_words: Words) -> str:
    """What periods give, as people read it: "Praktik 12,5 timmar i veckan, Studier"."""
    lists: Any = LivelihoodSource if kind == "livelihoods" else OccupationKind
    extent = _("%(n)s procent") if kind == "livelihoods" else _("%(n)s timmar i veckan")
    named = lists.objects.in_bulk([key for key, _much in stated_words])
    told = [
        f"{named[key]} {extent % {'n': plain_number(much)}}" if much else str(named[key])  # type: ignore[arg-type]
        for key, much in sorted(stated_words, key=str)
    ]
    return ", ".join(told) or _("inget")


def words_of(rows: Iterable[Living | Doing], moment: str) -> Words:
    """What is told of a moment, as dated periods state it."""
    return frozenset(
        (row.source_id, row.extent_percent)
        if isinstance(row, Living)
        else (row.what_id, row.hours_a_week)
        for row in rows
        if row.moment == moment
    )


def check_lives(lives: Sequence[Life]) -> None:
    """Raise rules.Refused where sources exclude one another or have no extent."""
    sources = LivelihoodSource.objects.in_bulk(
        [row.source_id for life in lives for row in life.livelihoods]
    )
    kinds = OccupationKind.objects.in_bulk(
        [row.what_id for life in lives for row in life.occupations]
    )
    for life in lives:
        lived = [source_of(sources[row.source_id], row.extent_percent) for row in life.livelihoods]
        did = [source_of(kinds[row.what_id], row.hours_a_week) for row in life.occupations]
        worked = faults_of_hours(row.hours_a_week for row in life.occupations)
        faults = {
            "livelihoods": faults_of_sources(lived), "occupations": [*faults_of_sources(did), *worked],
        }  # fmt: skip
        said = {name: " ".join(sentences) for name, sentences in faults.items() if sentences}
        if said:
            raise Refused(said)


def source_of(word: Any, amount: object) -> Source:
    """A word of the lists with how much of it, as the rules read it."""
    return Source(
        word.pk, str(word), amount, exclusive=getattr(word, "exclusive", False),
        has_extent=word.has_extent, household=getattr(word, "household", False),
    )  # fmt: skip
