"""What Stafett is to an authority, in its own words; said anew, never changed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0004_stand_ins_beside'),
        ('safeguards', '0008_log_walls'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('use', models.CharField(choices=[('file', 'akten: ärendets handlingar finns här'), ('tool', 'ett arbetsverktyg: handlingarna förs till myndighetens egen akt')], max_length=4, verbose_name='vad Stafett är')),
                ('from_day', models.DateField(verbose_name='från och med')),
                ('because', models.CharField(max_length=300, verbose_name='skäl')),
                ('stated_by', models.CharField(max_length=120, verbose_name='sagt av')),
                ('stated_at', models.DateTimeField(auto_now_add=True)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
            ],
            options={
                'ordering': ['-from_day', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='a_file_statement_has_a_reason')],
            },
        ),
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON safeguards_filestatement FROM stafett_app",
            "GRANT UPDATE, DELETE ON safeguards_filestatement TO stafett_app",
        ),
    ]
