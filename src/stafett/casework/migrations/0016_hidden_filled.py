"""Marks the rows that only a named team sees already; in a step of its own, before it decides anything."""

from django.db import migrations

FILL = """
UPDATE casework_participation p SET hidden = true FROM safeguards_circle c
WHERE c.id = p.circle_id AND c.named_only
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0015_hidden_marked")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
