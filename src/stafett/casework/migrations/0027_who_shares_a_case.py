"""Says which posts share a case beside the one that has it, and holds where and when they can."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import stafett.parties.models
import stafett.safeguards.models.spine
from stafett.database.walls import event_wall, same_controller, wall
from stafett.safeguards.walls import with_history

SHARED = """
CREATE FUNCTION casework_shared_within() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    which uuid;
BEGIN
    IF TG_TABLE_NAME = 'casework_participation' THEN
        which := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        which := OLD.participation_id;
    ELSE
        which := NEW.participation_id;
    END IF;
    IF EXISTS (
        SELECT FROM casework_teammate t
        JOIN casework_participation c ON c.id = t.participation_id
        CROSS JOIN LATERAL (
            SELECT range_agg(daterange(h.from_day, h.until_day)) AS days FROM casework_holding h
            WHERE h.participation_id = t.participation_id AND h.unit_id = t.unit_id) held
        CROSS JOIN LATERAL (SELECT daterange(t.from_day, t.until_day) AS days) its
        WHERE t.participation_id = which AND (
            NOT EXISTS (SELECT FROM parties_position p
                        WHERE p.id = t.position_id AND p.unit_id = t.unit_id)
            OR NOT its.days <@ daterange(c.starts_on, c.ends_on + 1)
            OR (t.part = 'pair' AND NOT COALESCE(its.days <@ held.days, false))
            OR (t.part <> 'pair' AND COALESCE(its.days && held.days, false))
            OR EXISTS (SELECT FROM casework_assignment a
                       WHERE a.participation_id = which AND a.position_id = t.position_id
                         AND daterange(a.from_day, a.until_day) && its.days)
        )
    ) THEN
        RAISE EXCEPTION 'a post shares a case in its own unit, in its days, and not one that it has'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'casework_shared_within';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION casework_shared_within() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework_shared_within() TO stafett_app, stafett_retention;
CREATE CONSTRAINT TRIGGER casework_shared_within AFTER INSERT OR UPDATE ON casework_teammate
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION casework_shared_within();
-- a unit that begins to hold lets another go in the same instant, so that new holdings need no look
CREATE CONSTRAINT TRIGGER casework_shared_within AFTER UPDATE OR DELETE ON casework_holding
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION casework_shared_within();
CREATE CONSTRAINT TRIGGER casework_shared_within AFTER INSERT OR UPDATE ON casework_assignment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION casework_shared_within();
CREATE CONSTRAINT TRIGGER casework_shared_within AFTER UPDATE OF starts_on, ends_on
    ON casework_participation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.starts_on > OLD.starts_on OR NEW.ends_on IS DISTINCT FROM OLD.ends_on)
    EXECUTE FUNCTION casework_shared_within();
"""
ANYWHERE = """
DROP TRIGGER casework_shared_within ON casework_participation;
DROP TRIGGER casework_shared_within ON casework_assignment;
DROP TRIGGER casework_shared_within ON casework_holding;
DROP TRIGGER casework_shared_within ON casework_teammate;
DROP FUNCTION casework_shared_within();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0026_linked_too'),
        ('parties', '0006_handles_people'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Teammate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', stafett.safeguards.models.spine.KindField(max_length=16)),
                ('part', models.CharField(choices=[('contact', 'kontaktperson'), ('second', 'i par med kontaktpersonen'), ('pair', 'i par med handläggaren')], max_length=7, verbose_name='del i ärendet')),
                ('from_day', models.DateField(verbose_name='från och med')),
                ('until_day', models.DateField(blank=True, null=True, verbose_name='till (inte med)')),
                ('controller', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                ('owner_authority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                ('participation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='teammates', to='casework.participation')),
                ('position', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.position')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.unit')),
            ],
            options={
                'ordering': ['from_day', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TeammateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', stafett.safeguards.models.spine.KindField(max_length=16)),
                ('part', models.CharField(choices=[('contact', 'kontaktperson'), ('second', 'i par med kontaktpersonen'), ('pair', 'i par med handläggaren')], max_length=7, verbose_name='del i ärendet')),
                ('from_day', models.DateField(verbose_name='från och med')),
                ('until_day', models.DateField(blank=True, null=True, verbose_name='till (inte med)')),
                ('controller', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.authority')),
                ('owner_authority', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.authority')),
                ('participation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='casework.participation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='casework.teammate')),
                ('position', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.position')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.unit')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='teammate',
            index=models.Index(fields=['unit', 'position'], name='shared_in_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='teammate',
            constraint=models.CheckConstraint(condition=models.Q(('until_day__isnull', True), ('until_day__gt', models.F('from_day')), _connector='OR'), name='teammate_period_forward'),
        ),
        migrations.AddConstraint(
            model_name='teammate',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('participation', '='), ('unit', '='), ('part', '='), (stafett.parties.models.DayRange('from_day', 'until_day'), '&&')], name='one_of_each_part_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='teammate',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('participation', '='), ('position', '='), (stafett.parties.models.DayRange('from_day', 'until_day'), '&&')], name='a_post_shares_a_case_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='teammate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "casework_teammateevent" ("controller_id", "from_day", "id", "kind", "owner_authority_id", "part", "participation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "unit_id", "until_day") VALUES (OLD."controller_id", OLD."from_day", OLD."id", OLD."kind", OLD."owner_authority_id", OLD."part", OLD."participation_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."position_id", OLD."unit_id", OLD."until_day"); RETURN NULL;', hash='69687d61d6a3daeb6e283d512d376b7ebaaf9d6d', operation='UPDATE', pgid='pgtrigger_update_update_2a1f0', table='casework_teammate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='teammate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "casework_teammateevent" ("controller_id", "from_day", "id", "kind", "owner_authority_id", "part", "participation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "unit_id", "until_day") VALUES (OLD."controller_id", OLD."from_day", OLD."id", OLD."kind", OLD."owner_authority_id", OLD."part", OLD."participation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position_id", OLD."unit_id", OLD."until_day"); RETURN NULL;', hash='92b0d25c1a8fb2a0d72f4d4052bad3ca8562cc9b', operation='DELETE', pgid='pgtrigger_delete_delete_93904', table='casework_teammate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='teammateevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='da2b190fd05f2c6a6d0116152bccdec4e4070f74', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a9f8c', table='casework_teammateevent', when='BEFORE')),
        ),
        wall("casework_teammate"),
        event_wall("casework_teammateevent"),
        same_controller("casework_teammate", "participation_id", "casework_participation"),
        *with_history("casework_teammate"),
        migrations.RunSQL(SHARED, ANYWHERE),
    ]
