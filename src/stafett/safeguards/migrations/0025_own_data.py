"""A person asks for their own data: the request, the decision on it, and what it leaves out."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0004_stand_ins_beside'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('safeguards', '0023_kept_out_of_stafett'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwnDataRequest',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('asked_by', models.CharField(max_length=160, verbose_name='vem som frågade')),
                ('asked_how', models.CharField(choices=[('desk', 'på plats'), ('phone', 'per telefon'), ('letter', 'i brev'), ('other', 'på annat sätt')], max_length=8, verbose_name='hur')),
                ('asked_on', models.DateField(verbose_name='kom in')),
                ('identity_checked', models.CharField(max_length=200, verbose_name='hur vi vet vem det är')),
                ('received_by', models.CharField(max_length=160, verbose_name='antecknat av')),
                ('due_on', models.DateField(verbose_name='senast')),
                ('prolonged_because', models.CharField(blank=True, max_length=300, verbose_name='varför det tar längre tid')),
                ('prolonged_on', models.DateField(blank=True, null=True, verbose_name='förlängt')),
                ('prolonged_by', models.CharField(blank=True, max_length=160, verbose_name='förlängt av')),
                ('compiled_at', models.DateTimeField(blank=True, null=True, verbose_name='sammanställt')),
                ('compiled_by', models.CharField(blank=True, max_length=160, verbose_name='sammanställt av')),
                ('compiled_digest', models.CharField(blank=True, max_length=64, verbose_name='kontrollsumma')),
                ('handed_on', models.DateField(blank=True, null=True, verbose_name='lämnat')),
                ('handed_how', models.CharField(blank=True, max_length=160, verbose_name='lämnat hur')),
                ('handed_by', models.CharField(blank=True, max_length=160, verbose_name='lämnat av')),
                ('authority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                ('circle', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='safeguards.circle')),
                ('controller', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                ('replaces', models.OneToOneField(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='safeguards.owndatarequest')),
            ],
            options={
                'ordering': ['-asked_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='OwnDataDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compiled_digest', models.CharField(max_length=64, verbose_name='kontrollsumma av sammanställningen')),
                ('handed_digest', models.CharField(max_length=64, verbose_name='kontrollsumma av det som lämnas')),
                ('appeal', models.TextField(verbose_name='så överklagar man')),
                ('decided_on', models.DateField(verbose_name='beslutat')),
                ('decided_by_id', models.BigIntegerField(null=True)),
                ('decided_by', models.CharField(max_length=160, verbose_name='beslutat av')),
                ('decided_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('controller', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                ('request', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='safeguards.owndatarequest')),
            ],
            options={
                'ordering': ['-decided_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='OwnDataRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, serialize=False)),
                ('asked_by', models.CharField(max_length=160, verbose_name='vem som frågade')),
                ('asked_how', models.CharField(choices=[('desk', 'på plats'), ('phone', 'per telefon'), ('letter', 'i brev'), ('other', 'på annat sätt')], max_length=8, verbose_name='hur')),
                ('asked_on', models.DateField(verbose_name='kom in')),
                ('identity_checked', models.CharField(max_length=200, verbose_name='hur vi vet vem det är')),
                ('received_by', models.CharField(max_length=160, verbose_name='antecknat av')),
                ('due_on', models.DateField(verbose_name='senast')),
                ('prolonged_because', models.CharField(blank=True, max_length=300, verbose_name='varför det tar längre tid')),
                ('prolonged_on', models.DateField(blank=True, null=True, verbose_name='förlängt')),
                ('prolonged_by', models.CharField(blank=True, max_length=160, verbose_name='förlängt av')),
                ('compiled_at', models.DateTimeField(blank=True, null=True, verbose_name='sammanställt')),
                ('compiled_by', models.CharField(blank=True, max_length=160, verbose_name='sammanställt av')),
                ('compiled_digest', models.CharField(blank=True, max_length=64, verbose_name='kontrollsumma')),
                ('handed_on', models.DateField(blank=True, null=True, verbose_name='lämnat')),
                ('handed_how', models.CharField(blank=True, max_length=160, verbose_name='lämnat hur')),
                ('handed_by', models.CharField(blank=True, max_length=160, verbose_name='lämnat av')),
                ('authority', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.authority')),
                ('circle', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguards.circle')),
                ('controller', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.authority')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='safeguards.owndatarequest')),
                ('replaces', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguards.owndatarequest')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OwnDataExclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(choices=[('identity', 'Vem du är'), ('participation', 'Ditt deltagande'), ('involvement', 'Myndigheters ärenden med dig'), ('life', 'Försörjning och sysselsättning'), ('work', 'Anteckningar, möten och planer'), ('consent', 'Samtycken'), ('release', 'Vad som lämnats ut och tagits emot'), ('access', 'Vilka som släppts in i ärendet'), ('kept', 'Hur länge det sparas'), ('read', 'Vem som har läst'), ('other', 'Övrigt')], max_length=16, verbose_name='del')),
                ('item', models.CharField(blank=True, max_length=80)),
                ('column', models.CharField(blank=True, max_length=40)),
                ('what', models.CharField(max_length=200, verbose_name='vad')),
                ('why', models.CharField(choices=[('secrecy', 'sekretess'), ('somebody', 'det gäller någon annan'), ('other', 'annat')], max_length=8, verbose_name='därför att')),
                ('ground', models.CharField(max_length=200, verbose_name='stöd')),
                ('because', models.CharField(max_length=300, verbose_name='skäl')),
                ('unsaid_because', models.CharField(blank=True, max_length=300, verbose_name='varför personen inte får veta')),
                ('controller', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                ('decision', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='exclusions', to='safeguards.owndatadecision')),
            ],
            options={
                'ordering': ['decision', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('why', ''), _negated=True), models.Q(('ground', ''), _negated=True), models.Q(('because', ''), _negated=True)), name='what_is_left_out_says_why'), models.CheckConstraint(condition=models.Q(('column', ''), models.Q(('item', ''), _negated=True), _connector='OR'), name='a_text_belongs_to_something')],
            },
        ),
        migrations.AddConstraint(
            model_name='owndatarequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('asked_by', ''), _negated=True), models.Q(('identity_checked', ''), _negated=True)), name='a_request_says_who_and_how_one_knows'),
        ),
        migrations.AddConstraint(
            model_name='owndatarequest',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gt', models.F('asked_on'))), name='an_answer_is_due_after_the_question'),
        ),
        migrations.AddConstraint(
            model_name='owndatarequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('prolonged_because', ''), ('prolonged_by', ''), ('prolonged_on__isnull', True)), models.Q(('prolonged_on__isnull', False), models.Q(('prolonged_because', ''), _negated=True), models.Q(('prolonged_by', ''), _negated=True)), _connector='OR'), name='a_longer_time_says_why'),
        ),
        migrations.AddConstraint(
            model_name='owndatarequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('compiled_at__isnull', True), ('compiled_by', ''), ('compiled_digest', '')), models.Q(('compiled_at__isnull', False), models.Q(('compiled_digest', ''), _negated=True), models.Q(('compiled_by', ''), _negated=True)), _connector='OR'), name='what_is_compiled_has_a_digest'),
        ),
        migrations.AddConstraint(
            model_name='owndatarequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('handed_by', ''), ('handed_how', ''), ('handed_on__isnull', True)), models.Q(('compiled_at__isnull', False), ('handed_on__isnull', False), models.Q(('handed_how', ''), _negated=True), models.Q(('handed_by', ''), _negated=True)), _connector='OR'), name='what_is_handed_over_says_how'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='owndatarequest',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "safeguards_owndatarequestevent" ("asked_by", "asked_how", "asked_on", "authority_id", "circle_id", "compiled_at", "compiled_by", "compiled_digest", "controller_id", "due_on", "handed_by", "handed_how", "handed_on", "id", "identity_checked", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prolonged_because", "prolonged_by", "prolonged_on", "received_by", "replaces_id") VALUES (OLD."asked_by", OLD."asked_how", OLD."asked_on", OLD."authority_id", OLD."circle_id", OLD."compiled_at", OLD."compiled_by", OLD."compiled_digest", OLD."controller_id", OLD."due_on", OLD."handed_by", OLD."handed_how", OLD."handed_on", OLD."id", OLD."identity_checked", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."prolonged_because", OLD."prolonged_by", OLD."prolonged_on", OLD."received_by", OLD."replaces_id"); RETURN NULL;', hash='072d0f9972221976ae0812a0834e269dbb25fea6', operation='UPDATE', pgid='pgtrigger_update_update_3c8a0', table='safeguards_owndatarequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='owndatarequest',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "safeguards_owndatarequestevent" ("asked_by", "asked_how", "asked_on", "authority_id", "circle_id", "compiled_at", "compiled_by", "compiled_digest", "controller_id", "due_on", "handed_by", "handed_how", "handed_on", "id", "identity_checked", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prolonged_because", "prolonged_by", "prolonged_on", "received_by", "replaces_id") VALUES (OLD."asked_by", OLD."asked_how", OLD."asked_on", OLD."authority_id", OLD."circle_id", OLD."compiled_at", OLD."compiled_by", OLD."compiled_digest", OLD."controller_id", OLD."due_on", OLD."handed_by", OLD."handed_how", OLD."handed_on", OLD."id", OLD."identity_checked", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."prolonged_because", OLD."prolonged_by", OLD."prolonged_on", OLD."received_by", OLD."replaces_id"); RETURN NULL;', hash='4f57664f0936ab08977d24211da1168ef47aae7b', operation='DELETE', pgid='pgtrigger_delete_delete_15aeb', table='safeguards_owndatarequest', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='owndatadecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', ''), _negated=True), models.Q(('compiled_digest', ''), _negated=True), models.Q(('handed_digest', ''), _negated=True)), name='a_decision_says_who_and_of_what'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='owndatarequestevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='68322d7bd35bdc80be198ea9a613b275dcbba429', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1907d', table='safeguards_owndatarequestevent', when='BEFORE')),
        ),
    ]
