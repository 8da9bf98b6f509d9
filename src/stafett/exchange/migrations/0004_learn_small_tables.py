"""Lets an import have tables that were nearly empty before it counted, so that it is planned for.

The first register comes into empty tables. Without statistics the planner then takes an index on the
controller for one on the key, and each look-up walks everybody: measured as quadratic. Only the owner
may count (ANALYZE); the function does it for the app and waits for nobody. Small tables are counted
each time: what a tried import had counted is rolled back with it, but `reltuples` is not.
"""

from django.db import migrations

LEARN = """
CREATE FUNCTION exchange_learn_small_tables() RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    small text;
BEGIN
    FOR small IN
        SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND reltuples < 20000
          AND relname IN ('people_person', 'safeguards_circle', 'safeguards_member',
                          'casework_participation', 'casework_holding', 'casework_involvement',
                          'casework_livelihood', 'casework_occupation', 'casework_listing')
    LOOP
        EXECUTE format('ANALYZE (SKIP_LOCKED) %I', small);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION exchange_learn_small_tables() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exchange_learn_small_tables() TO stafett_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0003_outline_and_job"),
        ("casework", "0005_looked_up_by_key"),
        ("people", "0002_walls"),
        ("safeguards", "0002_walls"),
    ]
    operations = [
        migrations.RunSQL(LEARN, "DROP FUNCTION exchange_learn_small_tables()"),
    ]
