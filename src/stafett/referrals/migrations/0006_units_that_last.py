"""Who waits is held by a unit that is there: what a unit's closing asks, and where somebody who comes alone begins.

Both questions say yes or no of people whom whoever asks need not see, and tell neither which nor how many.
"""

from importlib import import_module

from django.db import migrations

NEEDED = """
CREATE FUNCTION referrals_unit_is_needed(which bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM referrals_queueholding h WHERE h.unit_id = which AND h.until_day IS NULL)
        OR EXISTS (SELECT FROM referrals_referral r WHERE r.intake_unit_id = which AND r.decided_on IS NULL)
$$;
CREATE FUNCTION referrals_authority_is_needed(which bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM casework_participation p WHERE p.controller_id = which AND p.ends_on IS NULL)
        OR EXISTS (SELECT FROM referrals_referral r WHERE r.controller_id = which AND r.decided_on IS NULL)
$$;
REVOKE ALL ON FUNCTION referrals_unit_is_needed(bigint), referrals_authority_is_needed(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referrals_unit_is_needed(bigint), referrals_authority_is_needed(bigint) TO stafett_app;
"""
UNASKED = """
DROP FUNCTION referrals_unit_is_needed(bigint);
DROP FUNCTION referrals_authority_is_needed(bigint);
"""
BEFORE = import_module("stafett.referrals.migrations.0004_apply").APPLY.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
SENT_TWICE = "    IF EXISTS (SELECT FROM referrals_referral WHERE id = which) THEN"
LASTING = """    b.holder_id := coalesce((
        SELECT u.id FROM parties_unit u
        WHERE u.valid_to IS NULL AND (u.valid_from IS NULL OR u.valid_from <= today)
          AND (u.id = b.holder_id OR u.authority_id = b.controller_id)
        ORDER BY u.id = b.holder_id DESC, u.id = ANY(units) DESC, u.id LIMIT 1 FOR SHARE), b.holder_id);
"""
NOW = BEFORE.replace(SENT_TWICE, LASTING + SENT_TWICE)


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0005_where_and_what_was_sent"),
        ("casework", "0026_linked_too"),
    ]
    operations = [
        migrations.RunSQL(NEEDED, UNASKED),
        migrations.RunSQL(NOW, BEFORE),
    ]
