"""Remembers of a member that it came in with its party alone; of those before nobody knows, and they stay."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('safeguards', '0045_units_before'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='member',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='member',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='member',
            name='with_party',
            field=models.BooleanField(db_default=False, editable=False, verbose_name='kom in med sin part'),
        ),
        migrations.AddField(
            model_name='memberevent',
            name='with_party',
            field=models.BooleanField(db_default=False, editable=False, verbose_name='kom in med sin part'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='member',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "safeguards_memberevent" ("basis", "circle_id", "controller_id", "from_day", "giver_id", "id", "kinds", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "unit_id", "until_day", "with_party") VALUES (OLD."basis", OLD."circle_id", OLD."controller_id", OLD."from_day", OLD."giver_id", OLD."id", OLD."kinds", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."position_id", OLD."unit_id", OLD."until_day", OLD."with_party"); RETURN NULL;', hash='f4684ccc70302a7598c630828a30c7e97f13a77d', operation='UPDATE', pgid='pgtrigger_update_update_94a99', table='safeguards_member', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='member',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "safeguards_memberevent" ("basis", "circle_id", "controller_id", "from_day", "giver_id", "id", "kinds", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "unit_id", "until_day", "with_party") VALUES (OLD."basis", OLD."circle_id", OLD."controller_id", OLD."from_day", OLD."giver_id", OLD."id", OLD."kinds", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position_id", OLD."unit_id", OLD."until_day", OLD."with_party"); RETURN NULL;', hash='f6fc58ea18754ba53c6fe28a4b1d27a39b2e47fe', operation='DELETE', pgid='pgtrigger_delete_delete_52d08', table='safeguards_member', when='AFTER')),
        ),
    ]
