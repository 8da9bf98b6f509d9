"""The tenant wall round notices, but for those about nobody; and how they end: by a decision that lists them."""

from django.db import migrations

from stafett.database.walls import same_controller, wall
from stafett.safeguards.walls import ends_by_decision

TABLE = "notices_notice"
ABOUT_NOBODY = "controller_id IS NULL AND circle_id IS NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_initial"),
        ("safeguards", "0018_ending_walls"),
    ]
    operations = [
        wall(TABLE),
        migrations.RunSQL(
            f"CREATE POLICY about_nobody ON {TABLE} TO stafett_app "
            f"USING ({ABOUT_NOBODY}) WITH CHECK ({ABOUT_NOBODY})",
            f"DROP POLICY about_nobody ON {TABLE}",
        ),
        same_controller(TABLE, "circle_id", "safeguards_circle"),
        ends_by_decision(TABLE),
    ]
