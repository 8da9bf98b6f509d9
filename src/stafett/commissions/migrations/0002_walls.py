"""The tenant wall round assignments, and how they end: by a decision that lists them."""

from django.db import migrations

from stafett.database.walls import event_wall, same_controller, wall
from stafett.safeguards.walls import with_history

TABLE = "commissions_commission"


class Migration(migrations.Migration):
    dependencies = [
        ("commissions", "0001_initial"),
        ("casework", "0022_kinds_outside_migrations"),
        ("safeguards", "0035_kinds_outside_migrations"),
    ]
    operations = [
        wall(TABLE),
        event_wall(f"{TABLE}event"),
        same_controller(TABLE, "participation_id", "casework_participation"),
        *with_history(TABLE),
    ]
