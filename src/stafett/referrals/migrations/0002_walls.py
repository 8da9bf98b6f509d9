"""Puts the way in behind the tenant wall, and holds "never nobody" in the queue by deferred triggers (law 1)."""

from django.db import migrations

from stafett.database.walls import event_wall, same_controller, wall
from stafett.safeguards.walls import with_history

NEVER_NOBODY = """
CREATE FUNCTION referrals_never_nobody() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    r referrals_referral%ROWTYPE;
    which uuid;
    end_day date;
    held_from date;
    held_until date;
    held_days bigint;
    began date;
    far constant date := DATE '9999-12-31';
BEGIN
    IF TG_TABLE_NAME = 'referrals_referral' THEN
        which := NEW.id;
    ELSIF TG_TABLE_NAME = 'casework_participation' THEN
        SELECT id INTO which FROM referrals_referral WHERE circle_id = OLD.circle_id;
    ELSIF TG_OP = 'DELETE' THEN
        which := OLD.referral_id;
    ELSE
        which := NEW.referral_id;
    END IF;
    SELECT * INTO r FROM referrals_referral WHERE id = which;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    end_day := COALESCE(r.held_until, far);
    SELECT min(h.from_day), max(COALESCE(h.until_day, far)),
           COALESCE(sum(COALESCE(h.until_day, far) - h.from_day), 0)
        INTO held_from, held_until, held_days
        FROM referrals_queueholding h WHERE h.referral_id = which;
    IF held_days IS DISTINCT FROM (end_day - r.received_on)::bigint
       OR held_days > 0 AND (held_from IS DISTINCT FROM r.received_on OR held_until IS DISTINCT FROM end_day)
    THEN
        RAISE EXCEPTION 'law 1: referral % must have a holder every day from % to its decision',
            which, r.received_on USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'referrals_never_nobody';
    END IF;
    SELECT p.starts_on INTO began FROM casework_participation p WHERE p.circle_id = r.circle_id;
    IF r.state = 'accepted' AND r.held_until IS DISTINCT FROM GREATEST(r.received_on, began)
       OR r.state = 'accepted' AND began IS NULL OR r.state <> 'accepted' AND began IS NOT NULL THEN
        RAISE EXCEPTION 'law 1: a participation begins on the day that referral % leaves the queue, and only then',
            which USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'referrals_no_gap';
    END IF;
    IF r.decided_on IS NOT NULL AND EXISTS (
        SELECT FROM referrals_offer o WHERE o.referral_id = which AND o.answer = 'waiting') THEN
        RAISE EXCEPTION 'referral % is decided on, and an offer still waits', which
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'referrals_settled';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION referrals_never_nobody() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referrals_never_nobody() TO stafett_app, stafett_retention;
CREATE CONSTRAINT TRIGGER referrals_never_nobody AFTER INSERT OR UPDATE ON referrals_referral
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION referrals_never_nobody();
CREATE CONSTRAINT TRIGGER referrals_never_nobody AFTER INSERT OR UPDATE OR DELETE ON referrals_queueholding
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION referrals_never_nobody();
CREATE CONSTRAINT TRIGGER referrals_never_nobody AFTER INSERT OR UPDATE ON referrals_offer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION referrals_never_nobody();
CREATE CONSTRAINT TRIGGER referrals_no_gap AFTER DELETE ON casework_participation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION referrals_never_nobody();
-- a participation whose first day is corrected: the queue before it follows, so that neither gap nor overlap comes
CREATE FUNCTION referrals_follow_start() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    r referrals_referral%ROWTYPE;
    until date;
    last_key bigint;
BEGIN
    SELECT * INTO r FROM referrals_referral WHERE circle_id = NEW.circle_id AND state = 'accepted';
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    until := GREATEST(r.received_on, NEW.starts_on);
    DELETE FROM referrals_queueholding WHERE referral_id = r.id AND from_day >= until;
    SELECT id INTO last_key FROM referrals_queueholding WHERE referral_id = r.id ORDER BY from_day DESC LIMIT 1;
    IF last_key IS NOT NULL THEN
        UPDATE referrals_queueholding SET until_day = until WHERE id = last_key;
    ELSIF until > r.received_on THEN
        INSERT INTO referrals_queueholding
            (controller_id, owner_authority_id, kind, circle_id, referral_id, unit_id, from_day, until_day)
        VALUES (r.controller_id, r.controller_id, 'referral', r.circle_id, r.id,
            COALESCE(r.referring_unit_id, r.intake_unit_id), r.received_on, until);
    END IF;
    UPDATE referrals_referral SET held_until = until WHERE id = r.id;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION referrals_follow_start() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referrals_follow_start() TO stafett_app;
CREATE TRIGGER referrals_follow_start AFTER UPDATE OF starts_on ON casework_participation
    FOR EACH ROW WHEN (OLD.starts_on IS DISTINCT FROM NEW.starts_on)
    EXECUTE FUNCTION referrals_follow_start();
"""
AGAIN_SOMEBODY = """
DROP TRIGGER referrals_follow_start ON casework_participation;
DROP FUNCTION referrals_follow_start();
DROP TRIGGER referrals_no_gap ON casework_participation;
DROP TRIGGER referrals_never_nobody ON referrals_offer;
DROP TRIGGER referrals_never_nobody ON referrals_queueholding;
DROP TRIGGER referrals_never_nobody ON referrals_referral;
DROP FUNCTION referrals_never_nobody();
"""
TABLES = ("referral", "queueholding", "offer", "sentreferral")
PARTS = TABLES[1:]


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0001_initial"),
        ("casework", "0022_kinds_outside_migrations"),
        ("safeguards", "0018_ending_walls"),
    ]
    operations = [
        *[wall(f"referrals_{name}") for name in TABLES],
        *[event_wall(f"referrals_{name}event") for name in TABLES],
        *[
            same_controller(f"referrals_{name}", "circle_id", "safeguards_circle")
            for name in TABLES
        ],
        *[
            same_controller(f"referrals_{name}", "referral_id", "referrals_referral")
            for name in PARTS
        ],
        *[step for name in TABLES for step in with_history(f"referrals_{name}")],
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON referrals_eligibilityruleevent FROM stafett_app",
            "GRANT UPDATE, DELETE ON referrals_eligibilityruleevent TO stafett_app",
        ),
        migrations.RunSQL(NEVER_NOBODY, AGAIN_SOMEBODY),
    ]
