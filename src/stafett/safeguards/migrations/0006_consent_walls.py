"""Puts consents, their scans and what was handed over behind the wall; a member always names a giver."""

import django.db.models.deletion
from django.db import migrations, models

from stafett.database.walls import event_wall, same_controller, wall

TRACKED = ("safeguards_consent", "safeguards_consentpart", "safeguards_release")


class Migration(migrations.Migration):
    dependencies = [("safeguards", "0005_consent")]
    operations = [
        migrations.AlterField(
            model_name="member",
            name="giver",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.authority",
            ),
        ),
        migrations.AlterField(
            model_name="memberevent",
            name="giver",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="parties.authority",
            ),
        ),
        *[wall(table) for table in (*TRACKED, "safeguards_consentscan")],
        *[event_wall(f"{table}event") for table in TRACKED],
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON safeguards_provisionevent FROM stafett_app",
            "GRANT UPDATE, DELETE ON safeguards_provisionevent TO stafett_app",
        ),
        *[same_controller(table, "circle_id", "safeguards_circle") for table in TRACKED],
        same_controller("safeguards_consentpart", "consent_id", "safeguards_consent"),
        same_controller("safeguards_consentscan", "consent_id", "safeguards_consent"),
        same_controller("safeguards_release", "part_id", "safeguards_consentpart"),
    ]
