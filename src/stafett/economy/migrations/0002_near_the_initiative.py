"""Holds that costs are booked and stated for days near the initiative's own.

That a day has been is for the actions to say: a database has no today of its own when it is restored.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION economy_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM initiatives_initiative i WHERE i.id = NEW.initiative_id AND ({outside})) THEN
        RAISE EXCEPTION 'days outside those of initiative %', NEW.initiative_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{name}';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER {name} AFTER INSERT OR UPDATE OF {columns} ON {table}
    FOR EACH ROW EXECUTE FUNCTION economy_{name}();
"""
BACKWARD = """
DROP TRIGGER {name} ON {table};
DROP FUNCTION economy_{name}();
"""
FAR = "NEW.{day} < i.starts_on - 366 OR NEW.{day} > COALESCE(i.ends_on, DATE '2100-12-31') + 366"
HELD = (
    {
        "name": "cost_near_its_initiative", "table": "economy_costline",
        "columns": "booked_through", "outside": FAR.format(day="booked_through"),
    },
    {
        "name": "cost_stated_near_its_initiative", "table": "economy_coststatement",
        "columns": "costs_through, participants_through",
        "outside": FAR.format(day="costs_through")
        + " OR NEW.participants_through < i.starts_on OR NEW.participants_through > DATE '2100-12-31'",
    },
)


class Migration(migrations.Migration):
    dependencies = [("economy", "0001_initial"), ("initiatives", "0007_days_are_days")]
    operations = [
        migrations.RunSQL(FORWARD.format(**one), BACKWARD.format(**one)) for one in HELD
    ]
