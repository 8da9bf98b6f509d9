"""Gives the protected an alias, by which they are listed, sought and put in order instead of their name."""

import django.db.models.functions.comparison
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
import stafett.people.models
from django.db import migrations, models


# The stored columns are made anew: what they are computed from cannot be changed where they stand.
class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0004_stand_ins_beside'),
        ('people', '0003_name_parts_and_numbers_kept_apart'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='person',
            name='alias',
            field=models.CharField(blank=True, max_length=60, verbose_name='alias'),
        ),
        migrations.AddField(
            model_name='personevent',
            name='alias',
            field=models.CharField(blank=True, max_length=60, verbose_name='alias'),
        ),
        migrations.RemoveIndex('person', 'person_in_swedish_order'),
        migrations.RemoveIndex('person', 'person_by_family_name'),
        migrations.RemoveIndex('person', 'person_by_given_name'),
        migrations.RemoveIndex('person', 'person_by_last_part'),
        migrations.RemoveIndex('person', 'person_by_second_name'),
        migrations.RemoveField('person', 'search_family'),
        migrations.RemoveField('person', 'search_family_last'),
        migrations.RemoveField('person', 'search_given'),
        migrations.RemoveField('person', 'search_given_second'),
        migrations.RemoveField('person', 'sort_name'),
        migrations.AddField(
            model_name='person',
            name='search_family',
            field=models.GeneratedField(db_persist=True, expression=stafett.people.models.Plain(models.Case(models.When(protection='', then=models.F('family_name')), default=models.Value(''), output_field=models.TextField()), models.Value('ÅÄÖåäöÉéÜüÁáÈèØøÆæ'), models.Value('aaoaaoeeuuaaeeooaa'), output_field=models.TextField()), output_field=models.TextField(db_collation='C')),
        ),
        migrations.AddField(
            model_name='person',
            name='search_family_last',
            field=models.GeneratedField(db_persist=True, expression=stafett.people.models.Plain(models.Func(models.Func(models.Case(models.When(protection='', then=models.F('family_name')), default=models.Value(''), output_field=models.TextField()), models.Value('-'), models.Value(' '), function='translate', output_field=models.TextField()), models.Value(' '), models.Value(-1), function='split_part', output_field=models.TextField()), models.Value('ÅÄÖåäöÉéÜüÁáÈèØøÆæ'), models.Value('aaoaaoeeuuaaeeooaa'), output_field=models.TextField()), output_field=models.TextField(db_collation='C')),
        ),
        migrations.AddField(
            model_name='person',
            name='search_given',
            field=models.GeneratedField(db_persist=True, expression=stafett.people.models.Plain(models.Case(models.When(protection='', then=models.F('given_name')), default=models.F('alias'), output_field=models.TextField()), models.Value('ÅÄÖåäöÉéÜüÁáÈèØøÆæ'), models.Value('aaoaaoeeuuaaeeooaa'), output_field=models.TextField()), output_field=models.TextField(db_collation='C')),
        ),
        migrations.AddField(
            model_name='person',
            name='search_given_second',
            field=models.GeneratedField(db_persist=True, expression=stafett.people.models.Plain(models.Func(models.Func(models.Case(models.When(protection='', then=models.F('given_name')), default=models.F('alias'), output_field=models.TextField()), models.Value('-'), models.Value(' '), function='translate', output_field=models.TextField()), models.Value(' '), models.Value(2), function='split_part', output_field=models.TextField()), models.Value('ÅÄÖåäöÉéÜüÁáÈèØøÆæ'), models.Value('aaoaaoeeuuaaeeooaa'), output_field=models.TextField()), output_field=models.TextField(db_collation='C')),
        ),
        migrations.AddField(
            model_name='person',
            name='sort_name',
            field=models.GeneratedField(db_persist=True, expression=stafett.people.models.Plain(models.Case(models.When(protection='', then=django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.NullIf(django.db.models.functions.text.Concat('family_name', models.Value(' '), 'given_name'), models.Value(' ')), 'register_key', output_field=models.TextField())), default=models.F('alias'), output_field=models.TextField()), models.Value('ÅÄÖåäöÉéÜüÁáÈèØøÆæ'), models.Value('{|}{|}eeyyaaee}}||'), output_field=models.TextField()), output_field=models.TextField(db_collation='C')),
        ),
        migrations.AddIndex('person', models.Index(fields=['controller', 'sort_name', 'id'], name='person_in_swedish_order')),
        migrations.AddIndex('person', models.Index(fields=['controller', 'search_family'], name='person_by_family_name')),
        migrations.AddIndex('person', models.Index(fields=['controller', 'search_given'], name='person_by_given_name')),
        migrations.AddIndex('person', models.Index(fields=['controller', 'search_family_last'], name='person_by_last_part')),
        migrations.AddIndex('person', models.Index(fields=['controller', 'search_given_second'], name='person_by_second_name')),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."alias" IS DISTINCT FROM (NEW."alias") OR OLD."birth_date" IS DISTINCT FROM (NEW."birth_date") OR OLD."birth_year" IS DISTINCT FROM (NEW."birth_year") OR OLD."controller_id" IS DISTINCT FROM (NEW."controller_id") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."guardian" IS DISTINCT FROM (NEW."guardian") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."identity_issuer" IS DISTINCT FROM (NEW."identity_issuer") OR OLD."identity_kind" IS DISTINCT FROM (NEW."identity_kind") OR OLD."identity_number" IS DISTINCT FROM (NEW."identity_number") OR OLD."kept_apart" IS DISTINCT FROM (NEW."kept_apart") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."needs_interpreter" IS DISTINCT FROM (NEW."needs_interpreter") OR OLD."protection" IS DISTINCT FROM (NEW."protection") OR OLD."register_key" IS DISTINCT FROM (NEW."register_key") OR OLD."sex" IS DISTINCT FROM (NEW."sex") OR OLD."support_person" IS DISTINCT FROM (NEW."support_person"))', func='INSERT INTO "people_personevent" ("alias", "birth_date", "birth_year", "controller_id", "family_name", "given_name", "guardian", "id", "identity_issuer", "identity_kind", "identity_number", "kept_apart", "language", "needs_interpreter", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protection", "register_key", "sex", "support_person") VALUES (OLD."alias", OLD."birth_date", OLD."birth_year", OLD."controller_id", OLD."family_name", OLD."given_name", OLD."guardian", OLD."id", OLD."identity_issuer", OLD."identity_kind", OLD."identity_number", OLD."kept_apart", OLD."language", OLD."needs_interpreter", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."protection", OLD."register_key", OLD."sex", OLD."support_person"); RETURN NULL;', hash='1ca2707a14f536567964dc7faf7fa8c6142fa3bd', operation='UPDATE', pgid='pgtrigger_update_update_de829', table='people_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_personevent" ("alias", "birth_date", "birth_year", "controller_id", "family_name", "given_name", "guardian", "id", "identity_issuer", "identity_kind", "identity_number", "kept_apart", "language", "needs_interpreter", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protection", "register_key", "sex", "support_person") VALUES (OLD."alias", OLD."birth_date", OLD."birth_year", OLD."controller_id", OLD."family_name", OLD."given_name", OLD."guardian", OLD."id", OLD."identity_issuer", OLD."identity_kind", OLD."identity_number", OLD."kept_apart", OLD."language", OLD."needs_interpreter", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."protection", OLD."register_key", OLD."sex", OLD."support_person"); RETURN NULL;', hash='af57ef2c36e3c3f541a5466ba04c7d37522b985a', operation='DELETE', pgid='pgtrigger_delete_delete_2ca2d', table='people_person', when='AFTER')),
        ),
    ]
