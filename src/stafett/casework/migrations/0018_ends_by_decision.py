"""Lets the retention role delete the rows of a case, one by one as a decision has listed them."""

from django.db import migrations

from stafett.safeguards.walls import ends_by_decision, with_history

TABLES = ("participation", "holding", "assignment", "involvement", "livelihood", "occupation")


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0017_numbers_of_the_shown"),
        ("safeguards", "0018_ending_walls"),
    ]
    operations = [
        *[step for name in TABLES for step in with_history(f"casework_{name}")],
        ends_by_decision("casework_listing"),
    ]
