"""The tenant wall: which rows a database role reaches, decided by the row's controller (design § 3).

The wall is the second one. The first is `may_see` in `safeguards`, which every query applies.
"""

from __future__ import annotations

from django.db.migrations import RunSQL

REACH = (
    "controller_id = ANY((SELECT string_to_array("
    "current_setting('app.controllers', true), ',')::bigint[])::bigint[])"
)
"""True for rows of the controllers that this transaction has named; none named means no rows."""

_FORWARD = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY controller_wall ON {table} TO stafett_app USING ({reach}) WITH CHECK ({reach});
CREATE POLICY owner_migrates ON {table} TO stafett_owner USING (true) WITH CHECK (true);
CREATE POLICY stats_counts ON {table} FOR SELECT TO stafett_stats USING (true);
CREATE POLICY retention_ends ON {table} TO stafett_retention USING (true) WITH CHECK (true);
"""
_BACKWARD = """
DROP POLICY retention_ends ON {table};
DROP POLICY stats_counts ON {table};
DROP POLICY owner_migrates ON {table};
DROP POLICY controller_wall ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


def wall(table: str) -> RunSQL:
    """The migration step that puts a table with `controller_id` behind the wall."""
    return RunSQL(
        _FORWARD.format(table=table, reach=REACH),
        _BACKWARD.format(table=table),
    )


def event_wall(table: str) -> RunSQL:
    """The wall for a table of earlier versions, which the app may only add to."""
    return RunSQL(
        _FORWARD.format(table=table, reach=REACH)
        + f"REVOKE UPDATE, DELETE ON {table} FROM stafett_app;",
        f"GRANT UPDATE, DELETE ON {table} TO stafett_app;" + _BACKWARD.format(table=table),
    )


def same_controller(table: str, column: str, parent: str) -> RunSQL:
    """The migration step that makes a row and its parent answer to the same controller."""
    name = f"{table}_{column}_same_controller"
    key = f"{parent}_id_controller"
    return RunSQL(
        f"DO $$ BEGIN ALTER TABLE {parent} ADD CONSTRAINT {key} UNIQUE (id, controller_id); "
        "EXCEPTION WHEN duplicate_table OR duplicate_object THEN NULL; END $$;"
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}, controller_id) "
        f"REFERENCES {parent} (id, controller_id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def stats_may_read(table: str, *columns: str) -> RunSQL:
    """The migration step that lets the statistics role read some columns, never names or numbers."""
    listed = ", ".join(columns)
    return RunSQL(
        f"GRANT SELECT ({listed}) ON {table} TO stafett_stats",
        f"REVOKE SELECT ({listed}) ON {table} FROM stafett_stats",
    )
