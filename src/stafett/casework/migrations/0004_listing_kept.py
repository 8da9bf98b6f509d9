"""Puts the listing behind the wall and lets the database keep it: one statement per batch."""

from django.db import migrations

from stafett.database.walls import same_controller, wall

ROWS = """
    INSERT INTO casework_listing (controller_id, participation_id, circle_id, unit_id, sort_name)
    SELECT DISTINCT p.controller_id, p.id, p.circle_id, m.unit_id, s.sort_name
    FROM {participations} p
    JOIN {members} m ON m.circle_id = p.circle_id
    JOIN people_person s ON s.id = p.person_id
    ON CONFLICT (participation_id, unit_id) DO NOTHING;
"""
EVERY = ROWS.format(participations="casework_participation", members="safeguards_member")
KEPT = f"""
CREATE FUNCTION casework_list_participations() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    {ROWS.format(participations="added", members="safeguards_member")}
    RETURN NULL;
END $$;
CREATE FUNCTION casework_list_members() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    {ROWS.format(participations="casework_participation", members="added")}
    RETURN NULL;
END $$;
CREATE FUNCTION casework_list_renamed() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE casework_listing l SET sort_name = now.sort_name
    FROM renamed now
    JOIN named before ON before.id = now.id
    JOIN casework_participation p ON p.person_id = now.id
    WHERE now.sort_name <> before.sort_name AND l.participation_id = p.id;
    RETURN NULL;
END $$;
CREATE TRIGGER casework_list_participations AFTER INSERT ON casework_participation
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION casework_list_participations();
CREATE TRIGGER casework_list_members AFTER INSERT ON safeguards_member
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION casework_list_members();
CREATE TRIGGER casework_list_renamed AFTER UPDATE ON people_person
    REFERENCING OLD TABLE AS named NEW TABLE AS renamed
    FOR EACH STATEMENT EXECUTE FUNCTION casework_list_renamed();
"""
UNKEPT = """
DROP TRIGGER casework_list_renamed ON people_person;
DROP TRIGGER casework_list_members ON safeguards_member;
DROP TRIGGER casework_list_participations ON casework_participation;
DROP FUNCTION casework_list_renamed(), casework_list_members(), casework_list_participations();
"""


PARTS = ("holding", "involvement", "livelihood", "occupation")


def _history_by_case(part: str) -> migrations.RunSQL:
    """An index that finds a participation's earlier rows, also those that are gone."""
    name = f"{part}_history_by_case"
    return migrations.RunSQL(
        f"CREATE INDEX {name} ON casework_{part}event (participation_id)", f"DROP INDEX {name}"
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_listing"), ("safeguards", "0002_walls")]
    operations = [
        wall("casework_listing"),
        same_controller("casework_listing", "participation_id", "casework_participation"),
        migrations.RunSQL(EVERY, migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, UNKEPT),
        *[_history_by_case(part) for part in PARTS],
    ]
