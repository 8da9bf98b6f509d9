"""Walls round handovers and follow-ups, and the question that a unit's closing asks.

`handover_unit_is_needed` says yes or no of cases that whoever asks need not see: whether the unit holds any after
the day, or has a part in a handover that is open. It tells neither which nor how many.
"""

from django.db import migrations

from stafett.database.walls import event_wall, same_controller, wall
from stafett.safeguards.walls import with_history

NEEDED = """
CREATE FUNCTION handover_unit_is_needed(which bigint, last_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM casework_holding h
                   WHERE h.unit_id = which AND (h.until_day IS NULL OR h.until_day > last_day + 1))
        OR EXISTS (SELECT FROM handover_handover h
                   WHERE which IN (h.from_unit_id, h.to_unit_id) AND h.stand IN ('proposed', 'asked', 'accepted'))
$$;
REVOKE ALL ON FUNCTION handover_unit_is_needed(bigint, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION handover_unit_is_needed(bigint, date) TO stafett_app;
"""
TABLES = ("handover", "followup")


class Migration(migrations.Migration):
    dependencies = [
        ("handover", "0001_initial"),
        ("safeguards", "0018_ending_walls"),
    ]
    operations = [
        *[wall(f"handover_{name}") for name in TABLES],
        *[event_wall(f"handover_{name}event") for name in TABLES],
        *[
            same_controller(f"handover_{name}", "participation_id", "casework_participation")
            for name in TABLES
        ],
        migrations.RunSQL(NEEDED, "DROP FUNCTION handover_unit_is_needed(bigint, date)"),
        *[step for name in TABLES for step in with_history(f"handover_{name}")],
    ]
