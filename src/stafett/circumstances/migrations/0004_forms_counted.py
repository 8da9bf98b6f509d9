"""Lets the statistics role count in which form people take part (G13)."""

from django.db import migrations

from stafett.database.walls import stats_may_read


class Migration(migrations.Migration):
    dependencies = [("circumstances", "0003_nothing_after_an_occupation")]
    operations = [
        stats_may_read(
            "circumstances_formperiod",
            "participation_id", "controller_id", "owner_authority_id",
            "form", "from_day", "until_day",
        )
    ]
