"""The tenant wall round meetings and promises, and how their rows end: by a decision that lists them."""

from django.db import migrations

from stafett.database.walls import event_wall, same_controller, wall
from stafett.safeguards.walls import with_history

TABLES = ("meetings_meeting", "meetings_called", "meetings_promise")


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_initial"),
        ("casework", "0022_kinds_outside_migrations"),
        ("safeguards", "0035_kinds_outside_migrations"),
    ]
    operations = [
        *[wall(table) for table in TABLES],
        *[event_wall(f"{table}event") for table in TABLES],
        *[same_controller(table, "participation_id", "casework_participation") for table in TABLES],
        *[same_controller(table, "meeting_id", "meetings_meeting") for table in TABLES[1:]],
        *[step for table in TABLES for step in with_history(table)],
    ]
