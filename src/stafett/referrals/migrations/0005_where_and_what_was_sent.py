"""Where and when somebody is to come, and all that the sender wrote, kept as their own."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('referrals', '0004_apply'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='offer',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='offer',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='sentreferral',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='sentreferral',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='offer',
            name='at',
            field=models.TimeField(blank=True, null=True, verbose_name='klockan'),
        ),
        migrations.AddField(
            model_name='offer',
            name='place',
            field=models.CharField(blank=True, max_length=160, verbose_name='plats'),
        ),
        migrations.AddField(
            model_name='offerevent',
            name='at',
            field=models.TimeField(blank=True, null=True, verbose_name='klockan'),
        ),
        migrations.AddField(
            model_name='offerevent',
            name='place',
            field=models.CharField(blank=True, max_length=160, verbose_name='plats'),
        ),
        migrations.AddField(
            model_name='sentreferral',
            name='birth_date',
            field=models.DateField(blank=True, null=True, verbose_name='födelsedag'),
        ),
        migrations.AddField(
            model_name='sentreferral',
            name='came',
            field=models.CharField(blank=True, choices=[('freely', 'vill själv'), ('pushed', 'känner sig tvungen'), ('unsure', 'vet inte, eller både och'), ('not_asked', 'har inte fått frågan än')], max_length=9, verbose_name='vad personen själv sa'),
        ),
        migrations.AddField(
            model_name='sentreferral',
            name='contact',
            field=models.CharField(blank=True, max_length=200, verbose_name='hur personen nås'),
        ),
        migrations.AddField(
            model_name='sentreferral',
            name='own_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='dagar hos den som aktualiserade'),
        ),
        migrations.AddField(
            model_name='sentreferral',
            name='own_words',
            field=models.TextField(blank=True, max_length=2000, verbose_name='med egna ord'),
        ),
        migrations.AddField(
            model_name='sentreferral',
            name='parties_needed',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='antal parter'),
        ),
        migrations.AddField(
            model_name='sentreferralevent',
            name='birth_date',
            field=models.DateField(blank=True, null=True, verbose_name='födelsedag'),
        ),
        migrations.AddField(
            model_name='sentreferralevent',
            name='came',
            field=models.CharField(blank=True, choices=[('freely', 'vill själv'), ('pushed', 'känner sig tvungen'), ('unsure', 'vet inte, eller både och'), ('not_asked', 'har inte fått frågan än')], max_length=9, verbose_name='vad personen själv sa'),
        ),
        migrations.AddField(
            model_name='sentreferralevent',
            name='contact',
            field=models.CharField(blank=True, max_length=200, verbose_name='hur personen nås'),
        ),
        migrations.AddField(
            model_name='sentreferralevent',
            name='own_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='dagar hos den som aktualiserade'),
        ),
        migrations.AddField(
            model_name='sentreferralevent',
            name='own_words',
            field=models.TextField(blank=True, max_length=2000, verbose_name='med egna ord'),
        ),
        migrations.AddField(
            model_name='sentreferralevent',
            name='parties_needed',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='antal parter'),
        ),
        migrations.AlterField(
            model_name='eligibilityrule',
            name='asks',
            field=models.CharField(choices=[('age', 'ålder'), ('parties', 'antal parter som ger stöd'), ('own_days', 'dagar hos den som aktualiserade')], max_length=10, verbose_name='frågar efter'),
        ),
        migrations.AlterField(
            model_name='eligibilityruleevent',
            name='asks',
            field=models.CharField(choices=[('age', 'ålder'), ('parties', 'antal parter som ger stöd'), ('own_days', 'dagar hos den som aktualiserade')], max_length=10, verbose_name='frågar efter'),
        ),
        migrations.AlterField(
            model_name='referral',
            name='came',
            field=models.CharField(choices=[('freely', 'vill själv'), ('pushed', 'känner sig tvungen'), ('unsure', 'vet inte, eller både och'), ('not_asked', 'har inte fått frågan än')], max_length=9, verbose_name='vad personen själv sa'),
        ),
        migrations.AlterField(
            model_name='referral',
            name='offered_over_on',
            field=models.DateField(blank=True, null=True, verbose_name='den som aktualiserade bad er hålla ihop'),
        ),
        migrations.AlterField(
            model_name='referral',
            name='origin',
            field=models.CharField(choices=[('agency', 'en myndighet'), ('outreach', 'uppsökande arbete'), ('self', 'personen själv')], max_length=8, verbose_name='aktualiserad av'),
        ),
        migrations.AlterField(
            model_name='referral',
            name='own_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='dagar hos den som aktualiserade'),
        ),
        migrations.AlterField(
            model_name='referral',
            name='referrer',
            field=models.CharField(blank=True, max_length=120, verbose_name='handläggare som aktualiserade'),
        ),
        migrations.AlterField(
            model_name='referralevent',
            name='came',
            field=models.CharField(choices=[('freely', 'vill själv'), ('pushed', 'känner sig tvungen'), ('unsure', 'vet inte, eller både och'), ('not_asked', 'har inte fått frågan än')], max_length=9, verbose_name='vad personen själv sa'),
        ),
        migrations.AlterField(
            model_name='referralevent',
            name='offered_over_on',
            field=models.DateField(blank=True, null=True, verbose_name='den som aktualiserade bad er hålla ihop'),
        ),
        migrations.AlterField(
            model_name='referralevent',
            name='origin',
            field=models.CharField(choices=[('agency', 'en myndighet'), ('outreach', 'uppsökande arbete'), ('self', 'personen själv')], max_length=8, verbose_name='aktualiserad av'),
        ),
        migrations.AlterField(
            model_name='referralevent',
            name='own_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='dagar hos den som aktualiserade'),
        ),
        migrations.AlterField(
            model_name='referralevent',
            name='referrer',
            field=models.CharField(blank=True, max_length=120, verbose_name='handläggare som aktualiserade'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "referrals_offerevent" ("answer", "answered_on", "at", "circle_id", "controller_id", "id", "kind", "meets_on", "offered_by", "offered_on", "owner_authority_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "referral_id", "said", "what") VALUES (OLD."answer", OLD."answered_on", OLD."at", OLD."circle_id", OLD."controller_id", OLD."id", OLD."kind", OLD."meets_on", OLD."offered_by", OLD."offered_on", OLD."owner_authority_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."place", OLD."referral_id", OLD."said", OLD."what"); RETURN NULL;', hash='f7c738245914b9206ea332fe2227cf8f53e949c6', operation='UPDATE', pgid='pgtrigger_update_update_c69a1', table='referrals_offer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offer',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_offerevent" ("answer", "answered_on", "at", "circle_id", "controller_id", "id", "kind", "meets_on", "offered_by", "offered_on", "owner_authority_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "referral_id", "said", "what") VALUES (OLD."answer", OLD."answered_on", OLD."at", OLD."circle_id", OLD."controller_id", OLD."id", OLD."kind", OLD."meets_on", OLD."offered_by", OLD."offered_on", OLD."owner_authority_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."referral_id", OLD."said", OLD."what"); RETURN NULL;', hash='7f0d5c3e4bd80ff5d0d65b5634faeba1688c24b6', operation='DELETE', pgid='pgtrigger_delete_delete_82703', table='referrals_offer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sentreferral',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "referrals_sentreferralevent" ("answer", "asked_for", "because", "birth_date", "branch_id", "came", "circle_id", "consent_manner", "consent_on", "contact", "controller_id", "held_until", "id", "kind", "offered_over_on", "own_days", "own_words", "owner_authority_id", "parties_needed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "referral_id", "sent_by", "sent_on", "state", "state_on", "unit_id", "whom") VALUES (OLD."answer", OLD."asked_for", OLD."because", OLD."birth_date", OLD."branch_id", OLD."came", OLD."circle_id", OLD."consent_manner", OLD."consent_on", OLD."contact", OLD."controller_id", OLD."held_until", OLD."id", OLD."kind", OLD."offered_over_on", OLD."own_days", OLD."own_words", OLD."owner_authority_id", OLD."parties_needed", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."referral_id", OLD."sent_by", OLD."sent_on", OLD."state", OLD."state_on", OLD."unit_id", OLD."whom"); RETURN NULL;', hash='0ce2cf77f191bd36fa22199d8319a4ac1497ef1c', operation='UPDATE', pgid='pgtrigger_update_update_8fc14', table='referrals_sentreferral', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sentreferral',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_sentreferralevent" ("answer", "asked_for", "because", "birth_date", "branch_id", "came", "circle_id", "consent_manner", "consent_on", "contact", "controller_id", "held_until", "id", "kind", "offered_over_on", "own_days", "own_words", "owner_authority_id", "parties_needed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "referral_id", "sent_by", "sent_on", "state", "state_on", "unit_id", "whom") VALUES (OLD."answer", OLD."asked_for", OLD."because", OLD."birth_date", OLD."branch_id", OLD."came", OLD."circle_id", OLD."consent_manner", OLD."consent_on", OLD."contact", OLD."controller_id", OLD."held_until", OLD."id", OLD."kind", OLD."offered_over_on", OLD."own_days", OLD."own_words", OLD."owner_authority_id", OLD."parties_needed", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."referral_id", OLD."sent_by", OLD."sent_on", OLD."state", OLD."state_on", OLD."unit_id", OLD."whom"); RETURN NULL;', hash='bf101bb96746f5b3fbd3e1352a03bdd861dab4bf', operation='DELETE', pgid='pgtrigger_delete_delete_fad0c', table='referrals_sentreferral', when='AFTER')),
        ),
    ]
