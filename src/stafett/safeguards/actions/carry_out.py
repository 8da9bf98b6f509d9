"""Ending what has been decided: its rows are listed, taken to the archive, and deleted, all or nothing (law 6).

Two transactions. In the first the app lists each row by table and key, and writes the archive. In the second
the retention role, which can delete nothing that is not listed, empties the tables in order, and the
ledger outside the database has the ending before it is committed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

import pghistory.models
import psycopg
from django.apps import apps
from django.db import connection
from django.db.models import Model
from psycopg import sql

from stafett.database.aside import once
from stafett.database.batch import insert_many
from stafett.safeguards import ended, ledger
from stafett.safeguards.actions import archive
from stafett.safeguards.actions.retention import recount, renew
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import Ending, EndingRow, EndingScope
from stafett.safeguards.queries import all_controllers
from stafett.safeguards.queries.due import held, rows_of, scopes_of
from stafett.safeguards.queries.naming import naming_rows, people_in, unname
from stafett.safeguards.viewer import operator

BY = "gallringen"
DOOR = "retention"
CONTEXT = "pghistory_context"
Keys = dict[str, list[Any]]
"""Table → keys of the rows that end."""


class NotEnded(Exception):
    """Nothing was ended; the sentence says what stood in the way."""


def carry_out(key: UUID, day: date, *, again: bool = False) -> dict[str, list[int]]:
    """End what has been decided; returns, by table, the rows before, ended and after. Twice does nothing.

    `again` is for what the ledger has already: no hold of a restored database stops it, and no line is added.

    Raises NotEnded with all rows where they were when a row cannot go, or archive or ledger be written.
    """
    by = operator(day, BY).reaching(all_controllers())
    try:
        with acting(by, f"gallring {key}", door=DOOR):
            one = Ending.objects.select_for_update().get(pk=key)
            if one.done_at is not None or one.decided_on is None:
                return {}
            if not again:
                _let_stay_what_is_held(one)
            unname(people_in(scopes_of(one.scopes.all())))
            _list(one)
            ended.count(one.pk, _whole_cases(one))
            line = None if again else as_told(one)
            if one.archive:
                one.archives = archive.write(one)
                one.save(update_fields=["archives"])
        counts = _end(key, line)
    except (psycopg.Error, OSError, ledger.Broken) as trouble:
        _say(key, by, str(trouble))
        raise NotEnded(str(trouble)) from trouble
    with acting(by, f"gallring {key}"):
        renew(one.controller_id)
    return counts


def _say(key: UUID, by: Any, trouble: str) -> None:
    with acting(by, f"gallring {key}"):
        Ending.objects.filter(pk=key).update(trouble=trouble[:500])
        ended.count(key, None)


def _whole_cases(one: Ending) -> list[UUID]:
    """The cases that end whole, whoever's rows they have."""
    return [s.circle_id for s in scopes_of(one.scopes.all()) if s.whole and s.circle_id]


def _let_stay_what_is_held(one: Ending) -> None:
    """A hold put after the decision counts as much as one before it."""
    everything, cases = held(one.controller_id)
    rows = EndingScope.objects.filter(ending=one)
    (rows if everything else rows.filter(circle_id__in=cases)).delete()
    recount(one)


def _list(one: Ending) -> None:
    """Write down each row that ends, with the contexts that say who changed what in them and why."""
    EndingRow.objects.filter(ending=one).delete()
    insert_many(
        EndingRow,
        ["ending_id", "controller_id", "of_table", "key"],
        [
            (one.pk, one.controller_id, table, str(key))
            for table, keys in listed(one).items()
            for key in keys
        ],
    )


def listed(one: Ending) -> Keys:
    """The keys of the rows that an ending is about, by table, in the order in which they go."""
    found: Keys = {}
    earlier: dict[type[Model], list[Any]] = {}
    scopes = scopes_of(one.scopes.all())
    naming = naming_rows(one.controller_id, people_in(scopes))
    for table, rows in chain(rows_of(one.controller_id, scopes), naming):
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        if keys:
            found[table._meta.db_table] = keys
            if hasattr(table, "pgh_tracked_model"):
                earlier[table] = keys
    contexts = _contexts(earlier)
    return {**found, CONTEXT: contexts} if contexts else found


def _contexts(earlier: dict[type[Model], list[Any]]) -> list[UUID]:
    """Who and why of the earlier versions that end, where no version that stays has the same."""
    found = {key for table, keys in earlier.items() for key in _contexts_in(table, keys)}
    for table in _event_tables():
        rows = table._default_manager.filter(pgh_context_id__in=found)
        staying = rows.exclude(pk__in=earlier.get(table, []))
        found -= set(staying.order_by("pgh_context_id").values_list("pgh_context_id", flat=True))
    return sorted(found)


def _contexts_in(table: type[Model], keys: Collection[Any]) -> Iterator[UUID]:
    rows = table._default_manager.filter(pk__in=keys, pgh_context__isnull=False)
    yield from rows.order_by("pgh_context_id").values_list("pgh_context_id", flat=True).distinct()


def _event_tables() -> list[type[Model]]:
    return [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]


def _end(key: UUID, line: dict[str, Any] | None) -> dict[str, list[int]]:
    with once("retention") as aside:
        aside.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(key)])
        _let_history_go(aside)
        counts = _emptied(aside, key)
        aside.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _check_whole(counts)
        aside.execute(
            "UPDATE safeguards_ending SET done_at = now(), ended = %s, trouble = '' WHERE id = %s",
            [json.dumps(counts), key],
        )
        if line and line["scopes"]:
            ledger.append(ledger.ENDING, line)
    return counts


def _emptied(aside: psycopg.Connection[Any], key: UUID) -> dict[str, list[int]]:
    """Delete the listed rows of every table, in order; by table, how many before, gone and after."""
    tables = {table._meta.db_table: _delete(aside, key, table) for table in _in_order()}
    counts = {**tables, CONTEXT: _delete_contexts(aside, key)}
    return {name: told for name, told in counts.items() if told}


def _in_order() -> Iterator[type[Model]]:
    for each in ended.every():
        earlier = ended.earlier_of(each.model)
        yield from (earlier, each.model) if earlier else (each.model,)


def _let_history_go(aside: psycopg.Connection[Any]) -> None:
    """For this transaction: no new earlier version is kept of what ends, and those there are may go."""
    aside.execute(
        "SELECT set_config('pgtrigger.ignore', array_agg(t.tgname)::text, true) FROM pg_trigger t"
        " JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relname = ANY(%s) AND t.tgname LIKE 'pgtrigger%%'",
        [[table._meta.db_table for table in _in_order()]],
    )


def _delete(aside: psycopg.Connection[Any], key: UUID, table: type[Model]) -> list[int]:
    """Delete a table's listed rows: how many were listed, how many went, how many are left. [] for none."""
    pk: Any = table._meta.pk
    names = {
        "table": sql.Identifier(table._meta.db_table), "key": sql.Identifier(pk.column),
        "kind": sql.SQL(pk.rel_db_type(connection)),
    }  # fmt: skip
    mine = "SELECT key FROM safeguards_endingrow WHERE ending_id = %s AND of_table = %s"
    found = "{key} = ANY(ARRAY(" + mine.replace("key", "key::{kind}", 1) + "))"
    told = [key, table._meta.db_table]
    before = _count(aside, sql.SQL(f"SELECT count(*) FROM ({mine}) AS listed"), told)
    if not before:
        return []
    gone = aside.execute(
        sql.SQL("DELETE FROM {table} WHERE " + found).format(**names), told
    ).rowcount
    after = _count(
        aside, sql.SQL("SELECT count(*) FROM {table} WHERE " + found).format(**names), told
    )
    return [before, gone, after]


def _count(aside: psycopg.Connection[Any], query: Any, told: list[Any]) -> int:
    row = aside.execute(query, told).fetchone()
    return int(row[0]) if row else 0


def _delete_contexts(aside: psycopg.Connection[Any], key: UUID) -> list[int]:
    mine = "SELECT count(*) FROM safeguards_endingrow WHERE ending_id = %s AND of_table = %s"
    before = _count(aside, mine, [key, CONTEXT])
    gone = _count(aside, "SELECT safeguards_end_contexts(%s)", [key])
    return [before, gone, before - gone] if before else []


def _check_whole(counts: dict[str, list[int]]) -> None:
    """Raise OSError, which takes all of it back, unless every listed row went."""
    left = {table: told for table, told in counts.items() if told[0] != told[1] or told[2]}
    if left:
        raise OSError(f"rader som skulle gallras är ändrade eller borta: {left}")


def as_told(one: Ending) -> dict[str, Any]:
    """An ending as the ledger has it: keys and days, never a person."""
    return {
        "ending": str(one.pk), "controller": one.controller_id, "day": str(one.decided_on),
        "scopes": [
            {"circle": str(s.circle_id) if s.circle_id else None, "owner": s.owner_id, "ends": s.ends,
             "before": s.before.isoformat() if s.before else None}
            for s in scopes_of(one.scopes.all())
        ],
    }  # fmt: skip


__all__ = ["NotEnded", "as_told", "carry_out", "listed"]
