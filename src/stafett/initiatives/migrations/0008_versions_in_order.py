"""Holds that versions follow one another in time, and that none was decided long before there was anything."""

from django.db import migrations

SAME = {
    "targetgroup": "branch_id IS NOT DISTINCT FROM NEW.branch_id",
    "volumetarget": "branch_id IS NOT DISTINCT FROM NEW.branch_id",
    "goal": "code = NEW.code",
}
"""Each table of versions, and which of its rows are versions of the same thing."""

FORWARD = """
CREATE FUNCTION initiatives_{table}_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM initiatives_{table} WHERE initiative_id = NEW.initiative_id AND {same}
               AND (version < NEW.version AND decided_on > NEW.decided_on
                    OR version > NEW.version AND decided_on < NEW.decided_on))
       OR NEW.decided_on < (SELECT starts_on - interval '5 years 1 month'
                            FROM initiatives_initiative WHERE id = NEW.initiative_id) THEN
        RAISE EXCEPTION 'version % can''t have been decided on %', NEW.version, NEW.decided_on
            USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'version_decided_in_order';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER version_decided_in_order
    AFTER INSERT OR UPDATE OF decided_on, version ON initiatives_{table}
    FOR EACH ROW WHEN (NEW.decided_on IS NOT NULL)
    EXECUTE FUNCTION initiatives_{table}_in_order();
"""
BACKWARD = """
DROP TRIGGER version_decided_in_order ON initiatives_{table};
DROP FUNCTION initiatives_{table}_in_order();
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0007_days_are_days")]
    operations = [
        migrations.RunSQL(
            FORWARD.format(table=table, same=same), BACKWARD.format(table=table)
        )
        for table, same in SAME.items()
    ]
