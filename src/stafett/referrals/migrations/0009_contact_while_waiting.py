"""Each time that somebody who waits was sought, and what came of it."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import stafett.safeguards.models.spine
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0006_handles_people'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('referrals', '0008_the_wait_goes_on'),
        ('safeguards', '0045_units_before'),
    ]

    operations = [
        migrations.CreateModel(
            name='QueueContact',
            fields=[
                ('kind', stafett.safeguards.models.spine.KindField(max_length=16)),
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('on_day', models.DateField(verbose_name='dag')),
                ('way', models.CharField(choices=[('phone', 'telefon'), ('message', 'sms eller e-post'), ('letter', 'brev'), ('visit', 'besök hos personen'), ('here', 'möte hos oss'), ('other', 'på annat sätt')], max_length=10, verbose_name='hur')),
                ('result', models.CharField(choices=[('reached', 'fick kontakt'), ('message_left', 'lämnade ett meddelande'), ('no_answer', 'fick inget svar'), ('not_there', 'personen kom inte')], max_length=12, verbose_name='vad det gav')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='kort om det')),
                ('noted_by', models.CharField(max_length=120, verbose_name='antecknat av')),
                ('circle', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='safeguards.circle')),
                ('controller', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                ('owner_authority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                ('referral', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='referrals.referral')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.unit')),
            ],
            options={
                'ordering': ['-on_day', '-id'],
            },
        ),
        migrations.CreateModel(
            name='QueueContactEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('kind', stafett.safeguards.models.spine.KindField(max_length=16)),
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ('on_day', models.DateField(verbose_name='dag')),
                ('way', models.CharField(choices=[('phone', 'telefon'), ('message', 'sms eller e-post'), ('letter', 'brev'), ('visit', 'besök hos personen'), ('here', 'möte hos oss'), ('other', 'på annat sätt')], max_length=10, verbose_name='hur')),
                ('result', models.CharField(choices=[('reached', 'fick kontakt'), ('message_left', 'lämnade ett meddelande'), ('no_answer', 'fick inget svar'), ('not_there', 'personen kom inte')], max_length=12, verbose_name='vad det gav')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='kort om det')),
                ('noted_by', models.CharField(max_length=120, verbose_name='antecknat av')),
                ('circle', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguards.circle')),
                ('controller', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.authority')),
                ('owner_authority', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.authority')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='referrals.queuecontact')),
                ('referral', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.referral')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.unit')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='queuecontact',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "referrals_queuecontactevent" ("circle_id", "controller_id", "id", "kind", "noted_by", "on_day", "owner_authority_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "result", "unit_id", "way", "words") VALUES (OLD."circle_id", OLD."controller_id", OLD."id", OLD."kind", OLD."noted_by", OLD."on_day", OLD."owner_authority_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."referral_id", OLD."result", OLD."unit_id", OLD."way", OLD."words"); RETURN NULL;', hash='67bd63e00456316b8a61123f6bb4b816bc4a6d21', operation='UPDATE', pgid='pgtrigger_update_update_ff6dc', table='referrals_queuecontact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='queuecontact',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_queuecontactevent" ("circle_id", "controller_id", "id", "kind", "noted_by", "on_day", "owner_authority_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "result", "unit_id", "way", "words") VALUES (OLD."circle_id", OLD."controller_id", OLD."id", OLD."kind", OLD."noted_by", OLD."on_day", OLD."owner_authority_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."referral_id", OLD."result", OLD."unit_id", OLD."way", OLD."words"); RETURN NULL;', hash='def7cb8026c33bbe779d5114203d33be6af287cd', operation='DELETE', pgid='pgtrigger_delete_delete_423dc', table='referrals_queuecontact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='queuecontactevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='61ebb379ac813fbb99e3ed5a2ed4e7b162028a81', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_94067', table='referrals_queuecontactevent', when='BEFORE')),
        ),
    ]
