"""A controller's routine for the protected, behind the wall as what it is about."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from stafett.database.walls import event_wall, wall


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0004_stand_ins_beside'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('safeguards', '0009_file_or_tool'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProtectedRoutine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contact', models.CharField(choices=[('sealed', 'förseglade i Stafett, och öppnas bara av det namngivna teamet'), ('paper', 'på papper hos oss, aldrig i Stafett')], default='sealed', max_length=6, verbose_name='kontaktuppgifter till den som har skydd')),
                ('kept_where', models.CharField(blank=True, help_text='Till exempel: i kassaskåpet på enheten, fråga enhetschefen. Ingen adress till någon.', max_length=200, verbose_name='var papperen finns')),
                ('decided_by', models.CharField(blank=True, editable=False, max_length=160, verbose_name='beslutat av')),
                ('decided_on', models.DateField(editable=False, null=True, verbose_name='beslutat')),
                ('controller', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
            ],
            options={
                'ordering': ['controller'],
            },
        ),
        migrations.CreateModel(
            name='ProtectedRoutineEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('contact', models.CharField(choices=[('sealed', 'förseglade i Stafett, och öppnas bara av det namngivna teamet'), ('paper', 'på papper hos oss, aldrig i Stafett')], default='sealed', max_length=6, verbose_name='kontaktuppgifter till den som har skydd')),
                ('kept_where', models.CharField(blank=True, help_text='Till exempel: i kassaskåpet på enheten, fråga enhetschefen. Ingen adress till någon.', max_length=200, verbose_name='var papperen finns')),
                ('decided_by', models.CharField(blank=True, editable=False, max_length=160, verbose_name='beslutat av')),
                ('decided_on', models.DateField(editable=False, null=True, verbose_name='beslutat')),
                ('controller', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.authority')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='safeguards.protectedroutine')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='protectedroutine',
            constraint=models.CheckConstraint(condition=models.Q(('contact', 'sealed'), models.Q(('kept_where', ''), _negated=True), _connector='OR'), name='papers_are_kept_somewhere'),
        ),
        migrations.AddConstraint(
            model_name='protectedroutine',
            constraint=models.CheckConstraint(condition=models.Q(('decided_on__isnull', False), models.Q(('decided_by', ''), _negated=True)), name='a_routine_says_who_and_when'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='protectedroutine',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "safeguards_protectedroutineevent" ("contact", "controller_id", "decided_by", "decided_on", "id", "kept_where", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."contact", OLD."controller_id", OLD."decided_by", OLD."decided_on", OLD."id", OLD."kept_where", _pgh_attach_context(), NOW(), \'update\', OLD."id"); RETURN NULL;', hash='e20f0c8cd80a7c8f04ec5a726a83dd72518f2c3d', operation='UPDATE', pgid='pgtrigger_update_update_e9552', table='safeguards_protectedroutine', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='protectedroutine',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "safeguards_protectedroutineevent" ("contact", "controller_id", "decided_by", "decided_on", "id", "kept_where", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."contact", OLD."controller_id", OLD."decided_by", OLD."decided_on", OLD."id", OLD."kept_where", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='b938f6d938fc649d3c67dc2a75d4899dda0a2c96', operation='DELETE', pgid='pgtrigger_delete_delete_458af', table='safeguards_protectedroutine', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='protectedroutineevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6030f58b9168ff6d603f4ba92e35f476fa31b5e1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8f95c', table='safeguards_protectedroutineevent', when='BEFORE')),
        ),
        wall("safeguards_protectedroutine"),
        event_wall("safeguards_protectedroutineevent"),
    ]
