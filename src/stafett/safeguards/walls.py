"""The wall round what ends: the retention role deletes a row only when a decision has that very row."""

from __future__ import annotations

from django.db.migrations import RunSQL

DECIDED = (
    "EXISTS (SELECT FROM safeguards_endingrow r JOIN safeguards_ending e ON e.id = r.ending_id"
    " WHERE r.of_table = '{table}' AND r.key = {table}.{key}::text"
    " AND e.decided_on IS NOT NULL AND e.done_at IS NULL)"
)
"""True for a row that stands in an ending which somebody has decided and which is not done yet."""

_FORWARD = f"""
DROP POLICY retention_ends ON {{table}};
CREATE POLICY retention_finds ON {{table}} FOR SELECT TO stafett_retention USING ({DECIDED});
CREATE POLICY retention_ends ON {{table}} FOR DELETE TO stafett_retention USING ({DECIDED});
GRANT SELECT ({{key}}), DELETE ON {{table}} TO stafett_retention;
"""
_BACKWARD = """
REVOKE ALL ON {table} FROM stafett_retention;
REVOKE SELECT ({key}) ON {table} FROM stafett_retention;
DROP POLICY retention_ends ON {table};
DROP POLICY retention_finds ON {table};
CREATE POLICY retention_ends ON {table} TO stafett_retention USING (true) WITH CHECK (true);
"""


def ends_by_decision(table: str, key: str = "id") -> RunSQL:
    """The migration step that lets a walled table's rows end, one by one as a decision has listed them."""
    told = {"table": table, "key": key}
    return RunSQL(_FORWARD.format(**told), _BACKWARD.format(**told))


def with_history(table: str, key: str = "id") -> list[RunSQL]:
    """The same for a table and for its earlier versions."""
    return [ends_by_decision(table, key), ends_by_decision(f"{table}event", "pgh_id")]
