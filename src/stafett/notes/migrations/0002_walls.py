"""Puts notes and contacts behind the tenant wall, with their case's controller, and lets them end by decision."""

from django.db import migrations

from stafett.database.walls import event_wall, same_controller, wall
from stafett.safeguards.walls import with_history

TABLES = ("note", "contact")


class Migration(migrations.Migration):
    dependencies = [("notes", "0001_initial"), ("safeguards", "0018_ending_walls")]
    operations = [
        step
        for name in TABLES
        for step in (
            wall(f"notes_{name}"),
            event_wall(f"notes_{name}event"),
            same_controller(f"notes_{name}", "participation_id", "casework_participation"),
            *with_history(f"notes_{name}"),
        )
    ]
