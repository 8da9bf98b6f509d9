"""Puts the list behind the tenant wall; its rows end by decision, and earlier versions are only added to."""

from django.db import migrations

from stafett.database.walls import event_wall, same_controller, wall
from stafett.safeguards.walls import with_history

TABLES = ("entry", "attempt", "led")
ABOUT_NOBODY = ("outreachlistevent", "outreachwordevent")


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0001_initial"),
        ("people", "0006_aliases_demanded"),
        ("safeguards", "0018_ending_walls"),
    ]
    operations = [
        *[wall(f"outreach_{name}") for name in TABLES],
        *[event_wall(f"outreach_{name}event") for name in TABLES],
        *[
            same_controller(f"outreach_{name}", "circle_id", "safeguards_circle") for name in TABLES
        ],
        same_controller("outreach_entry", "person_id", "people_person"),
        *[
            same_controller(f"outreach_{name}", "entry_id", "outreach_entry")
            for name in TABLES[1:]
        ],
        *[step for name in TABLES for step in with_history(f"outreach_{name}")],
        *[
            migrations.RunSQL(
                f"REVOKE UPDATE, DELETE ON outreach_{name} FROM stafett_app",
                f"GRANT UPDATE, DELETE ON outreach_{name} TO stafett_app",
            )
            for name in ABOUT_NOBODY
        ],
    ]
