"""Says who in the holding unit has a case, day by day, and holds that it lies within the unit's holding."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import stafett.parties.models
from stafett.database.walls import event_wall, same_controller, wall

WITHIN = """
CREATE FUNCTION casework_assigned_within() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    which uuid;
BEGIN
    IF TG_OP = 'DELETE' THEN
        which := OLD.participation_id;
    ELSE
        which := NEW.participation_id;
    END IF;
    IF EXISTS (
        SELECT FROM casework_assignment a
        WHERE a.participation_id = which AND NOT (
            EXISTS (SELECT FROM parties_position p
                    WHERE p.id = a.position_id AND p.unit_id = a.unit_id)
            AND COALESCE(daterange(a.from_day, a.until_day) <@ (
                SELECT range_agg(daterange(h.from_day, h.until_day)) FROM casework_holding h
                WHERE h.participation_id = which AND h.unit_id = a.unit_id), false)
        )
    ) THEN
        RAISE EXCEPTION 'a post has a case only in the unit that holds it, while it does'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'casework_assigned_within';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION casework_assigned_within() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework_assigned_within() TO stafett_app, stafett_retention;
CREATE CONSTRAINT TRIGGER casework_assigned_within AFTER INSERT OR UPDATE ON casework_assignment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION casework_assigned_within();
CREATE CONSTRAINT TRIGGER casework_assigned_within AFTER UPDATE OR DELETE ON casework_holding
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION casework_assigned_within();
"""
ANYWHERE = """
DROP TRIGGER casework_assigned_within ON casework_holding;
DROP TRIGGER casework_assigned_within ON casework_assignment;
DROP FUNCTION casework_assigned_within();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0008_whose_rows'),
        ('parties', '0004_stand_ins_beside'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('participation', 'deltagande'), ('holding', 'vem som håller ihop'), ('involvement', 'myndigheters medverkan'), ('livelihood', 'försörjning'), ('occupation', 'sysselsättning'), ('agreement', 'överenskommelser'), ('health', 'hälsa och vård')], max_length=16)),
                ('from_day', models.DateField(verbose_name='från och med')),
                ('until_day', models.DateField(blank=True, null=True, verbose_name='till (inte med)')),
                ('controller', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                ('owner_authority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                ('participation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='casework.participation')),
                ('position', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.position')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.unit')),
            ],
            options={
                'ordering': ['from_day', 'id'],
            },
        ),
        migrations.CreateModel(
            name='AssignmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('participation', 'deltagande'), ('holding', 'vem som håller ihop'), ('involvement', 'myndigheters medverkan'), ('livelihood', 'försörjning'), ('occupation', 'sysselsättning'), ('agreement', 'överenskommelser'), ('health', 'hälsa och vård')], max_length=16)),
                ('from_day', models.DateField(verbose_name='från och med')),
                ('until_day', models.DateField(blank=True, null=True, verbose_name='till (inte med)')),
                ('controller', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.authority')),
                ('owner_authority', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.authority')),
                ('participation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='casework.participation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='casework.assignment')),
                ('position', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.position')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.unit')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(fields=['unit', 'position'], name='assigned_in_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('until_day__isnull', True), ('until_day__gt', models.F('from_day')), _connector='OR'), name='assignment_period_forward'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('participation', '='), ('unit', '='), (stafett.parties.models.DayRange('from_day', 'until_day'), '&&')], name='one_has_the_case_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "casework_assignmentevent" ("controller_id", "from_day", "id", "kind", "owner_authority_id", "participation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "unit_id", "until_day") VALUES (OLD."controller_id", OLD."from_day", OLD."id", OLD."kind", OLD."owner_authority_id", OLD."participation_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."position_id", OLD."unit_id", OLD."until_day"); RETURN NULL;', hash='889d87bc8d35aaf3fc51820861a5e630bdb4e9b4', operation='UPDATE', pgid='pgtrigger_update_update_d3dfb', table='casework_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "casework_assignmentevent" ("controller_id", "from_day", "id", "kind", "owner_authority_id", "participation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "unit_id", "until_day") VALUES (OLD."controller_id", OLD."from_day", OLD."id", OLD."kind", OLD."owner_authority_id", OLD."participation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position_id", OLD."unit_id", OLD."until_day"); RETURN NULL;', hash='ebc7d80be3e939890c97d3f408750ef8c471b2e7', operation='DELETE', pgid='pgtrigger_delete_delete_c4f0b', table='casework_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignmentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4835a2a528963382994baef42820f8fa957257f3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6de46', table='casework_assignmentevent', when='BEFORE')),
        ),
        wall("casework_assignment"),
        event_wall("casework_assignmentevent"),
        same_controller("casework_assignment", "participation_id", "casework_participation"),
        migrations.RunSQL(WITHIN, ANYWHERE),
    ]
