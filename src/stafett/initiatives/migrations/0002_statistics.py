"""Lets the statistics role read what holds no person."""

from django.db import migrations

TABLES = ", ".join(
    f"initiatives_{name}"
    for name in (
        "initiative", "branch", "outcomechoice", "goal", "goalreading", "goalreading_outcomes",
        "volumetarget", "promisedinflow", "targetgroup",
    )
) + ", parties_party, parties_partykind, parties_authority, parties_unit, " + ", ".join(
    f"vocabulary_{name}"
    for name in (
        "county", "municipality", "livelihoodsource", "occupationkind", "educationlevel",
        "commonoutcome", "nextstep",
    )
)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_initial")]
    operations = [
        migrations.RunSQL(
            f"GRANT SELECT ON {TABLES} TO stafett_stats",
            f"REVOKE SELECT ON {TABLES} FROM stafett_stats",
        )
    ]
