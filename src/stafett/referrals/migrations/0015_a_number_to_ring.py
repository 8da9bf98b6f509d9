"""An open door has a number to ring, for whoever would rather ring or must not write; earlier ones have none yet."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('referrals', '0014_came_by_oneself'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='opendoor',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='opendoor',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='opendoor',
            name='phone',
            field=models.CharField(blank=True, max_length=60, verbose_name='telefon'),
        ),
        migrations.AddField(
            model_name='opendoorevent',
            name='phone',
            field=models.CharField(blank=True, max_length=60, verbose_name='telefon'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opendoor',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "referrals_opendoorevent" ("branch_id", "decided_by", "decided_on", "is_open", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "text") VALUES (OLD."branch_id", OLD."decided_by", OLD."decided_on", OLD."is_open", _pgh_attach_context(), NOW(), \'update\', OLD."branch_id", OLD."phone", OLD."text"); RETURN NULL;', hash='ceff6fa3ab65501ddc953b1d60aa7c7c0ef906df', operation='UPDATE', pgid='pgtrigger_update_update_df84f', table='referrals_opendoor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opendoor',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_opendoorevent" ("branch_id", "decided_by", "decided_on", "is_open", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "text") VALUES (OLD."branch_id", OLD."decided_by", OLD."decided_on", OLD."is_open", _pgh_attach_context(), NOW(), \'delete\', OLD."branch_id", OLD."phone", OLD."text"); RETURN NULL;', hash='2059ab70fe0899bad2695c9cba8d8c054d75aec4', operation='DELETE', pgid='pgtrigger_delete_delete_22c64', table='referrals_opendoor', when='AFTER')),
        ),
    ]
