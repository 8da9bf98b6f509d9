"""Puts casework behind the tenant wall, and holds "never nobody" by a deferred trigger (law 1)."""

from django.db import migrations

from stafett.database.walls import event_wall, same_controller, stats_may_read, wall

NEVER_NOBODY = """
CREATE FUNCTION casework_never_nobody() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    which uuid;
    first_day date;
    end_day date;
    held_from date;
    held_until date;
    held_days bigint;
    far constant date := DATE '9999-12-31';
BEGIN
    IF TG_TABLE_NAME = 'casework_participation' THEN
        which := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        which := OLD.participation_id;
    ELSE
        which := NEW.participation_id;
    END IF;
    SELECT starts_on, COALESCE(ends_on + 1, far) INTO first_day, end_day
        FROM casework_participation WHERE id = which;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT min(from_day), max(COALESCE(until_day, far)), sum(COALESCE(until_day, far) - from_day)
        INTO held_from, held_until, held_days
        FROM casework_holding WHERE participation_id = which;
    IF held_from IS DISTINCT FROM first_day OR held_until IS DISTINCT FROM end_day
       OR held_days IS DISTINCT FROM (end_day - first_day)::bigint THEN
        RAISE EXCEPTION 'law 1: participation % must have a holder every day from % to its exit',
            which, first_day USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'casework_never_nobody';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION casework_never_nobody() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework_never_nobody() TO stafett_app, stafett_retention;
CREATE CONSTRAINT TRIGGER casework_never_nobody AFTER INSERT OR UPDATE ON casework_participation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION casework_never_nobody();
CREATE CONSTRAINT TRIGGER casework_never_nobody AFTER UPDATE OR DELETE ON casework_holding
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION casework_never_nobody();
-- a new holding cannot open a gap or overlap, only lie outside the participation: one look per batch
CREATE FUNCTION casework_holding_within() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM added h LEFT JOIN casework_participation p ON p.id = h.participation_id
        WHERE p.id IS NULL OR h.from_day < p.starts_on
           OR COALESCE(h.until_day, 'infinity') > COALESCE(p.ends_on + 1, 'infinity')
    ) THEN
        RAISE EXCEPTION 'law 1: nobody holds a participation before its start or after its exit'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'casework_holding_within';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER casework_holding_within AFTER INSERT ON casework_holding
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION casework_holding_within();
"""
AGAIN_SOMEBODY = """
DROP TRIGGER casework_holding_within ON casework_holding;
DROP FUNCTION casework_holding_within();
DROP TRIGGER casework_never_nobody ON casework_holding;
DROP TRIGGER casework_never_nobody ON casework_participation;
DROP FUNCTION casework_never_nobody();
"""
TABLES = ("participation", "holding", "involvement", "livelihood", "occupation")
PARTS = TABLES[1:]


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial"), ("safeguards", "0002_walls")]
    operations = [
        *[wall(f"casework_{name}") for name in TABLES],
        *[event_wall(f"casework_{name}event") for name in TABLES],
        same_controller("casework_participation", "circle_id", "safeguards_circle"),
        same_controller("casework_participation", "person_id", "people_person"),
        *[
            same_controller(f"casework_{name}", "participation_id", "casework_participation")
            for name in PARTS
        ],
        migrations.RunSQL(NEVER_NOBODY, AGAIN_SOMEBODY),
        stats_may_read(
            "casework_participation", "id", "controller_id", "person_id", "initiative_id",
            "branch_id", "starts_on", "ends_on", "status", "outcome_id", "next_step_id",
            "municipality_id", "education_id", "referring_party_id",
        ),
        stats_may_read(
            "casework_involvement", "id", "controller_id", "participation_id", "party_id",
            "from_day", "until_day",
        ),
        stats_may_read(
            "casework_livelihood", "id", "controller_id", "participation_id", "moment", "on_day",
            "source_id", "extent_percent",
        ),
        stats_may_read(
            "casework_occupation", "id", "controller_id", "participation_id", "moment", "on_day",
            "what_id", "hours_a_week",
        ),
    ]
