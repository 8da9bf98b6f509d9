
import django.contrib.postgres.functions
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0003_whose_group'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('safeguards', '0006_consent_walls'),
    ]

    operations = [
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('from_day', models.DateField(verbose_name='från och med')),
                ('last_day', models.DateField(verbose_name='till och med')),
                ('readings', models.PositiveIntegerField(verbose_name='läsningar i perioden')),
                ('suggested', models.PositiveIntegerField(verbose_name='läsningar med något att fråga om')),
                ('drawn_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('drawn_by_id', models.BigIntegerField(null=True)),
                ('drawn_by', models.CharField(max_length=160)),
                ('conclusion', models.TextField(blank=True, verbose_name='slutsats')),
                ('signed_at', models.DateTimeField(null=True)),
                ('signed_by_id', models.BigIntegerField(null=True)),
                ('signed_by', models.CharField(blank=True, max_length=160)),
                ('controller', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
            ],
            options={
                'ordering': ['-drawn_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='LogRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sample', models.PositiveSmallIntegerField(default=20, help_text='Hälften tas bland dem som har något att fråga om, resten på måfå.', validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(200)], verbose_name='läsningar i ett urval')),
                ('many_people', models.PositiveSmallIntegerField(default=200, help_text='Så många olika personer på den tid som står här under påpekas. En listsida är 50.', validators=[django.core.validators.MinValueValidator(2)], verbose_name='många personer')),
                ('many_minutes', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)], verbose_name='inom så många minuter')),
                ('day_begins', models.PositiveSmallIntegerField(default=6, help_text='Hel timme. Läsning utanför arbetsdagen, och på lördag och söndag, påpekas.', validators=[django.core.validators.MaxValueValidator(23)], verbose_name='arbetsdagen börjar klockan')),
                ('day_ends', models.PositiveSmallIntegerField(default=20, validators=[django.core.validators.MaxValueValidator(24)], verbose_name='arbetsdagen slutar klockan')),
                ('keep_years', models.PositiveSmallIntegerField(default=10, help_text='Följer er dokumenthanteringsplan. Inget gallras av sig självt.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='år som loggen sparas')),
                ('controller', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
            ],
            options={
                'ordering': ['controller'],
            },
        ),
        migrations.CreateModel(
            name='LogRulesEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('sample', models.PositiveSmallIntegerField(default=20, help_text='Hälften tas bland dem som har något att fråga om, resten på måfå.', validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(200)], verbose_name='läsningar i ett urval')),
                ('many_people', models.PositiveSmallIntegerField(default=200, help_text='Så många olika personer på den tid som står här under påpekas. En listsida är 50.', validators=[django.core.validators.MinValueValidator(2)], verbose_name='många personer')),
                ('many_minutes', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)], verbose_name='inom så många minuter')),
                ('day_begins', models.PositiveSmallIntegerField(default=6, help_text='Hel timme. Läsning utanför arbetsdagen, och på lördag och söndag, påpekas.', validators=[django.core.validators.MaxValueValidator(23)], verbose_name='arbetsdagen börjar klockan')),
                ('day_ends', models.PositiveSmallIntegerField(default=20, validators=[django.core.validators.MaxValueValidator(24)], verbose_name='arbetsdagen slutar klockan')),
                ('keep_years', models.PositiveSmallIntegerField(default=10, help_text='Följer er dokumenthanteringsplan. Inget gallras av sig självt.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='år som loggen sparas')),
                ('controller', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.authority')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='safeguards.logrules')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NamesDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_by', models.CharField(max_length=160, verbose_name='vem som frågade')),
                ('asked_on', models.DateField(verbose_name='när')),
                ('given', models.BooleanField(verbose_name='namnen lämnas ut')),
                ('because', models.CharField(max_length=300, verbose_name='skäl')),
                ('decided_by_id', models.BigIntegerField(null=True)),
                ('decided_by', models.CharField(max_length=160)),
                ('decided_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('circle', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='safeguards.circle')),
                ('controller', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
            ],
            options={
                'ordering': ['-decided_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='när')),
                ('salt', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('user_id', models.BigIntegerField(null=True)),
                ('name', models.CharField(max_length=160, verbose_name='namn')),
                ('authority', models.TextField(verbose_name='myndighet')),
                ('unit', models.TextField(verbose_name='enhet')),
                ('role', models.TextField(verbose_name='roll')),
                ('form', models.CharField(choices=[('page', 'sida'), ('export', 'fil'), ('api', 'API'), ('change', 'ändring'), ('job', 'bakgrundsjobb'), ('command', 'kommandorad')], max_length=8, verbose_name='form')),
                ('method', models.CharField(max_length=8)),
                ('door', models.CharField(max_length=80, verbose_name='dörr')),
                ('asked', models.TextField(verbose_name='frågat efter')),
                ('because', models.TextField(verbose_name='skäl')),
                ('people', models.PositiveIntegerField(verbose_name='antal personer')),
                ('controller', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='parties.authority')),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ReadPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reading_id', models.UUIDField(db_index=True)),
                ('person_id', models.UUIDField()),
                ('circle_id', models.UUIDField(null=True)),
                ('member_id', models.BigIntegerField(null=True)),
                ('unit_id', models.BigIntegerField(null=True)),
                ('basis', models.CharField(max_length=20, verbose_name='grund')),
                ('since', models.DateField(null=True, verbose_name='sedan')),
                ('controller', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='parties.authority')),
            ],
            options={
                'ordering': ['reading_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Reviewed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reading_id', models.UUIDField()),
                ('reasons', models.JSONField(default=list)),
                ('verdict', models.CharField(blank=True, choices=[('fitting', 'Behövdes för arbetet'), ('asked', 'Jag frågar den som läste'), ('wrong', 'Behövdes inte: utreds')], max_length=8, verbose_name='bedömning')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='anteckning')),
                ('by', models.CharField(blank=True, max_length=160)),
                ('at', models.DateTimeField(null=True)),
                ('controller', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                ('follow_up', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='reviewed', to='safeguards.followup')),
            ],
            options={
                'ordering': ['follow_up', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('batch', 'förseglade rader'), ('ending', 'gallring')], max_length=6)),
                ('closed_at', models.DateTimeField(verbose_name='stängd')),
                ('rows', models.PositiveIntegerField(verbose_name='rader')),
                ('said', models.TextField(verbose_name='beslut')),
                ('previous', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('controller', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='parties.authority')),
            ],
            options={
                'ordering': ['controller', 'number'],
            },
        ),
        migrations.CreateModel(
            name='SealedReading',
            fields=[
                ('reading_id', models.UUIDField(primary_key=True, serialize=False)),
                ('seal_number', models.PositiveIntegerField()),
                ('place', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('ended_by', models.PositiveIntegerField(null=True)),
                ('controller', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='parties.authority')),
            ],
            options={
                'ordering': ['controller', 'seal_number', 'place'],
            },
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('from_day'))), name='follow_up_period_forward'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', True), ('signed_by', '')), models.Q(('signed_at__isnull', False), models.Q(('signed_by', ''), _negated=True), models.Q(('conclusion', ''), _negated=True)), _connector='OR'), name='a_signed_follow_up_says_who_and_what'),
        ),
        migrations.AddConstraint(
            model_name='logrules',
            constraint=models.CheckConstraint(condition=models.Q(('day_begins__lt', models.F('day_ends')), ('day_ends__lte', 24)), name='a_day_has_hours'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='logrules',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "safeguards_logrulesevent" ("controller_id", "day_begins", "day_ends", "id", "keep_years", "many_minutes", "many_people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sample") VALUES (OLD."controller_id", OLD."day_begins", OLD."day_ends", OLD."id", OLD."keep_years", OLD."many_minutes", OLD."many_people", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."sample"); RETURN NULL;', hash='2d4d8be4da3ccf3018145f9427b87cba9f5102a3', operation='UPDATE', pgid='pgtrigger_update_update_ee813', table='safeguards_logrules', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='logrules',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "safeguards_logrulesevent" ("controller_id", "day_begins", "day_ends", "id", "keep_years", "many_minutes", "many_people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sample") VALUES (OLD."controller_id", OLD."day_begins", OLD."day_ends", OLD."id", OLD."keep_years", OLD."many_minutes", OLD."many_people", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sample"); RETURN NULL;', hash='67f92cd6fadb8581f8317fb3f50a586e0d4b9d96', operation='DELETE', pgid='pgtrigger_delete_delete_e2b3f', table='safeguards_logrules', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='logrulesevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c0f12fafd99079e6630fd547c69c8a757e178827', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3f30c', table='safeguards_logrulesevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='namesdecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('because', ''), _negated=True), models.Q(('asked_by', ''), _negated=True)), name='names_are_given_with_a_reason'),
        ),
        migrations.AddIndex(
            model_name='reading',
            index=models.Index(fields=['controller', 'at'], name='readings_in_time'),
        ),
        migrations.AddIndex(
            model_name='readperson',
            index=models.Index(fields=['person_id', 'reading_id'], name='readings_of_a_person'),
        ),
        migrations.AddConstraint(
            model_name='reviewed',
            constraint=models.UniqueConstraint(fields=('follow_up', 'reading_id'), name='a_reading_once_in_a_sample'),
        ),
        migrations.AddConstraint(
            model_name='reviewed',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('at__isnull', True), ('verdict', '')), models.Q(models.Q(('verdict', ''), _negated=True), ('at__isnull', False)), _connector='OR'), name='a_verdict_says_when'),
        ),
        migrations.AddConstraint(
            model_name='seal',
            constraint=models.UniqueConstraint(fields=('controller', 'number'), name='one_link_of_a_number'),
        ),
        migrations.AddConstraint(
            model_name='sealedreading',
            constraint=models.UniqueConstraint(fields=('controller', 'seal_number', 'place'), name='one_reading_in_a_place'),
        ),
    ]
