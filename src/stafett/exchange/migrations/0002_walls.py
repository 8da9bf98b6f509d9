"""Puts uploaded registers behind the tenant wall: they are full of people."""

from django.db import migrations

from stafett.database.walls import wall


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]
    operations = [wall("exchange_registerimport")]
