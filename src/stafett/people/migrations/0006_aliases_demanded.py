"""Nobody is protected without an alias, and no two in one register have the same."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_aliases_given")]
    operations = [
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('protection', ''), models.Q(('alias', ''), _negated=True), _connector='OR'), name='the_protected_have_an_alias'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(models.F('controller'), django.db.models.functions.text.Lower('alias'), condition=models.Q(('alias', ''), _negated=True), name='no_two_aliases_alike'),
        ),
    ]
