"""A decision can be undone, and a contact during the wait taken back: who, when and why stand with it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0013_a_no_costs_nothing'),
        ('parties', '0006_handles_people'),
        ('referrals', '0012_after_the_decision'),
        ('safeguards', '0045_units_before'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='queuecontact',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='queuecontact',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='referral',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='referral',
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
            model_name='queuecontact',
            name='retracted_by',
            field=models.CharField(blank=True, max_length=120, verbose_name='tillbakadragen av'),
        ),
        migrations.AddField(
            model_name='queuecontact',
            name='retracted_on',
            field=models.DateField(blank=True, null=True, verbose_name='tillbakadragen'),
        ),
        migrations.AddField(
            model_name='queuecontactevent',
            name='retracted_by',
            field=models.CharField(blank=True, max_length=120, verbose_name='tillbakadragen av'),
        ),
        migrations.AddField(
            model_name='queuecontactevent',
            name='retracted_on',
            field=models.DateField(blank=True, null=True, verbose_name='tillbakadragen'),
        ),
        migrations.AddField(
            model_name='referral',
            name='taken_up_because',
            field=models.CharField(blank=True, max_length=400, verbose_name='varför det ångrades'),
        ),
        migrations.AddField(
            model_name='referral',
            name='taken_up_by',
            field=models.CharField(blank=True, max_length=120, verbose_name='ångrat av'),
        ),
        migrations.AddField(
            model_name='referral',
            name='taken_up_on',
            field=models.DateField(blank=True, null=True, verbose_name='beslutet ångrat'),
        ),
        migrations.AddField(
            model_name='referralevent',
            name='taken_up_because',
            field=models.CharField(blank=True, max_length=400, verbose_name='varför det ångrades'),
        ),
        migrations.AddField(
            model_name='referralevent',
            name='taken_up_by',
            field=models.CharField(blank=True, max_length=120, verbose_name='ångrat av'),
        ),
        migrations.AddField(
            model_name='referralevent',
            name='taken_up_on',
            field=models.DateField(blank=True, null=True, verbose_name='beslutet ångrat'),
        ),
        migrations.AddField(
            model_name='sentreferral',
            name='taken_up_on',
            field=models.DateField(blank=True, null=True, verbose_name='beslutet ångrat'),
        ),
        migrations.AddField(
            model_name='sentreferralevent',
            name='taken_up_on',
            field=models.DateField(blank=True, null=True, verbose_name='beslutet ångrat'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='queuecontact',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "referrals_queuecontactevent" ("after_decision", "circle_id", "controller_id", "id", "kind", "noted_by", "on_day", "owner_authority_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "result", "retracted_by", "retracted_on", "unit_id", "way", "words") VALUES (OLD."after_decision", OLD."circle_id", OLD."controller_id", OLD."id", OLD."kind", OLD."noted_by", OLD."on_day", OLD."owner_authority_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."referral_id", OLD."result", OLD."retracted_by", OLD."retracted_on", OLD."unit_id", OLD."way", OLD."words"); RETURN NULL;', hash='49246da713d686d3521728df819520980d30191d', operation='UPDATE', pgid='pgtrigger_update_update_ff6dc', table='referrals_queuecontact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='queuecontact',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_queuecontactevent" ("after_decision", "circle_id", "controller_id", "id", "kind", "noted_by", "on_day", "owner_authority_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "result", "retracted_by", "retracted_on", "unit_id", "way", "words") VALUES (OLD."after_decision", OLD."circle_id", OLD."controller_id", OLD."id", OLD."kind", OLD."noted_by", OLD."on_day", OLD."owner_authority_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."referral_id", OLD."result", OLD."retracted_by", OLD."retracted_on", OLD."unit_id", OLD."way", OLD."words"); RETURN NULL;', hash='d95f00094f9c74d8d528b638537865c65ba3ab5f', operation='DELETE', pgid='pgtrigger_delete_delete_423dc', table='referrals_queuecontact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "referrals_referralevent" ("asked_for", "because", "branch_id", "came", "circle_id", "closed_on", "consent_manner", "consent_on", "contact", "controller_id", "decided_by", "decided_on", "decision", "exception", "first_on", "held_until", "id", "initiative_id", "intake_unit_id", "kind", "meeting_id", "offered_over_on", "origin", "own_days", "own_words", "owner_authority_id", "parties_needed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_on", "referrer", "referring_party_id", "referring_unit_id", "state", "state_on", "taken_up_because", "taken_up_by", "taken_up_on") VALUES (OLD."asked_for", OLD."because", OLD."branch_id", OLD."came", OLD."circle_id", OLD."closed_on", OLD."consent_manner", OLD."consent_on", OLD."contact", OLD."controller_id", OLD."decided_by", OLD."decided_on", OLD."decision", OLD."exception", OLD."first_on", OLD."held_until", OLD."id", OLD."initiative_id", OLD."intake_unit_id", OLD."kind", OLD."meeting_id", OLD."offered_over_on", OLD."origin", OLD."own_days", OLD."own_words", OLD."owner_authority_id", OLD."parties_needed", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."received_on", OLD."referrer", OLD."referring_party_id", OLD."referring_unit_id", OLD."state", OLD."state_on", OLD."taken_up_because", OLD."taken_up_by", OLD."taken_up_on"); RETURN NULL;', hash='1ba8bd8465e101a6f4727bea866c230b8e13c79c', operation='UPDATE', pgid='pgtrigger_update_update_223e7', table='referrals_referral', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_referralevent" ("asked_for", "because", "branch_id", "came", "circle_id", "closed_on", "consent_manner", "consent_on", "contact", "controller_id", "decided_by", "decided_on", "decision", "exception", "first_on", "held_until", "id", "initiative_id", "intake_unit_id", "kind", "meeting_id", "offered_over_on", "origin", "own_days", "own_words", "owner_authority_id", "parties_needed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_on", "referrer", "referring_party_id", "referring_unit_id", "state", "state_on", "taken_up_because", "taken_up_by", "taken_up_on") VALUES (OLD."asked_for", OLD."because", OLD."branch_id", OLD."came", OLD."circle_id", OLD."closed_on", OLD."consent_manner", OLD."consent_on", OLD."contact", OLD."controller_id", OLD."decided_by", OLD."decided_on", OLD."decision", OLD."exception", OLD."first_on", OLD."held_until", OLD."id", OLD."initiative_id", OLD."intake_unit_id", OLD."kind", OLD."meeting_id", OLD."offered_over_on", OLD."origin", OLD."own_days", OLD."own_words", OLD."owner_authority_id", OLD."parties_needed", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."received_on", OLD."referrer", OLD."referring_party_id", OLD."referring_unit_id", OLD."state", OLD."state_on", OLD."taken_up_because", OLD."taken_up_by", OLD."taken_up_on"); RETURN NULL;', hash='2215dc250e57c0a27ca53e0c96ed1a7f72f8ed34', operation='DELETE', pgid='pgtrigger_delete_delete_e24da', table='referrals_referral', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sentreferral',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "referrals_sentreferralevent" ("answer", "asked_for", "because", "birth_date", "branch_id", "came", "circle_id", "consent_manner", "consent_on", "contact", "controller_id", "first_on", "held_until", "id", "kind", "offered_over_on", "own_days", "own_words", "owner_authority_id", "parties_needed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "referral_id", "sent_by", "sent_on", "state", "state_on", "taken_up_on", "unit_id", "whom") VALUES (OLD."answer", OLD."asked_for", OLD."because", OLD."birth_date", OLD."branch_id", OLD."came", OLD."circle_id", OLD."consent_manner", OLD."consent_on", OLD."contact", OLD."controller_id", OLD."first_on", OLD."held_until", OLD."id", OLD."kind", OLD."offered_over_on", OLD."own_days", OLD."own_words", OLD."owner_authority_id", OLD."parties_needed", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."referral_id", OLD."sent_by", OLD."sent_on", OLD."state", OLD."state_on", OLD."taken_up_on", OLD."unit_id", OLD."whom"); RETURN NULL;', hash='3269b40cfcb1777a17ac6ad56aeb956c85ddef3e', operation='UPDATE', pgid='pgtrigger_update_update_8fc14', table='referrals_sentreferral', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sentreferral',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_sentreferralevent" ("answer", "asked_for", "because", "birth_date", "branch_id", "came", "circle_id", "consent_manner", "consent_on", "contact", "controller_id", "first_on", "held_until", "id", "kind", "offered_over_on", "own_days", "own_words", "owner_authority_id", "parties_needed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "referral_id", "sent_by", "sent_on", "state", "state_on", "taken_up_on", "unit_id", "whom") VALUES (OLD."answer", OLD."asked_for", OLD."because", OLD."birth_date", OLD."branch_id", OLD."came", OLD."circle_id", OLD."consent_manner", OLD."consent_on", OLD."contact", OLD."controller_id", OLD."first_on", OLD."held_until", OLD."id", OLD."kind", OLD."offered_over_on", OLD."own_days", OLD."own_words", OLD."owner_authority_id", OLD."parties_needed", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."referral_id", OLD."sent_by", OLD."sent_on", OLD."state", OLD."state_on", OLD."taken_up_on", OLD."unit_id", OLD."whom"); RETURN NULL;', hash='b31d884a444e627df5c81d6dbae112892401ad83', operation='DELETE', pgid='pgtrigger_delete_delete_fad0c', table='referrals_sentreferral', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='queuecontact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('retracted_by', ''), ('retracted_on', None)), models.Q(('retracted_on__isnull', False), ('words', ''), models.Q(('retracted_by', ''), _negated=True)), _connector='OR'), name='what_was_sought_and_retracted_says_nothing'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_up_because', ''), ('taken_up_by', ''), ('taken_up_on', None)), models.Q(('taken_up_on__isnull', False), models.Q(('taken_up_by', ''), _negated=True), models.Q(('taken_up_because', ''), _negated=True)), _connector='OR'), name='an_undone_decision_says_who_and_why'),
        ),
    ]
