"""After a restore: what had ended or been withdrawn ends and is withdrawn again, out of the ledger.

A backup knows nothing of what was done after it was taken. Each line is tried against what is there now, so
that doing it twice changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from stafett.safeguards.actions.carry_out import carry_out, listed
from stafett.safeguards.actions.consent import end_parts
from stafett.safeguards.actions.retention import recount, write_scopes
from stafett.safeguards.ledger import ENDING, WITHDRAWAL, Entry
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import ConsentPart, Ending
from stafett.safeguards.queries import all_controllers
from stafett.safeguards.queries.due import Scope, rows_of
from stafett.safeguards.queries.naming import naming_rows, people_in, still_named
from stafett.safeguards.viewer import operator

BY = "återspelat ur liggaren"


@dataclass(frozen=True)
class Lacking:
    """What a line of the ledger says and the database does not: how many rows, or parts of a consent."""

    entry: Entry
    number: int


def lacking(entries: Iterable[Entry], day: date) -> Iterator[Lacking]:
    """The lines whose ending or withdrawal the database lacks."""
    by = operator(day, BY).reaching(all_controllers())
    for entry in entries:
        with acting(by, BY):
            number = (_rows_left if entry.kind == ENDING else _parts_left)(entry)
        if number:
            yield Lacking(entry, number)


@dataclass(frozen=True)
class Unlisted:
    """What the database says was done and the ledger does not have: on which day, and which ending, if one."""

    day: date
    ending: UUID | None = None
    parts: int = 0


def unlisted(entries: Sequence[Entry], day: date) -> list[Unlisted]:
    """What has ended or been withdrawn since the ledger's first line, and has no line: cut off, or lost.

    An empty ledger has no first line, so all that there ever was is told. What was done out of the
    ledger itself, after a restore, has no line of its own.
    """
    by = operator(day, BY).reaching(all_controllers())
    with acting(by, BY):
        done = Ending.objects.filter(done_at__isnull=False, scopes__isnull=False).exclude(
            because=BY
        )
        ended = {
            key: timezone.localtime(at).date()
            for key, at in done.order_by("done_at", "pk").values_list("pk", "done_at")
        }
        began = min((_done_on(one, ended) for one in entries), default=date.min)
        return [*_endings_unlisted(entries, ended, began), *_parts_unlisted(entries, began)]


def _done_on(entry: Entry, ended: Mapping[UUID, date]) -> date:
    """When the line was written; of an ending that the database lacks, when it was decided."""
    decided = date.fromisoformat(entry.told["day"])
    return ended.get(UUID(entry.told["ending"]), decided) if entry.kind == ENDING else decided


def _endings_unlisted(
    entries: Sequence[Entry], ended: Mapping[UUID, date], began: date
) -> Iterator[Unlisted]:
    listed = {UUID(one.told["ending"]) for one in entries if one.kind == ENDING}
    for key, on in ended.items():
        if key not in listed and on >= began:
            yield Unlisted(on, key)


def _parts_unlisted(entries: Sequence[Entry], began: date) -> Iterator[Unlisted]:
    listed = {
        (one["consent"], one["giver"], one["receiver"], one["information"])
        for entry in entries
        if entry.kind == WITHDRAWAL
        for one in entry.told["parts"]
    }
    ended = ConsentPart.objects.filter(withdrawn_on__gte=began).exclude(withdrawn_how=BY)
    rows = ended.order_by("withdrawn_on", "pk").values_list(
        "withdrawn_on", "consent_id", "giver_id", "receiver_id", "information"
    )
    lost = Counter(on for on, consent, *what in rows if (str(consent), *what) not in listed)
    for on, number in lost.items():
        assert on is not None
        yield Unlisted(on, parts=number)


def _rows_left(entry: Entry) -> int:
    controller, scopes = entry.told["controller"], _scopes(entry)
    left = sum(found.count() for _table, found in rows_of(controller, scopes))
    people = [] if _is_done(entry) else people_in(scopes)
    return left + still_named(people) + sum(n.count() for _t, n in naming_rows(controller, people))


def _is_done(entry: Entry) -> bool:
    """True when the database has the ending as done: who was written in by name since then is not touched."""
    return Ending.objects.filter(pk=entry.told["ending"], done_at__isnull=False).exists()


def _scopes(entry: Entry) -> list[Scope]:
    return [
        Scope(
            UUID(one["circle"]) if one["circle"] else None, one["owner"], one["ends"],
            date.fromisoformat(one["before"]) if one["before"] else None,
        )
        for one in entry.told["scopes"]
    ]  # fmt: skip


def _parts_left(entry: Entry) -> int:
    return len(_parts(entry))


def _parts(entry: Entry) -> list[ConsentPart]:
    """The parts of consents that a line withdraws and that are not withdrawn.

    By what they are, not by number: that may have been given to another row since the backup was taken.
    """
    wanted = Q(pk__in=[])
    for one in entry.told["parts"]:
        wanted |= Q(
            consent_id=one["consent"], giver_id=one["giver"], receiver_id=one["receiver"],
            information=one["information"],
        )  # fmt: skip
    live = ConsentPart.objects.filter(wanted, withdrawn_on__isnull=True)
    return list(live.select_related("circle").order_by("pk"))


def replay(entries: Iterable[Entry], day: date) -> Iterator[Lacking]:
    """Do again what the database lacks, line by line in the ledger's order; yields each with how much."""
    for one in lacking(entries, day):
        (_end_again if one.entry.kind == ENDING else _withdraw_again)(one.entry, day)
        yield one


def _withdraw_again(entry: Entry, day: date) -> None:
    by = operator(day, BY).reaching(all_controllers())
    with acting(by, BY):
        withdrawn_on = date.fromisoformat(entry.told["day"])
        end_parts(_parts(entry), withdrawn_on, how=BY, by=by)


def _end_again(entry: Entry, day: date) -> None:
    by = operator(day, BY).reaching(all_controllers())
    with acting(by, BY):
        made = _ending(entry)
        made.scopes.all().delete()
        write_scopes(made, _scopes(entry))
        recount(made)
    carry_out(made.pk, day, again=True)


def _ending(entry: Entry) -> Ending:
    """The same decision again, under its own key where that is free or not done."""
    key, decided_on = UUID(entry.told["ending"]), date.fromisoformat(entry.told["day"])
    there = Ending.objects.filter(pk=key).first()
    decided: dict[str, Any] = {
        "controller_id": entry.told["controller"], "noticed_on": decided_on, "ends_from": decided_on,
        "archive": False, "decided_on": decided_on, "decided_by": BY, "because": BY,
    }  # fmt: skip
    if there is None or there.done_at is not None:
        return Ending.objects.create(pk=key if there is None else uuid7(), **decided)
    Ending.objects.filter(pk=key).update(**decided)
    return Ending.objects.get(pk=key)


__all__ = ["ENDING", "WITHDRAWAL", "Lacking", "Unlisted", "lacking", "listed", "replay", "unlisted"]
