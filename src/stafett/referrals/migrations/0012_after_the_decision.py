"""Remembers whether a contact was noted when the decision had been made."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('referrals', '0011_found_fast'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='queuecontact',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='queuecontact',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='queuecontact',
            name='after_decision',
            field=models.BooleanField(default=False, verbose_name='efter beslutet'),
        ),
        migrations.AddField(
            model_name='queuecontactevent',
            name='after_decision',
            field=models.BooleanField(default=False, verbose_name='efter beslutet'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='queuecontact',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "referrals_queuecontactevent" ("after_decision", "circle_id", "controller_id", "id", "kind", "noted_by", "on_day", "owner_authority_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "result", "unit_id", "way", "words") VALUES (OLD."after_decision", OLD."circle_id", OLD."controller_id", OLD."id", OLD."kind", OLD."noted_by", OLD."on_day", OLD."owner_authority_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."referral_id", OLD."result", OLD."unit_id", OLD."way", OLD."words"); RETURN NULL;', hash='13a012c64a9b4b41737e9632cbcb2b7516b5f334', operation='UPDATE', pgid='pgtrigger_update_update_ff6dc', table='referrals_queuecontact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='queuecontact',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_queuecontactevent" ("after_decision", "circle_id", "controller_id", "id", "kind", "noted_by", "on_day", "owner_authority_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "result", "unit_id", "way", "words") VALUES (OLD."after_decision", OLD."circle_id", OLD."controller_id", OLD."id", OLD."kind", OLD."noted_by", OLD."on_day", OLD."owner_authority_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."referral_id", OLD."result", OLD."unit_id", OLD."way", OLD."words"); RETURN NULL;', hash='c9eaac72d4981a7d2f582f49af556453502014ee', operation='DELETE', pgid='pgtrigger_delete_delete_423dc', table='referrals_queuecontact', when='AFTER')),
        ),
    ]
