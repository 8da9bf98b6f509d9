"""Rows as the register stood when the last whole month ended, so that who fetches often learns no day.

Where somebody is in the rows from the day they begin, or out of "goes on" from the day they end, two fetches tell
the day. So what begins in the running month is in no row, and goes to no interview, until the month is over; and
what ends in it still goes on, with nothing of what comes with an end. The status is the one that the history had
when the month began. Somebody who becomes protected is gone at once, as before.
"""

from importlib import import_module

from django.db import migrations

OLD_ROWS = import_module("stafett.evaluation.migrations.0002_rows").ROWS
OLD_INVITE = import_module("stafett.evaluation.migrations.0004_interviews").INVITE
OLD_UNATTENDED = import_module("stafett.evaluation.migrations.0006_unattended").UNATTENDED
BEGUN = "p.starts_on < date_trunc('month', on_day::timestamp) AND NOT p.hidden"
STATUS = """
CREATE FUNCTION evaluation_stood(which uuid, at timestamptz, now_is text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN was = 'ended' THEN 'remaining' ELSE was END FROM (SELECT COALESCE((
        SELECT e.status::text FROM casework_participationevent e
        WHERE e.pgh_obj_id = which AND e.pgh_created_at >= at
        ORDER BY e.pgh_created_at, e.pgh_id LIMIT 1), now_is) AS was) then_
$$;
REVOKE ALL ON FUNCTION evaluation_stood(uuid, timestamptz, text) FROM PUBLIC;
"""
"""The status that one which had not ended had then: that of the first version that was replaced later."""
ROWS = """
CREATE FUNCTION evaluation_rows(which uuid, posts bigint[], on_day date)
RETURNS TABLE (
    participation_id uuid, circle_id uuid, person_id uuid,
    start_month text, end_month text, branch text, status text, sex text, age_band text,
    education text, outcome text, next_step text, livelihood_before text, livelihood_after text,
    occupation_before text, occupation_after text, hours_before numeric, hours_after numeric
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH asked AS (
        SELECT a.*, date_trunc('month', on_day::timestamp)::date AS edge FROM evaluation_evaluationassignment a
        WHERE a.id = which AND a.position_id = ANY(posts) AND a.revoked_on IS NULL
          AND a.from_day <= on_day AND on_day < a.until_day
    )
    SELECT p.id, p.circle_id, p.person_id,
        CASE WHEN a.columns ? 'start_month' THEN to_char(p.starts_on, 'YYYY-MM') END,
        CASE WHEN a.columns ? 'end_month' AND p.ends_on < a.edge THEN to_char(p.ends_on, 'YYYY-MM') END,
        CASE WHEN a.columns ? 'branch' THEN b.name::text END,
        CASE WHEN a.columns ? 'status' THEN CASE WHEN p.ends_on < a.edge THEN p.status::text
            ELSE evaluation_stood(p.id, a.edge::timestamp AT TIME ZONE 'Europe/Stockholm', p.status) END END,
        CASE WHEN a.columns ? 'sex' THEN who.sex::text END,
        CASE WHEN a.columns ? 'age_band' THEN (
            SELECT CASE WHEN age < 20 THEN '–19' WHEN age < 25 THEN '20–24' WHEN age < 30 THEN '25–29'
                WHEN age < 40 THEN '30–39' WHEN age < 50 THEN '40–49' WHEN age < 60 THEN '50–59'
                WHEN age >= 60 THEN '60–' END
            FROM (SELECT COALESCE(
                extract(year FROM age(p.starts_on, who.birth_date)),
                extract(year FROM p.starts_on) - who.birth_year
            ) AS age) lived) END,
        CASE WHEN a.columns ? 'education' THEN e.label_sv::text END,
        CASE WHEN a.columns ? 'outcome' AND p.ends_on < a.edge THEN o.label::text END,
        CASE WHEN a.columns ? 'next_step' AND p.ends_on < a.edge THEN n.label_sv::text END,
        CASE WHEN a.columns ? 'livelihood_before' THEN evaluation_lived_on(p.id, p.controller_id, 'start') END,
        CASE WHEN a.columns ? 'livelihood_after' AND p.ends_on < a.edge
            THEN evaluation_lived_on(p.id, p.controller_id, 'end') END,
        CASE WHEN a.columns ? 'occupation_before' THEN evaluation_did(p.id, p.controller_id, 'start') END,
        CASE WHEN a.columns ? 'occupation_after' AND p.ends_on < a.edge
            THEN evaluation_did(p.id, p.controller_id, 'end') END,
        CASE WHEN a.columns ? 'hours_before' THEN evaluation_hours(p.id, p.controller_id, 'start') END,
        CASE WHEN a.columns ? 'hours_after' AND p.ends_on < a.edge
            THEN evaluation_hours(p.id, p.controller_id, 'end') END
    FROM asked a
    JOIN casework_participation p
        ON p.initiative_id = a.initiative_id AND p.controller_id = a.authority_id
    JOIN safeguards_circle c ON c.id = p.circle_id
    JOIN people_person who ON who.id = p.person_id
    JOIN initiatives_branch b ON b.id = p.branch_id
    LEFT JOIN vocabulary_educationlevel e ON e.code = p.education_id
    LEFT JOIN initiatives_outcomechoice o ON o.id = p.outcome_id
    LEFT JOIN vocabulary_nextstep n ON n.code = p.next_step_id
    WHERE p.starts_on < a.edge AND NOT p.hidden AND NOT c.named_only AND who.protection = ''
$$;
"""


def _replaced(new, old):
    """The function anew, with whoever may ask it as before; and the one before, back."""
    return migrations.RunSQL(*(made.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION") for made in (new, old)))


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0008_invitations_of_a_case"),
        ("casework", "0025_month_ends"),
    ]
    operations = [
        migrations.RunSQL(STATUS, "DROP FUNCTION evaluation_stood(uuid, timestamptz, text)"),
        _replaced(ROWS, OLD_ROWS),
        _replaced(OLD_INVITE.replace("NOT p.hidden", BEGUN), OLD_INVITE),
        _replaced(OLD_UNATTENDED.replace("NOT p.hidden", BEGUN), OLD_UNATTENDED),
    ]
