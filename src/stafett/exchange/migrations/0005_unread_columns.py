from django.db import migrations, models

UNREAD = "kolumner som inte läses in"


class Migration(migrations.Migration):
    dependencies = [("exchange", "0004_learn_small_tables")]
    operations = [
        migrations.AddField(
            model_name=name,
            name="unread",
            field=models.JSONField(default=list, verbose_name=UNREAD),
        )
        for name in ("mapping", "registerimport")
    ]
