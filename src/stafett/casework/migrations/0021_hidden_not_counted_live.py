from __future__ import annotations

from django.db import migrations

from stafett.database.walls import stats_may_read


class Migration(migrations.Migration):
    """Figures leave out those whom a named team alone may see; so the statistics role reads the mark."""

    dependencies = [("casework", "0020_hidden_are_few")]
    operations = [stats_may_read("casework_participation", "hidden")]
