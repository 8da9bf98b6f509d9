"""Puts the contacts of those who wait behind the tenant wall; they end by decision."""

from django.db import migrations

from stafett.database.walls import event_wall, same_controller, wall
from stafett.safeguards.walls import with_history

TABLE = "referrals_queuecontact"


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0009_contact_while_waiting"),
        ("safeguards", "0018_ending_walls"),
    ]
    operations = [
        wall(TABLE),
        event_wall(f"{TABLE}event"),
        same_controller(TABLE, "circle_id", "safeguards_circle"),
        same_controller(TABLE, "referral_id", "referrals_referral"),
        *with_history(TABLE),
    ]
