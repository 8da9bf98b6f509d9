"""Marks the rows that only a named team sees, and lets that team be told of possible doubles.

The mark follows the circle's by itself: whoever lets a team in or units back need not know of it.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid_utils.compat
from django.db import migrations, models

from stafett.database.walls import event_wall, same_controller, wall


FOLLOW = """
CREATE FUNCTION casework_hidden_from_start() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    NEW.hidden := COALESCE(
        (SELECT c.named_only FROM safeguards_circle c WHERE c.id = NEW.circle_id), false);
    RETURN NEW;
END $$;
CREATE TRIGGER casework_hidden_from_start BEFORE INSERT ON casework_participation
    FOR EACH ROW EXECUTE FUNCTION casework_hidden_from_start();
CREATE FUNCTION casework_hidden_with_circle() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE casework_participation SET hidden = NEW.named_only WHERE circle_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER casework_hidden_with_circle AFTER UPDATE OF named_only ON safeguards_circle
    FOR EACH ROW WHEN (OLD.named_only IS DISTINCT FROM NEW.named_only)
    EXECUTE FUNCTION casework_hidden_with_circle();
"""
NO_MORE = """
DROP TRIGGER casework_hidden_with_circle ON safeguards_circle;
DROP FUNCTION casework_hidden_with_circle();
DROP TRIGGER casework_hidden_from_start ON casework_participation;
DROP FUNCTION casework_hidden_from_start();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0012_held_by_the_database'),
        ('initiatives', '0010_consent_template'),
        ('parties', '0004_stand_ins_beside'),
        ('people', '0006_aliases_demanded'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('safeguards', '0014_copies_by_alias'),
        ('vocabulary', '0002_end_reasons'),
    ]

    operations = [
        migrations.CreateModel(
            name='PossibleDouble',
            fields=[
                ('kind', models.CharField(choices=[('participation', 'deltagande'), ('holding', 'vem som håller ihop'), ('involvement', 'myndigheters medverkan'), ('livelihood', 'försörjning'), ('occupation', 'sysselsättning'), ('agreement', 'överenskommelser'), ('health', 'hälsa och vård')], max_length=16)),
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('same', models.CharField(choices=[('number', 'samma nummer'), ('register_key', 'samma ärendenummer i registret'), ('case_number', 'samma ärendenummer i insatsen')], max_length=12, verbose_name='vad som är lika')),
                ('told_on', models.DateField(verbose_name='dag')),
                ('settled_on', models.DateField(blank=True, null=True, verbose_name='utrett')),
                ('settled_by', models.CharField(blank=True, max_length=160, verbose_name='utrett av')),
                ('found', models.CharField(blank=True, max_length=300, verbose_name='vad ni kom fram till')),
            ],
            options={
                'ordering': ['told_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PossibleDoubleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('kind', models.CharField(choices=[('participation', 'deltagande'), ('holding', 'vem som håller ihop'), ('involvement', 'myndigheters medverkan'), ('livelihood', 'försörjning'), ('occupation', 'sysselsättning'), ('agreement', 'överenskommelser'), ('health', 'hälsa och vård')], max_length=16)),
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ('same', models.CharField(choices=[('number', 'samma nummer'), ('register_key', 'samma ärendenummer i registret'), ('case_number', 'samma ärendenummer i insatsen')], max_length=12, verbose_name='vad som är lika')),
                ('told_on', models.DateField(verbose_name='dag')),
                ('settled_on', models.DateField(blank=True, null=True, verbose_name='utrett')),
                ('settled_by', models.CharField(blank=True, max_length=160, verbose_name='utrett av')),
                ('found', models.CharField(blank=True, max_length=300, verbose_name='vad ni kom fram till')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='participation',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='participation',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='participation',
            name='hidden',
            field=models.BooleanField(db_default=False, editable=False, verbose_name='endast namngivna'),
        ),
        migrations.AddField(
            model_name='participationevent',
            name='hidden',
            field=models.BooleanField(db_default=False, editable=False, verbose_name='endast namngivna'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "casework_participationevent" ("branch_id", "case_number", "circle_id", "controller_id", "education_id", "end_reason", "ends_on", "hidden", "id", "initiative_id", "kind", "municipality_id", "next_step_id", "outcome_id", "owner_authority_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referring_caseworker", "referring_party_id", "starts_on", "status") VALUES (OLD."branch_id", OLD."case_number", OLD."circle_id", OLD."controller_id", OLD."education_id", OLD."end_reason", OLD."ends_on", OLD."hidden", OLD."id", OLD."initiative_id", OLD."kind", OLD."municipality_id", OLD."next_step_id", OLD."outcome_id", OLD."owner_authority_id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."referring_caseworker", OLD."referring_party_id", OLD."starts_on", OLD."status"); RETURN NULL;', hash='cd12f883ae9f879e608a100694936a07e212ded5', operation='UPDATE', pgid='pgtrigger_update_update_18dcc', table='casework_participation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "casework_participationevent" ("branch_id", "case_number", "circle_id", "controller_id", "education_id", "end_reason", "ends_on", "hidden", "id", "initiative_id", "kind", "municipality_id", "next_step_id", "outcome_id", "owner_authority_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referring_caseworker", "referring_party_id", "starts_on", "status") VALUES (OLD."branch_id", OLD."case_number", OLD."circle_id", OLD."controller_id", OLD."education_id", OLD."end_reason", OLD."ends_on", OLD."hidden", OLD."id", OLD."initiative_id", OLD."kind", OLD."municipality_id", OLD."next_step_id", OLD."outcome_id", OLD."owner_authority_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."referring_caseworker", OLD."referring_party_id", OLD."starts_on", OLD."status"); RETURN NULL;', hash='06520896247dae286e7d68f430dad322db5d220a', operation='DELETE', pgid='pgtrigger_delete_delete_6e050', table='casework_participation', when='AFTER')),
        ),
        migrations.AddField(
            model_name='possibledouble',
            name='circle',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='doubles', to='safeguards.circle'),
        ),
        migrations.AddField(
            model_name='possibledouble',
            name='controller',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority'),
        ),
        migrations.AddField(
            model_name='possibledouble',
            name='newcomer',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='casework.participation'),
        ),
        migrations.AddField(
            model_name='possibledouble',
            name='owner_authority',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority'),
        ),
        migrations.AddField(
            model_name='possibledoubleevent',
            name='circle',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguards.circle'),
        ),
        migrations.AddField(
            model_name='possibledoubleevent',
            name='controller',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.authority'),
        ),
        migrations.AddField(
            model_name='possibledoubleevent',
            name='newcomer',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='casework.participation'),
        ),
        migrations.AddField(
            model_name='possibledoubleevent',
            name='owner_authority',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.authority'),
        ),
        migrations.AddField(
            model_name='possibledoubleevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='possibledoubleevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='casework.possibledouble'),
        ),
        migrations.AddConstraint(
            model_name='possibledouble',
            constraint=models.UniqueConstraint(fields=('circle', 'newcomer'), name='told_of_once'),
        ),
        migrations.AddConstraint(
            model_name='possibledouble',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('found', ''), ('settled_by', ''), ('settled_on__isnull', True)), models.Q(('settled_on__isnull', False), models.Q(('settled_by', ''), _negated=True), models.Q(('found', ''), _negated=True)), _connector='OR'), name='what_is_settled_says_who_and_what'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='possibledouble',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "casework_possibledoubleevent" ("circle_id", "controller_id", "found", "id", "kind", "newcomer_id", "owner_authority_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "same", "settled_by", "settled_on", "told_on") VALUES (OLD."circle_id", OLD."controller_id", OLD."found", OLD."id", OLD."kind", OLD."newcomer_id", OLD."owner_authority_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."same", OLD."settled_by", OLD."settled_on", OLD."told_on"); RETURN NULL;', hash='c0ff9083a7544f86c02fc43d3291e1fd3c978c1b', operation='UPDATE', pgid='pgtrigger_update_update_2d1e2', table='casework_possibledouble', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='possibledouble',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "casework_possibledoubleevent" ("circle_id", "controller_id", "found", "id", "kind", "newcomer_id", "owner_authority_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "same", "settled_by", "settled_on", "told_on") VALUES (OLD."circle_id", OLD."controller_id", OLD."found", OLD."id", OLD."kind", OLD."newcomer_id", OLD."owner_authority_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."same", OLD."settled_by", OLD."settled_on", OLD."told_on"); RETURN NULL;', hash='b78c154a0b952e6bc20401c6124ddc6f18656a6b', operation='DELETE', pgid='pgtrigger_delete_delete_2ba27', table='casework_possibledouble', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='possibledoubleevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='82dd505c86c6ceedd25e3b37c37671e345fcde55', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7bfd1', table='casework_possibledoubleevent', when='BEFORE')),
        ),
        wall("casework_possibledouble"),
        event_wall("casework_possibledoubleevent"),
        same_controller("casework_possibledouble", "circle_id", "safeguards_circle"),
        same_controller("casework_possibledouble", "newcomer_id", "casework_participation"),
        migrations.RunSQL(FOLLOW, NO_MORE),
    ]
