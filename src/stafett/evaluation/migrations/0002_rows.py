"""The only way for rows to leave without a circle: a function that asks the assignment itself.

An evaluator's transaction reaches no controller, so the walls show it no row about anybody. This function
sees past them, and gives the rows of one assignment that is in force on the day, that is not revoked and
whose post is among those of the one who asks; each column only when the assignment has it; and nobody
protected. What leaves the database besides is a key, of which the app makes a pseudonym, and writes in the log.
"""

from django.db import migrations

ROWS = """
CREATE FUNCTION evaluation_rows(which uuid, posts bigint[], on_day date)
RETURNS TABLE (
    participation_id uuid, circle_id uuid, person_id uuid,
    start_month text, end_month text, branch text, status text, sex text, age_band text,
    education text, outcome text, next_step text, livelihood_before text, livelihood_after text,
    occupation_before text, occupation_after text, hours_before numeric, hours_after numeric
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH asked AS (
        SELECT * FROM evaluation_evaluationassignment a
        WHERE a.id = which AND a.position_id = ANY(posts) AND a.revoked_on IS NULL
          AND a.from_day <= on_day AND on_day < a.until_day
    )
    SELECT p.id, p.circle_id, p.person_id,
        CASE WHEN a.columns ? 'start_month' THEN to_char(p.starts_on, 'YYYY-MM') END,
        CASE WHEN a.columns ? 'end_month' THEN to_char(p.ends_on, 'YYYY-MM') END,
        CASE WHEN a.columns ? 'branch' THEN b.name::text END,
        CASE WHEN a.columns ? 'status' THEN p.status::text END,
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
        CASE WHEN a.columns ? 'outcome' THEN o.label::text END,
        CASE WHEN a.columns ? 'next_step' THEN n.label_sv::text END,
        CASE WHEN a.columns ? 'livelihood_before' THEN evaluation_lived_on(p.id, p.controller_id, 'start') END,
        CASE WHEN a.columns ? 'livelihood_after' THEN evaluation_lived_on(p.id, p.controller_id, 'end') END,
        CASE WHEN a.columns ? 'occupation_before' THEN evaluation_did(p.id, p.controller_id, 'start') END,
        CASE WHEN a.columns ? 'occupation_after' THEN evaluation_did(p.id, p.controller_id, 'end') END,
        CASE WHEN a.columns ? 'hours_before' THEN evaluation_hours(p.id, p.controller_id, 'start') END,
        CASE WHEN a.columns ? 'hours_after' THEN evaluation_hours(p.id, p.controller_id, 'end') END
    FROM asked a
    JOIN casework_participation p
        ON p.initiative_id = a.initiative_id AND p.controller_id = a.authority_id
    JOIN safeguards_circle c ON c.id = p.circle_id
    JOIN people_person who ON who.id = p.person_id
    JOIN initiatives_branch b ON b.id = p.branch_id
    LEFT JOIN vocabulary_educationlevel e ON e.code = p.education_id
    LEFT JOIN initiatives_outcomechoice o ON o.id = p.outcome_id
    LEFT JOIN vocabulary_nextstep n ON n.code = p.next_step_id
    WHERE NOT p.hidden AND NOT c.named_only AND who.protection = ''
$$;
REVOKE ALL ON FUNCTION evaluation_rows(uuid, bigint[], date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION evaluation_rows(uuid, bigint[], date) TO stafett_app;
"""
SAID = {
    "lived_on": (
        "text",
        "string_agg(DISTINCT w.label_sv, ', ' ORDER BY w.label_sv)",
        "casework_livelihood r JOIN vocabulary_livelihoodsource w ON w.code = r.source_id",
    ),
    "did": (
        "text",
        "string_agg(DISTINCT w.label_sv, ', ' ORDER BY w.label_sv)",
        "casework_occupation r JOIN vocabulary_occupationkind w ON w.code = r.what_id",
    ),
    "hours": ("numeric", "sum(r.hours_a_week)", "casework_occupation r"),
}
"""What the register itself says at a moment (law 2: what an authority recorded for itself is not in it)."""


def _of_a_case(name, gives, what, rows):
    at = f"evaluation_{name}(uuid, bigint, text)"
    return migrations.RunSQL(
        f"CREATE FUNCTION evaluation_{name}(which uuid, whose bigint, at text) RETURNS {gives} "
        "LANGUAGE sql STABLE AS $$ "
        f"SELECT {what} FROM {rows} WHERE r.participation_id = which AND r.controller_id = whose "
        f"AND r.owner_authority_id = whose AND r.moment = at $$; "
        f"REVOKE ALL ON FUNCTION {at} FROM PUBLIC",
        f"DROP FUNCTION {at}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0001_initial"),
        ("casework", "0020_hidden_are_few"),
        ("people", "0006_aliases_demanded"),
        ("vocabulary", "0002_end_reasons"),
    ]
    operations = [
        *[_of_a_case(name, *how) for name, how in SAID.items()],
        migrations.RunSQL(ROWS, "DROP FUNCTION evaluation_rows(uuid, bigint[], date)"),
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON evaluation_evaluationassignmentevent FROM stafett_app",
            "GRANT UPDATE, DELETE ON evaluation_evaluationassignmentevent TO stafett_app",
        ),
    ]
