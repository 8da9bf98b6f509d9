"""Between the warning and the decision lies a day at least; the rules that waited for none wait for one."""

from django.db import migrations, models

WAIT = "UPDATE safeguards_retentionrule SET wait_days = 1 WHERE wait_days < 1"


class Migration(migrations.Migration):
    dependencies = [("safeguards", "0043_kinds_in_cases")]
    operations = [
        migrations.RunSQL(WAIT, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(wait_days__gte=1), name="a_rule_waits_a_day_at_least"
            ),
        ),
    ]
