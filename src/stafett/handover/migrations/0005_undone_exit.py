"""A yes from outside is marked the day when the exit that it led to is undone.

Of those before it is seen in the history of the participation, which keeps each exit, and not in who is next:
a name can have been corrected since. Where the history does not tell of it, a yes does not stand whose
participation goes on, or has been handed over outside anew.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


UNDONE = """
WITH marked AS (
    SELECT h.id, h.participation_id, p.ends_on, h.proposed_on,
        (SELECT max(e.pgh_created_at) FROM handover_handoverevent e
         WHERE e.pgh_obj_id = h.id AND e.stand <> 'done') AS done_at
    FROM handover_handover h JOIN casework_participation p ON p.id = h.participation_id
    WHERE h.stand = 'done' AND h.to_unit_id IS NULL
), versions AS (
    SELECT e.pgh_obj_id AS case_id, e.ends_on, e.pgh_created_at AS at, e.pgh_id AS number
    FROM casework_participationevent e WHERE e.pgh_obj_id IN (SELECT participation_id FROM marked)
    UNION ALL
    SELECT participation_id, ends_on, 'infinity', 9223372036854775807 FROM marked
), undoings AS (
    SELECT case_id, at FROM (
        SELECT case_id, at, ends_on, lead(number) OVER later AS then_number, lead(ends_on) OVER later AS then_ends
        FROM versions WINDOW later AS (PARTITION BY case_id ORDER BY number)
    ) v WHERE ends_on IS NOT NULL AND then_number IS NOT NULL AND then_ends IS NULL
), known AS (
    SELECT m.id,
        (SELECT (min(u.at) AT TIME ZONE 'Europe/Stockholm')::date FROM undoings u
         WHERE u.case_id = m.participation_id AND u.at >= m.done_at) AS on_day,
        m.ends_on IS NULL OR EXISTS (
            SELECT FROM marked later WHERE later.participation_id = m.participation_id
              AND (later.proposed_on, later.id) > (m.proposed_on, m.id)) AS stands_no_more
    FROM marked m
)
UPDATE handover_handover h SET undone_on = greatest(k.on_day, h.closed_on)
FROM known k WHERE k.id = h.id AND (k.on_day IS NOT NULL OR k.stands_no_more);
"""
"""`greatest` leaves out what is not known: without a day in the history it is that of the yes."""


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0028_a_pair_has_a_first'),
        ('handover', '0004_asked_on'),
        ('parties', '0006_handles_people'),
        ('safeguards', '0047_taken_back_from'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='handover',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='handover',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='handover',
            name='undone_on',
            field=models.DateField(blank=True, null=True, verbose_name='avslutet ångrades'),
        ),
        migrations.AddField(
            model_name='handoverevent',
            name='undone_on',
            field=models.DateField(blank=True, null=True, verbose_name='avslutet ångrades'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "handover_handoverevent" ("alongside_until", "answer", "because", "closed_by", "closed_on", "controller_id", "from_day", "from_unit_id", "given_by", "given_on", "heard", "id", "kind", "let_in", "link_id", "manner", "meeting_on", "not_heard", "outside_contact", "outside_name", "owner_authority_id", "participation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "proposed_by", "proposed_on", "question", "stand", "taken_by", "taken_on", "to_unit_id", "undone_on", "what") VALUES (OLD."alongside_until", OLD."answer", OLD."because", OLD."closed_by", OLD."closed_on", OLD."controller_id", OLD."from_day", OLD."from_unit_id", OLD."given_by", OLD."given_on", OLD."heard", OLD."id", OLD."kind", OLD."let_in", OLD."link_id", OLD."manner", OLD."meeting_on", OLD."not_heard", OLD."outside_contact", OLD."outside_name", OLD."owner_authority_id", OLD."participation_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."position_id", OLD."proposed_by", OLD."proposed_on", OLD."question", OLD."stand", OLD."taken_by", OLD."taken_on", OLD."to_unit_id", OLD."undone_on", OLD."what"); RETURN NULL;', hash='3a33a674e43bcf52c645f5a6cf826eb9a6e1dc5c', operation='UPDATE', pgid='pgtrigger_update_update_936b9', table='handover_handover', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "handover_handoverevent" ("alongside_until", "answer", "because", "closed_by", "closed_on", "controller_id", "from_day", "from_unit_id", "given_by", "given_on", "heard", "id", "kind", "let_in", "link_id", "manner", "meeting_on", "not_heard", "outside_contact", "outside_name", "owner_authority_id", "participation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "proposed_by", "proposed_on", "question", "stand", "taken_by", "taken_on", "to_unit_id", "undone_on", "what") VALUES (OLD."alongside_until", OLD."answer", OLD."because", OLD."closed_by", OLD."closed_on", OLD."controller_id", OLD."from_day", OLD."from_unit_id", OLD."given_by", OLD."given_on", OLD."heard", OLD."id", OLD."kind", OLD."let_in", OLD."link_id", OLD."manner", OLD."meeting_on", OLD."not_heard", OLD."outside_contact", OLD."outside_name", OLD."owner_authority_id", OLD."participation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position_id", OLD."proposed_by", OLD."proposed_on", OLD."question", OLD."stand", OLD."taken_by", OLD."taken_on", OLD."to_unit_id", OLD."undone_on", OLD."what"); RETURN NULL;', hash='0db24acf5e6cde045284d671cd1933269fbffe42', operation='DELETE', pgid='pgtrigger_delete_delete_b91e6', table='handover_handover', when='AFTER')),
        ),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(UNDONE, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('undone_on', None), models.Q(('stand', 'done'), ('to_unit__isnull', True)), _connector='OR'), name='only_a_yes_from_outside_is_undone'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.UniqueConstraint(condition=models.Q(('stand', 'done'), ('to_unit__isnull', True), ('undone_on', None)), fields=('participation',), name='one_yes_from_outside_stands'),
        ),
    ]
