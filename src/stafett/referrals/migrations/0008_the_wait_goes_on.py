"""Who is sent on keeps the first day of their wait; waits from before begin where they were received."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0013_a_no_costs_nothing'),
        ('parties', '0006_handles_people'),
        ('referrals', '0007_taken_back'),
        ('safeguards', '0045_units_before'),
    ]

    operations = [
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
            model_name='referral',
            name='first_on',
            field=models.DateField(blank=True, null=True, verbose_name='väntar sedan'),
        ),
        migrations.AddField(
            model_name='referralevent',
            name='first_on',
            field=models.DateField(blank=True, null=True, verbose_name='väntar sedan'),
        ),
        migrations.AddField(
            model_name='sentreferral',
            name='first_on',
            field=models.DateField(blank=True, null=True, verbose_name='väntar sedan'),
        ),
        migrations.AddField(
            model_name='sentreferralevent',
            name='first_on',
            field=models.DateField(blank=True, null=True, verbose_name='väntar sedan'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "referrals_referralevent" ("asked_for", "because", "branch_id", "came", "circle_id", "closed_on", "consent_manner", "consent_on", "contact", "controller_id", "decided_by", "decided_on", "decision", "exception", "first_on", "held_until", "id", "initiative_id", "intake_unit_id", "kind", "meeting_id", "offered_over_on", "origin", "own_days", "own_words", "owner_authority_id", "parties_needed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_on", "referrer", "referring_party_id", "referring_unit_id", "state", "state_on") VALUES (OLD."asked_for", OLD."because", OLD."branch_id", OLD."came", OLD."circle_id", OLD."closed_on", OLD."consent_manner", OLD."consent_on", OLD."contact", OLD."controller_id", OLD."decided_by", OLD."decided_on", OLD."decision", OLD."exception", OLD."first_on", OLD."held_until", OLD."id", OLD."initiative_id", OLD."intake_unit_id", OLD."kind", OLD."meeting_id", OLD."offered_over_on", OLD."origin", OLD."own_days", OLD."own_words", OLD."owner_authority_id", OLD."parties_needed", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."received_on", OLD."referrer", OLD."referring_party_id", OLD."referring_unit_id", OLD."state", OLD."state_on"); RETURN NULL;', hash='d01e37b2501442ffa906f2f773e3dc1f9ab6df19', operation='UPDATE', pgid='pgtrigger_update_update_223e7', table='referrals_referral', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_referralevent" ("asked_for", "because", "branch_id", "came", "circle_id", "closed_on", "consent_manner", "consent_on", "contact", "controller_id", "decided_by", "decided_on", "decision", "exception", "first_on", "held_until", "id", "initiative_id", "intake_unit_id", "kind", "meeting_id", "offered_over_on", "origin", "own_days", "own_words", "owner_authority_id", "parties_needed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_on", "referrer", "referring_party_id", "referring_unit_id", "state", "state_on") VALUES (OLD."asked_for", OLD."because", OLD."branch_id", OLD."came", OLD."circle_id", OLD."closed_on", OLD."consent_manner", OLD."consent_on", OLD."contact", OLD."controller_id", OLD."decided_by", OLD."decided_on", OLD."decision", OLD."exception", OLD."first_on", OLD."held_until", OLD."id", OLD."initiative_id", OLD."intake_unit_id", OLD."kind", OLD."meeting_id", OLD."offered_over_on", OLD."origin", OLD."own_days", OLD."own_words", OLD."owner_authority_id", OLD."parties_needed", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."received_on", OLD."referrer", OLD."referring_party_id", OLD."referring_unit_id", OLD."state", OLD."state_on"); RETURN NULL;', hash='a7991bc19140e1af43870806430d3d64bc8122f8', operation='DELETE', pgid='pgtrigger_delete_delete_e24da', table='referrals_referral', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sentreferral',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "referrals_sentreferralevent" ("answer", "asked_for", "because", "birth_date", "branch_id", "came", "circle_id", "consent_manner", "consent_on", "contact", "controller_id", "first_on", "held_until", "id", "kind", "offered_over_on", "own_days", "own_words", "owner_authority_id", "parties_needed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "referral_id", "sent_by", "sent_on", "state", "state_on", "unit_id", "whom") VALUES (OLD."answer", OLD."asked_for", OLD."because", OLD."birth_date", OLD."branch_id", OLD."came", OLD."circle_id", OLD."consent_manner", OLD."consent_on", OLD."contact", OLD."controller_id", OLD."first_on", OLD."held_until", OLD."id", OLD."kind", OLD."offered_over_on", OLD."own_days", OLD."own_words", OLD."owner_authority_id", OLD."parties_needed", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."referral_id", OLD."sent_by", OLD."sent_on", OLD."state", OLD."state_on", OLD."unit_id", OLD."whom"); RETURN NULL;', hash='e061f3f0f3587e5502b6469f8b5bbe44ad98e40e', operation='UPDATE', pgid='pgtrigger_update_update_8fc14', table='referrals_sentreferral', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sentreferral',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_sentreferralevent" ("answer", "asked_for", "because", "birth_date", "branch_id", "came", "circle_id", "consent_manner", "consent_on", "contact", "controller_id", "first_on", "held_until", "id", "kind", "offered_over_on", "own_days", "own_words", "owner_authority_id", "parties_needed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "referral_id", "sent_by", "sent_on", "state", "state_on", "unit_id", "whom") VALUES (OLD."answer", OLD."asked_for", OLD."because", OLD."birth_date", OLD."branch_id", OLD."came", OLD."circle_id", OLD."consent_manner", OLD."consent_on", OLD."contact", OLD."controller_id", OLD."first_on", OLD."held_until", OLD."id", OLD."kind", OLD."offered_over_on", OLD."own_days", OLD."own_words", OLD."owner_authority_id", OLD."parties_needed", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."referral_id", OLD."sent_by", OLD."sent_on", OLD."state", OLD."state_on", OLD."unit_id", OLD."whom"); RETURN NULL;', hash='89149ff0d5932ebb697c4e5cbedcec127a9c83b3', operation='DELETE', pgid='pgtrigger_delete_delete_fad0c', table='referrals_sentreferral', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('first_on__isnull', True), ('first_on__lte', models.F('received_on')), _connector='OR'), name='nobody_waited_before_the_first_day'),
        ),
    ]
