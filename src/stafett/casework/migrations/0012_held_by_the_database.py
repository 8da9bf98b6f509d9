"""Holds by the database what only actions held: days within an initiative, an authority's case, per cent.

What is written is looked at a statement at a time and by key, so that a long register keeps its speed;
only days that are corrected afterwards are looked at one by one.
"""

import django.contrib.postgres.constraints
import django.db.models.constraints
from django.db import migrations

import stafett.parties.models

ENDED = """
UPDATE casework_involvement v SET until_day = p.ends_on + 1 FROM casework_participation p
WHERE p.id = v.participation_id AND v.from_day <= p.ends_on
  AND (v.until_day IS NULL OR v.until_day > p.ends_on + 1);
"""
"""Cases that outlasted their participation; none could by the actions, so that this usually finds none."""


def _function(name: str, check: str, constraint: str, said: str) -> str:
    return f"""
CREATE FUNCTION casework_{name}() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    {check}
        RAISE EXCEPTION '{said}'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{constraint}';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION casework_{name}() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework_{name}() TO stafett_app, stafett_retention;
"""


def _each_statement(name: str, table: str) -> str:
    return "".join(
        f"""
CREATE TRIGGER casework_{name}_{when.lower()} AFTER {when} ON casework_{table}
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION casework_{name}();
"""
        for when in ("INSERT", "UPDATE")
    )


def _gone(name: str, table: str) -> str:
    return "".join(
        f"DROP TRIGGER casework_{name}_{when} ON casework_{table};" for when in ("insert", "update")
    ) + f"DROP FUNCTION casework_{name}();"


BEGUN = _function(
    "begun_within_initiative",
    # the lock waits for whoever is moving the initiative's days, and keeps them from it until the end
    """
    PERFORM FROM initiatives_initiative WHERE id IN (SELECT initiative_id FROM added)
        ORDER BY id FOR KEY SHARE;
    IF EXISTS (
        SELECT FROM (SELECT initiative_id, min(starts_on) AS first, max(starts_on) AS last
                     FROM added GROUP BY initiative_id) a
        JOIN initiatives_initiative i ON i.id = a.initiative_id
        WHERE a.first < i.starts_on OR a.last > i.ends_on
    ) THEN""",
    "participation_begun_within_initiative",
    "nobody begins in an initiative before its first day or after its last",
)
MOVED = _function(
    "initiative_days_hold_its_people",
    """
    PERFORM FROM initiatives_initiative WHERE id = NEW.id FOR UPDATE;
    IF EXISTS (
        SELECT FROM casework_participation p WHERE p.initiative_id = NEW.id
          AND (p.starts_on < NEW.starts_on OR p.starts_on > NEW.ends_on)
    ) THEN""",
    "initiative_days_hold_its_people",
    "somebody has begun outside the new days",
) + """
CREATE CONSTRAINT TRIGGER initiative_days_hold_its_people AFTER UPDATE OF starts_on, ends_on
    ON initiatives_initiative FOR EACH ROW
    WHEN (NEW.starts_on > OLD.starts_on OR NEW.ends_on < COALESCE(OLD.ends_on, 'infinity'))
    EXECUTE FUNCTION casework_initiative_days_hold_its_people();
"""
WITHIN = _function(
    "involvement_within",
    """
    IF EXISTS (
        SELECT FROM added v JOIN LATERAL (
            SELECT c.starts_on, c.ends_on FROM casework_participation c
            WHERE c.id = v.participation_id OFFSET 0) p ON true
        WHERE v.from_day < p.starts_on OR v.from_day > p.ends_on
           OR COALESCE(v.until_day, 'infinity') > COALESCE(p.ends_on + 1, 'infinity')
    ) THEN""",
    "involvement_within",
    "a case of an authority lies within the participation",
)
FOLLOWED = _function(
    "involvement_follows",
    """
    IF EXISTS (
        SELECT FROM casework_participation p JOIN casework_involvement v ON v.participation_id = p.id
        WHERE p.id = NEW.id AND (v.from_day < p.starts_on OR v.from_day > p.ends_on
           OR COALESCE(v.until_day, 'infinity') > COALESCE(p.ends_on + 1, 'infinity'))
    ) THEN""",
    "involvement_within",
    "a case of an authority lies within the participation",
) + """
CREATE CONSTRAINT TRIGGER casework_involvement_follows AFTER UPDATE OF starts_on, ends_on
    ON casework_participation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.starts_on > OLD.starts_on OR NEW.ends_on IS DISTINCT FROM OLD.ends_on)
    EXECUTE FUNCTION casework_involvement_follows();
"""
PER_CENT = _function(
    "livelihood_has_extent",
    """
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT source_id FROM added WHERE extent_percent IS NOT NULL) a
        JOIN vocabulary_livelihoodsource s ON s.code = a.source_id
        WHERE s.household OR NOT s.has_extent
    ) THEN""",
    "livelihood_has_extent",
    "a source that is the whole household''s, or has no extent, has no per cent",
)
HOURS = _function(
    "occupation_has_extent",
    """
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT what_id FROM added WHERE hours_a_week IS NOT NULL) a
        JOIN vocabulary_occupationkind k ON k.code = a.what_id WHERE NOT k.has_extent
    ) THEN""",
    "occupation_has_extent",
    "an occupation without extent has no hours",
)
BY_STATEMENT = (
    (BEGUN, "begun_within_initiative", "participation"),
    (WITHIN, "involvement_within", "involvement"),
    (PER_CENT, "livelihood_has_extent", "livelihood"),
    (HOURS, "occupation_has_extent", "occupation"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0009_who_has_the_case"),
        ("initiatives", "0007_days_are_days"),
        ("vocabulary", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(ENDED, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                expressions=[
                    ("participation", "="), ("party", "="), ("owner_authority", "="),
                    (stafett.parties.models.DayRange("from_day", "until_day"), "&&"),
                ],
                name="one_case_of_an_authority_at_a_time",
            ),
        ),
        *[
            migrations.RunSQL(made + _each_statement(name, table), _gone(name, table))
            for made, name, table in BY_STATEMENT
        ],
        migrations.RunSQL(
            MOVED,
            "DROP TRIGGER initiative_days_hold_its_people ON initiatives_initiative;"
            "DROP FUNCTION casework_initiative_days_hold_its_people();",
        ),
        migrations.RunSQL(
            FOLLOWED,
            "DROP TRIGGER casework_involvement_follows ON casework_participation;"
            "DROP FUNCTION casework_involvement_follows();",
        ),
    ]
