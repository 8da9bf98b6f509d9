"""The seal role adds batches, the retention role endings that say by whom and why; neither adds an empty one.

An ending without a reason would be told as a fault for ever, and cannot be taken back.
"""

from django.db import migrations

POLICY = "ALTER POLICY {role}_does_its_work ON safeguards_seal WITH CHECK ({check})"
CHECKS = {
    "seal": "kind = 'batch' AND rows > 0",
    "retention": (
        "kind = 'ending' AND rows > 0"
        r" AND said::jsonb ->> 'by' ~ '\S' AND said::jsonb ->> 'because' ~ '\S'"
    ),
}


class Migration(migrations.Migration):
    dependencies = [("safeguards", "0041_a_reading_says_who")]
    operations = [
        migrations.RunSQL(
            POLICY.format(role=role, check=check), POLICY.format(role=role, check="true")
        )
        for role, check in CHECKS.items()
    ]
