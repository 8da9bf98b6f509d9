"""Lets the listing's triggers, and the one of holders, look rows up one by one by their keys.

Inside one transaction a table that grows from nothing has no statistics: each batch of a register then
walked everybody the controller has. `OFFSET 0` keeps a subquery to its key.
"""

from django.db import migrations

NAME = "(SELECT s.sort_name FROM people_person s WHERE s.id = p.person_id OFFSET 0)"
MEMBERS = "(SELECT m.unit_id FROM safeguards_member m WHERE m.circle_id = p.circle_id OFFSET 0)"
CASES = """(SELECT c.controller_id, c.id, c.circle_id, c.person_id FROM casework_participation c
            WHERE c.circle_id = m.circle_id OFFSET 0)"""
HELD = """(SELECT c.id, c.starts_on, c.ends_on FROM casework_participation c
           WHERE c.id = h.participation_id OFFSET 0)"""
RENAMED = """
    SELECT p.id, now.sort_name FROM renamed now
    JOIN named before ON before.id = now.id
    CROSS JOIN LATERAL (
        SELECT c.id FROM casework_participation c WHERE c.person_id = now.id OFFSET 0) p
    WHERE now.sort_name <> before.sort_name
"""


def _function(name: str, body: str, rights: str = "") -> str:
    return f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql
{rights} SET search_path = public, pg_temp AS $$
BEGIN
    {body}
    RETURN NULL;
END $$;
"""


def _listing(name: str, source: str) -> str:
    return _function(name, f"""
    INSERT INTO casework_listing (controller_id, participation_id, circle_id, unit_id, sort_name)
    SELECT DISTINCT p.controller_id, p.id, p.circle_id, m.unit_id, s.sort_name FROM {source}
    ON CONFLICT (participation_id, unit_id) DO NOTHING;""")  # fmt: skip


def _within(source: str) -> str:
    return _function("casework_holding_within", f"""
    IF EXISTS (
        SELECT FROM added h LEFT JOIN {source}
        WHERE p.id IS NULL OR h.from_day < p.starts_on
           OR COALESCE(h.until_day, 'infinity') > COALESCE(p.ends_on + 1, 'infinity')
    ) THEN
        RAISE EXCEPTION 'law 1: nobody holds a participation before its start or after its exit'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'casework_holding_within';
    END IF;""", "SECURITY DEFINER")  # fmt: skip


BY_KEY = "".join([
    _listing("casework_list_participations",
             f"added p CROSS JOIN LATERAL {MEMBERS} m CROSS JOIN LATERAL {NAME} s"),
    _listing("casework_list_members",
             f"added m CROSS JOIN LATERAL {CASES} p CROSS JOIN LATERAL {NAME} s"),
    _function("casework_list_renamed", f"""
    UPDATE casework_listing l SET sort_name = r.sort_name
    FROM ({RENAMED} OFFSET 0) r WHERE l.participation_id = r.id;"""),
    _within(f"LATERAL {HELD} p ON true"),
])  # fmt: skip
JOINED = "".join([
    _listing("casework_list_participations",
             "added p JOIN safeguards_member m ON m.circle_id = p.circle_id "
             "JOIN people_person s ON s.id = p.person_id"),
    _listing("casework_list_members",
             "casework_participation p JOIN added m ON m.circle_id = p.circle_id "
             "JOIN people_person s ON s.id = p.person_id"),
    _function("casework_list_renamed", """
    UPDATE casework_listing l SET sort_name = now.sort_name
    FROM renamed now
    JOIN named before ON before.id = now.id
    JOIN casework_participation p ON p.person_id = now.id
    WHERE now.sort_name <> before.sort_name AND l.participation_id = p.id;"""),
    _within("casework_participation p ON p.id = h.participation_id"),
])  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_listing_kept")]
    operations = [migrations.RunSQL(BY_KEY, JOINED)]
