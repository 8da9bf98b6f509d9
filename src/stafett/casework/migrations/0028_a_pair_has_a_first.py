"""Holds that no second of a pair goes on alone: beside a contact person, or whoever has the case.

Only of what goes on: what has been ends by kind, a row at a time (retention). The actions let the second
be the first instead.
"""

from django.db import migrations

MENDED = """
UPDATE casework_teammate t SET part = 'contact'
WHERE t.part = 'second' AND t.until_day IS NULL AND NOT EXISTS (
    SELECT FROM casework_teammate f
    WHERE f.participation_id = t.participation_id AND f.unit_id = t.unit_id
      AND f.part = 'contact' AND f.until_day IS NULL)
  AND NOT EXISTS (
    SELECT FROM casework_teammate f
    WHERE f.participation_id = t.participation_id AND f.unit_id = t.unit_id
      AND f.part = 'contact' AND f.until_day > t.from_day);
UPDATE casework_teammate t SET until_day = greatest(t.from_day + 1, current_date)
WHERE t.part <> 'contact' AND t.until_day IS NULL AND NOT EXISTS (
    SELECT FROM casework_teammate f
    WHERE t.part = 'second' AND f.participation_id = t.participation_id AND f.unit_id = t.unit_id
      AND f.part = 'contact' AND f.until_day IS NULL)
  AND NOT EXISTS (
    SELECT FROM casework_assignment f
    WHERE t.part = 'pair' AND f.participation_id = t.participation_id AND f.unit_id = t.unit_id
      AND f.until_day IS NULL);
"""
"""A second that has been alone all the time was the contact person; of the rest the pair is over."""

HAS_A_FIRST = """
CREATE FUNCTION casework_pair_has_a_first() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    which uuid;
BEGIN
    IF TG_OP = 'DELETE' THEN
        which := OLD.participation_id;
    ELSE
        which := NEW.participation_id;
    END IF;
    IF EXISTS (
        SELECT FROM casework_teammate t
        WHERE t.participation_id = which AND t.until_day IS NULL AND (
            (t.part = 'second' AND NOT EXISTS (
                SELECT FROM casework_teammate f
                WHERE f.participation_id = which AND f.unit_id = t.unit_id
                  AND f.part = 'contact' AND f.until_day IS NULL))
            OR (t.part = 'pair' AND NOT EXISTS (
                SELECT FROM casework_assignment f
                WHERE f.participation_id = which AND f.unit_id = t.unit_id AND f.until_day IS NULL))
        )
    ) THEN
        RAISE EXCEPTION 'the second of a pair does not go on without a first'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'casework_pair_has_a_first';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION casework_pair_has_a_first() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework_pair_has_a_first() TO stafett_app, stafett_retention;
"""
TABLES = ("teammate", "assignment")


def _watched(table: str) -> str:
    return f"""
CREATE CONSTRAINT TRIGGER casework_pair_has_a_first AFTER UPDATE OR DELETE ON casework_{table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.until_day IS NULL)
    EXECUTE FUNCTION casework_pair_has_a_first();
"""


BEGUN = """
CREATE CONSTRAINT TRIGGER casework_pair_begins_with_a_first AFTER INSERT OR UPDATE ON casework_teammate
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.until_day IS NULL AND NEW.part <> 'contact')
    EXECUTE FUNCTION casework_pair_has_a_first();
"""
ALONE = """
DROP TRIGGER casework_pair_begins_with_a_first ON casework_teammate;
DROP TRIGGER casework_pair_has_a_first ON casework_assignment;
DROP TRIGGER casework_pair_has_a_first ON casework_teammate;
DROP FUNCTION casework_pair_has_a_first();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0027_who_shares_a_case")]
    operations = [
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(MENDED, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop),
        migrations.RunSQL(HAS_A_FIRST + "".join(map(_watched, TABLES)) + BEGUN, ALONE),
    ]
