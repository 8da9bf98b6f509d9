"""A case number is used once among those who are not hidden; one that is hidden takes it from nobody (ADR 18)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0016_hidden_filled")]
    operations = [
        migrations.RemoveConstraint(
            model_name='participation',
            name='case_number_once_per_initiative',
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(condition=models.Q(('hidden', False)), fields=('initiative', 'case_number'), name='case_number_once_per_initiative'),
        ),
    ]
