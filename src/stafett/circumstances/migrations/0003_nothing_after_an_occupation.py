import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0027_who_shares_a_case'),
        ('circumstances', '0002_walls'),
        ('parties', '0006_handles_people'),
        ('vocabulary', '0003_document_kinds'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='occupationperiod',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='occupationperiod',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='occupationperiod',
            name='nothing_next',
            field=models.CharField(blank=True, max_length=300, verbose_name='varför inget behöver komma efter'),
        ),
        migrations.AddField(
            model_name='occupationperiodevent',
            name='nothing_next',
            field=models.CharField(blank=True, max_length=300, verbose_name='varför inget behöver komma efter'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='occupationperiod',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "circumstances_occupationperiodevent" ("controller_id", "from_day", "hours_a_week", "id", "kind", "nothing_next", "owner_authority_id", "participation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "until_day", "what_id", "written_by", "written_on") VALUES (OLD."controller_id", OLD."from_day", OLD."hours_a_week", OLD."id", OLD."kind", OLD."nothing_next", OLD."owner_authority_id", OLD."participation_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."unit_id", OLD."until_day", OLD."what_id", OLD."written_by", OLD."written_on"); RETURN NULL;', hash='3a636f25bbcb7d49f9eb5e78cba5599232298e75', operation='UPDATE', pgid='pgtrigger_update_update_d043b', table='circumstances_occupationperiod', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='occupationperiod',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "circumstances_occupationperiodevent" ("controller_id", "from_day", "hours_a_week", "id", "kind", "nothing_next", "owner_authority_id", "participation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "until_day", "what_id", "written_by", "written_on") VALUES (OLD."controller_id", OLD."from_day", OLD."hours_a_week", OLD."id", OLD."kind", OLD."nothing_next", OLD."owner_authority_id", OLD."participation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."unit_id", OLD."until_day", OLD."what_id", OLD."written_by", OLD."written_on"); RETURN NULL;', hash='eb06954a68fd26fbd4c436994f0a023db3c02d8a', operation='DELETE', pgid='pgtrigger_delete_delete_ce467', table='circumstances_occupationperiod', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='occupationperiod',
            constraint=models.CheckConstraint(condition=models.Q(('nothing_next', ''), ('until_day__isnull', False), _connector='OR'), name='nothing_is_next_of_an_occupation_that_ends'),
        ),
    ]
