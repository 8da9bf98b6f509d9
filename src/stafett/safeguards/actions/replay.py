"""After a restore: what had ended or been withdrawn ends and is withdrawn again, out of the ledger.

A backup knows nothing of what was done after it was taken. Each line is tried against what is there now, so
that doing it twice changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from uuid_utils.compat import uuid7

from stafett.database.any_time import BEGINNING
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
Part = tuple[str, int, int, str]
"""What a part of a consent is: the consent, the giver, the receiver and the kind of information."""


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
    """What has ended or been withdrawn since the ledger's first line, to the moment, and has no line.

    It was cut off, or lost. An empty ledger has no first line, so all that there ever was is told. What was
    done out of the ledger itself, after a restore, has no line of its own.
    """
    by = operator(day, BY).reaching(all_controllers())
    with acting(by, BY):
        done = Ending.objects.filter(done_at__isnull=False, scopes__isnull=False).exclude(
            because=BY
        )
        rows = done.order_by("done_at", "pk").values_list("pk", "done_at")
        ended = {key: at for key, at in rows if at}
        taken = _taken_back()
        began = min((_done_at(one, ended, taken) for one in entries), default=BEGINNING)
        return [*_endings_unlisted(entries, ended, began), *_parts_unlisted(entries, taken, began)]


def _taken_back() -> dict[Part, datetime]:
    """When each part of a consent was withdrawn, by what it is; out of the history, which has the day before.

    Where that has ended or never was, it may have been until the end of the day that the part says.
    """
    live = ConsentPart.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj_id=OuterRef("pk"), withdrawn_on__isnull=True
    )
    latest = live.order_by("-pgh_created_at", "-pgh_id").values("pgh_created_at")[:1]
    ended = ConsentPart.objects.filter(withdrawn_on__isnull=False).exclude(withdrawn_how=BY)
    rows: Any = ended.annotate(at=Subquery(latest)).order_by("withdrawn_on", "pk")
    return {_part(one): one.at or _begins(one.withdrawn_on, 1) for one in rows}


def _part(one: ConsentPart) -> Part:
    return (str(one.consent_id), one.giver_id, one.receiver_id, one.information)


def _begins(day: date, later: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=later), time()))


def _parts_of(entry: Entry) -> list[Part]:
    return [
        (one["consent"], one["giver"], one["receiver"], one["information"])
        for one in entry.told.get("parts", ())
    ]


def _done_at(
    entry: Entry, ended: Mapping[UUID, datetime], taken: Mapping[Part, datetime]
) -> datetime:
    """When the line was written; of what the database lacks, when the day that it says began."""
    if entry.kind == ENDING:
        known = [ended.get(UUID(entry.told["ending"]))]
    else:
        known = [taken.get(part) for part in _parts_of(entry)]
    return min(filter(None, known), default=_begins(date.fromisoformat(entry.told["day"])))


def _endings_unlisted(
    entries: Sequence[Entry], ended: Mapping[UUID, datetime], began: datetime
) -> Iterator[Unlisted]:
    listed = {UUID(one.told["ending"]) for one in entries if one.kind == ENDING}
    for key, at in ended.items():
        if key not in listed and at >= began:
            yield Unlisted(timezone.localdate(at), key)


def _parts_unlisted(
    entries: Sequence[Entry], taken: Mapping[Part, datetime], began: datetime
) -> Iterator[Unlisted]:
    listed = {part for entry in entries for part in _parts_of(entry)}
    lost = [at for part, at in taken.items() if part not in listed and at >= began]
    for on, number in Counter(map(timezone.localdate, lost)).items():
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
