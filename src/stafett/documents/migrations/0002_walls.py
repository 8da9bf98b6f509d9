"""Puts documents behind the tenant wall, with their case's controller, and lets them end by decision."""

from django.db import migrations

from stafett.database.walls import event_wall, same_controller, wall
from stafett.safeguards.walls import with_history

TABLE = "documents_document"


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("safeguards", "0018_ending_walls")]
    operations = [
        wall(TABLE),
        event_wall(f"{TABLE}event"),
        same_controller(TABLE, "participation_id", "casework_participation"),
        *with_history(TABLE),
    ]
