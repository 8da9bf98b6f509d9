"""Copies that are about somebody protected say the alias, as those made from now on."""

from django.db import migrations

RENAME = """
UPDATE safeguards_release r SET about = p.alias
FROM safeguards_circle c JOIN people_person p ON p.id = c.person_id
WHERE c.id = r.circle_id AND p.protection <> ''
"""


class Migration(migrations.Migration):
    dependencies = [("safeguards", "0013_protected_routine"), ("people", "0006_aliases_demanded")]
    operations = [migrations.RunSQL(RENAME, migrations.RunSQL.noop)]
