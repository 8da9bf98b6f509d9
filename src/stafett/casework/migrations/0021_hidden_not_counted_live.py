from __future__ import annotations

from django.db import migrations

from stafett.database.walls import stats_may_read


class Migration(migrations.Migration):
    """Figures day by day leave out those whom a named team alone may see; frozen ones count them."""

    dependencies = [("casework", "0020_hidden_are_few")]
    operations = [stats_may_read("casework_participation", "hidden")]
