"""Lets somebody stand in beside the ordinary holder of a post: one of each on any day, never the same."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations

import stafett.parties.models

OVERLAP = (stafett.parties.models.DayRange("from_day", "until_day"), "&&")


class Migration(migrations.Migration):
    dependencies = [("parties", "0003_whose_group")]
    operations = [
        migrations.RemoveConstraint("tenure", "one_holder_of_a_post_at_a_time"),
        migrations.AddConstraint(
            "tenure",
            django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("position", "="), ("stands_in", "="), OVERLAP],
                name="one_holder_of_a_post_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            "tenure",
            django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("position", "="), ("staff", "="), OVERLAP],
                name="nobody_stands_in_for_themselves",
            ),
        ),
    ]
