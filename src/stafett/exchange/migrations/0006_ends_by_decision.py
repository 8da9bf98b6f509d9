"""Lets the retention role delete a register that was read in, when a decision has it."""

from django.db import migrations

from stafett.safeguards.walls import ends_by_decision


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0005_unread_columns"),
        ("safeguards", "0018_ending_walls"),
    ]
    operations = [ends_by_decision("exchange_registerimport")]
