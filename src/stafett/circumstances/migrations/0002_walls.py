"""Puts circumstances over time behind the tenant wall, with their case's controller; they end by decision."""

from django.db import migrations

from stafett.database.walls import event_wall, same_controller, wall
from stafett.safeguards.walls import with_history

TABLES = ("livelihoodperiod", "occupationperiod", "pause", "formperiod", "nextafterthreshold")


class Migration(migrations.Migration):
    dependencies = [("circumstances", "0001_initial"), ("safeguards", "0018_ending_walls")]
    operations = [
        step
        for name in TABLES
        for step in (
            wall(f"circumstances_{name}"),
            event_wall(f"circumstances_{name}event"),
            same_controller(f"circumstances_{name}", "participation_id", "casework_participation"),
            *with_history(f"circumstances_{name}"),
        )
    ]
