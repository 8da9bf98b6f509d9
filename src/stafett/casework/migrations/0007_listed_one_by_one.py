"""Lets a new participation be listed without sorting a whole batch apart.

It has no line in the listing yet, so there is nothing to collide with; only its own units can stand
twice.
"""

from django.db import migrations

LISTED = """
CREATE OR REPLACE FUNCTION casework_list_participations() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO casework_listing (controller_id, participation_id, circle_id, unit_id, sort_name)
    SELECT {each} p.controller_id, p.id, p.circle_id, m.unit_id, s.sort_name
    FROM added p
    CROSS JOIN LATERAL (SELECT {unit} m.unit_id FROM safeguards_member m
                        WHERE m.circle_id = p.circle_id OFFSET 0) m
    CROSS JOIN LATERAL (SELECT s.sort_name FROM people_person s
                        WHERE s.id = p.person_id OFFSET 0) s{conflict};
    RETURN NULL;
END $$;
"""
APART = LISTED.format(each="", unit="DISTINCT", conflict="")
SORTED = LISTED.format(
    each="DISTINCT",
    unit="",
    conflict="\n    ON CONFLICT (participation_id, unit_id) DO NOTHING",
)


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_one_at_a_time_may_wait")]
    operations = [migrations.RunSQL(APART, SORTED)]
