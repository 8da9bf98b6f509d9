"""Holds law 5 in the database: a protected person's cases let in named posts, never a whole unit.

Statement triggers, so that a register of thousands of rows costs one look-up per batch.
"""

from django.db import migrations

REFUSE = """
    RAISE EXCEPTION 'law 5: a protected person is seen by a named team only'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'protected_only_named';
"""
UNIT_LET_IN = "m.position_id IS NULL AND m.until_day IS NULL"
NAMED = f"""
CREATE FUNCTION safeguards_named_circles() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM changed c JOIN people_person p ON p.id = c.person_id
               WHERE p.protection <> '' AND NOT c.named_only)
       OR EXISTS (SELECT FROM changed c JOIN safeguards_member m ON m.circle_id = c.id
                  WHERE c.named_only AND {UNIT_LET_IN}) THEN {REFUSE}
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION safeguards_named_members() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM changed m JOIN safeguards_circle c ON c.id = m.circle_id
               WHERE c.named_only AND {UNIT_LET_IN}) THEN {REFUSE}
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION safeguards_named_people() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM changed p JOIN safeguards_circle c ON c.person_id = p.id
               WHERE p.protection <> '' AND NOT c.named_only) THEN {REFUSE}
    END IF;
    RETURN NULL;
END $$;
"""
TRIGGERS = [
    ("circles", "insert", "safeguards_circle"),
    ("circles", "update", "safeguards_circle"),
    ("members", "insert", "safeguards_member"),
    ("members", "update", "safeguards_member"),
    ("people", "update", "people_person"),
]


def _trigger(what: str, event: str, table: str) -> migrations.RunSQL:
    name = f"safeguards_named_{what}_{event}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING NEW TABLE AS changed "
        f"FOR EACH STATEMENT EXECUTE FUNCTION safeguards_named_{what}()",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("safeguards", "0002_walls"), ("people", "0002_walls")]
    operations = [
        migrations.RunSQL(
            NAMED,
            "DROP FUNCTION safeguards_named_circles(), safeguards_named_members(), "
            "safeguards_named_people()",
        ),
        *[_trigger(*one) for one in TRIGGERS],
    ]
