"""Following the log up: drawing a sample, judging each reading, signing; thresholds; names on request."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from stafett.parties.models import Authority
from stafett.safeguards.log_rules import Reason
from stafett.safeguards.models import (
    Circle,
    FollowUp,
    LogRules,
    NamesDecision,
    Reading,
    Reviewed,
    Verdict,
)
from stafett.safeguards.queries.follow_up import check_answers_for, seen_in, to_ask_about
from stafett.safeguards.queries.log import rules_of
from stafett.safeguards.rules import Refused
from stafett.safeguards.unnamed import faults_of_names
from stafett.safeguards.viewer import Viewer

CHANCE = random.SystemRandom()
WORD = re.compile(r"\w+")
BESIDE = " – "
"""Stands between what was asked of a reader and what was answered."""
LONGEST_NOTE, LONGEST_QUESTION = 300, 200
"""So many signs; a question leaves room for its answer."""


@transaction.atomic
def draw(
    controller: Authority, first: date, last: date, *, by: Viewer, chance: random.Random = CHANCE
) -> FollowUp:
    """Draw a sample of a period's readings: half of it those with something to ask about, the rest at random.

    Raises queries.TooMany for a period with too many readings, Refused for one with none.
    """
    check_answers_for(by, controller.pk)
    found = to_ask_about(by, controller, first, last)
    if not found.every:
        raise Refused({"": _("Ingen har läst något i den perioden. Välj en annan.")})
    made = FollowUp.objects.create(
        controller=controller, from_day=first, last_day=last, readings=found.readings,
        suggested=found.suggested, by_reason=found.by_reason, drawn_by_id=by.user_id,
        drawn_by=by.name,
    )  # fmt: skip
    chosen = sample(
        found.every, found.asked, size_of(rules_of(controller.pk).sample, chance), chance
    )
    Reviewed.objects.bulk_create(
        Reviewed(
            follow_up=made, controller=controller, reading_id=key,
            reasons=[reason.value for reason in found.asked.get(key, ())],
        )
        for key in chosen
    )  # fmt: skip
    return made


def size_of(most: int, chance: random.Random) -> int:
    """How many to draw: up to a tenth fewer than the controller says, so that a sample which lacks the readings
    of somebody who was protected later does not tell of it by its size (law 5)."""
    return most - chance.randrange(most // 10 + 1)


def sample(
    every: list[UUID], asked: Mapping[UUID, list[Reason]], size: int, chance: random.Random
) -> list[UUID]:
    """About half, or fewer, of those with something to ask about, one of each sort in turn, those with most
    reasons first; the rest from all others. So that what is asked about many does not hide what is asked about
    few. Never just half: what is missing in one half beside the other would be somebody hidden (law 5)."""
    sorts: dict[tuple[Reason, ...], list[UUID]] = defaultdict(list)
    for key in chance.sample(sorted(asked), len(asked)):
        sorts[tuple(asked[key])].append(key)
    ordered = sorted(sorts.items(), key=lambda each: (-len(each[0]), each[0]))
    in_turn = zip_longest(*(keys for _sort, keys in ordered))
    suggested = [key for lap in in_turn for key in lap if key is not None]
    others = chance.sample(every, len(every))
    half = (size + 1) // 2 - chance.randrange(size // 10 + 2)
    return list(dict.fromkeys([*suggested[: max(half, 1)], *others]))[:size]


@transaction.atomic
def judge(one: FollowUp, verdicts: Mapping[str, tuple[str, str]], *, by: Viewer) -> int:
    """Give readings of a sample their verdicts, by their keys in it; returns how many. Raises Refused.

    One's own readings are somebody else's to judge, and a doubt is said in words. What was asked of the reader
    stands, with what is answered after it.
    """
    check_answers_for(by, one.controller_id)
    _still_open(one)
    rows = [row for row in seen_in(by, one) if row.key in verdicts]
    mine = set(
        Reading.objects.filter(pk__in=[row.reading_id for row in rows], user_id=by.user_id)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    for row in rows:
        verdict, note = verdicts[row.key]
        if row.reading_id in mine:
            raise Refused(
                {"": _("Det du själv har läst bedöms av någon annan som svarar för uppgifterna.")}
            )
        if Verdict(verdict) != Verdict.FITTING and not note:
            raise Refused(
                {"": _("Skriv varför du frågar eller utreder: det ska gå att läsa efteråt.")}
            )
        if row.verdict == Verdict.ASKED:
            note = _answered(row.note, note, Verdict(verdict))
        if verdict == Verdict.ASKED and len(note) > LONGEST_QUESTION:
            raise Refused({"": _too_long(0, verdict)})
        row.verdict, row.note, row.by, row.at = verdict, note, by.name, timezone.now()
    Reviewed.objects.bulk_update(rows, ["verdict", "note", "by", "at"])
    return len(rows)


def _answered(question: str, note: str, verdict: Verdict) -> str:
    """The question with what is said after it; raises Refused for a judgement where nothing is.

    Whoever sends the question along with the answer, as it was read, has it kept once. Words of the question
    alone, in whatever order and however often, answer nothing.
    """
    said = note.strip()
    if said.casefold().startswith(question.casefold()):
        said = said[len(question) :].strip()
    if _words(said) <= _words(question):
        if verdict == Verdict.ASKED:
            return question
        raise Refused(
            {
                "": _(
                    "Det är frågat om läsningen: skriv svaret i anteckningen. Frågan själv är inget svar."
                )
            }
        )
    whole = BESIDE.join((question, said.removeprefix(BESIDE.strip()).strip()))
    if len(whole) > LONGEST_NOTE:
        raise Refused({"": _too_long(LONGEST_NOTE - len(question + BESIDE), verdict)})
    return whole


def _words(text: str) -> set[str]:
    return set(WORD.findall(text.casefold()))


def _too_long(left: int, verdict: str) -> str:
    """That a note has no room, with how long it may be."""
    if verdict == Verdict.ASKED:
        return _("Frågan får vara högst %(most)s tecken, så att svaret får plats efter den.") % {
            "most": LONGEST_QUESTION
        }
    return _("Svaret står efter frågan, och får vara högst %(left)s tecken. Korta det.") % {
        "left": left
    }


@transaction.atomic
def sign(one: FollowUp, conclusion: str, *, by: Viewer) -> None:
    """Sign a follow-up whose readings are all judged, and whose questions are answered, as far as the signer
    may know of them; after that nothing in it changes. Raises Refused."""
    check_answers_for(by, one.controller_id)
    _still_open(one)
    seen = seen_in(by, one)
    left = seen.filter(verdict="").count()
    if left:
        raise Refused(
            {
                "": _("Du kan inte skriva under än: %(left)s läsningar är inte bedömda.")
                % {"left": left}
            }
        )
    _all_answered(seen)
    if not conclusion.strip():
        raise Refused({"": _("Skriv vad ni kom fram till, också när allt var som det ska.")})
    FollowUp.objects.filter(pk=one.pk).update(
        conclusion=conclusion.strip(), signed_at=timezone.now(), signed_by_id=by.user_id,
        signed_by=by.name,
    )  # fmt: skip


def _all_answered(seen: QuerySet[Reviewed]) -> None:
    """Raise Refused, with what was asked, while somebody who read has been asked and not answered."""
    asked = [row.note for row in seen.filter(verdict=Verdict.ASKED)]
    if asked:
        raise Refused(
            {
                "": _("Du kan inte skriva under än: den som läste är frågad och svaret är inte skrivet "
                      "(%(asked)s). Skriv svaret i anteckningen, och välj om läsningen behövdes.")
                % {"asked": "; ".join(asked)}
            }
        )  # fmt: skip


def _still_open(one: FollowUp) -> None:
    """Hold the follow-up until the transaction ends; raise Refused when it is signed."""
    if FollowUp.objects.select_for_update().get(pk=one.pk).signed_at is not None:
        raise Refused({"": _("Uppföljningen är underskriven och ändras inte. Dra ett nytt urval.")})


@transaction.atomic
def set_rules(controller: Authority, values: Mapping[str, Any], *, by: Viewer) -> LogRules:
    """Set what a controller wants pointed out, how much it looks at, and how long its log is kept.

    What held until then stays as an earlier version, also when it was never decided.
    """
    check_answers_for(by, controller.pk)
    LogRules.objects.get_or_create(controller=controller)
    rules, _made = LogRules.objects.update_or_create(controller=controller, defaults=dict(values))
    return rules


@transaction.atomic
def decide_names(
    circle: Circle, *, asked_by: str, asked_on: date, given: bool, because: str, by: Viewer
) -> NamesDecision:
    """Record that names of readers were asked for, and what the controller decided, with why.

    Raises rules.Refused where it names who asked for somebody entered without identity.
    """
    check_answers_for(by, circle.controller_id)
    faults = faults_of_names(circle.person, {"asked_by": asked_by})
    if faults:
        raise Refused(faults)
    return NamesDecision.objects.create(
        controller_id=circle.controller_id, circle=circle, asked_by=asked_by, asked_on=asked_on,
        given=given, because=because, decided_by_id=by.user_id, decided_by=by.name,
    )  # fmt: skip
