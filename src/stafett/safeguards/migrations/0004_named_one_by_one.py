"""Lets the triggers of law 5 look rows up one by one, whatever the planner believes of the tables.

Inside one transaction a table that grows from nothing has no statistics: the joins of 0003 were then
walked the wrong way round, at a second for each batch of a register. `OFFSET 0` keeps a subquery to
its key.
"""

from django.db import migrations

REFUSE = """
    RAISE EXCEPTION 'law 5: a protected person is seen by a named team only'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'protected_only_named';
"""
UNIT_LET_IN = "m.position_id IS NULL AND m.until_day IS NULL"


def _functions(circles: str, members: str, people: str) -> str:
    conditions = {"circles": circles, "members": members, "people": people}
    return "\n".join(
        f"""
CREATE OR REPLACE FUNCTION safeguards_named_{name}() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF {condition} THEN {REFUSE}
    END IF;
    RETURN NULL;
END $$;"""
        for name, condition in conditions.items()
    )


BY_KEY = _functions(
    circles=f"""
    EXISTS (SELECT FROM changed c WHERE NOT c.named_only AND EXISTS (
        SELECT FROM people_person p WHERE p.id = c.person_id AND p.protection <> '' OFFSET 0))
    OR EXISTS (SELECT FROM changed c WHERE c.named_only AND EXISTS (
        SELECT FROM safeguards_member m WHERE m.circle_id = c.id AND {UNIT_LET_IN} OFFSET 0))""",
    members=f"""
    EXISTS (SELECT FROM changed m WHERE {UNIT_LET_IN} AND EXISTS (
        SELECT FROM safeguards_circle c WHERE c.id = m.circle_id AND c.named_only OFFSET 0))""",
    people="""
    EXISTS (SELECT FROM changed p WHERE p.protection <> '' AND EXISTS (
        SELECT FROM safeguards_circle c WHERE c.person_id = p.id AND NOT c.named_only OFFSET 0))""",
)
JOINED = _functions(
    circles=f"""
    EXISTS (SELECT FROM changed c JOIN people_person p ON p.id = c.person_id
            WHERE p.protection <> '' AND NOT c.named_only)
    OR EXISTS (SELECT FROM changed c JOIN safeguards_member m ON m.circle_id = c.id
               WHERE c.named_only AND {UNIT_LET_IN})""",
    members=f"""
    EXISTS (SELECT FROM changed m JOIN safeguards_circle c ON c.id = m.circle_id
            WHERE c.named_only AND {UNIT_LET_IN})""",
    people="""
    EXISTS (SELECT FROM changed p JOIN safeguards_circle c ON c.person_id = p.id
            WHERE p.protection <> '' AND NOT c.named_only)""",
)


class Migration(migrations.Migration):
    dependencies = [("safeguards", "0003_protected_only_named")]
    operations = [migrations.RunSQL(BY_KEY, JOINED)]
