from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_walls")]
    operations = [
        migrations.AddField(
            model_name="registerimport",
            name="outline",
            field=models.JSONField(default=dict, verbose_name="rubriker och första rader"),
        ),
        migrations.AddField(
            model_name="registerimport",
            name="job",
            field=models.BigIntegerField(
                blank=True,
                help_text="Arbetarens nummer på jobbet med filen.",
                null=True,
                verbose_name="jobb",
            ),
        ),
    ]
