"""Puts plans and decisions behind the tenant wall, with their case's controller; they end by decision."""

from django.db import migrations

from stafett.database.walls import event_wall, same_controller, wall
from stafett.safeguards.walls import with_history

TABLES = ("assessment", "goal", "step", "decision")


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("safeguards", "0018_ending_walls")]
    operations = [
        *[
            step
            for name in TABLES
            for step in (
                wall(f"plans_{name}"),
                event_wall(f"plans_{name}event"),
                same_controller(f"plans_{name}", "participation_id", "casework_participation"),
                *with_history(f"plans_{name}"),
            )
        ],
        same_controller("plans_step", "goal_id", "plans_goal"),
    ]
