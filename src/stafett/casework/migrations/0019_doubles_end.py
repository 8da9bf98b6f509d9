"""Lets what a named team was told of possible doubles end with its case, as a decision has listed it."""

from django.db import migrations

from stafett.safeguards.walls import with_history


class Migration(migrations.Migration):
    dependencies = [("casework", "0018_ends_by_decision")]
    operations = [*with_history("casework_possibledouble")]
