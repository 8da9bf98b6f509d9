"""Gives everybody who is protected already an alias; in a step of its own, before it is demanded."""

from django.db import migrations

GIVE = """
UPDATE people_person p SET alias = 'Alias ' || n.number
FROM (SELECT id, 1000 + row_number() OVER (PARTITION BY controller_id ORDER BY md5(id::text)) AS number
      FROM people_person WHERE protection <> '' AND alias = '') n
WHERE n.id = p.id
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_aliases")]
    operations = [migrations.RunSQL(GIVE, migrations.RunSQL.noop)]
