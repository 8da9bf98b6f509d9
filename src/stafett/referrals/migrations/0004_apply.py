"""The only way in for somebody without a log-in: a function that adds a referral of themselves, and answers nothing.

A visitor's transaction reaches no controller, so the walls show it no row and take none. This function sees
past them, adds person, circle, members, referral and holder where the door is open, and returns nothing: neither
whether the person was known nor whether the same was sent before.
"""

from django.db import migrations

APPLY = """
CREATE FUNCTION referrals_apply(
    which uuid, to_branch bigint, units bigint[], today date, given text, family text, kind_of_number text,
    number text, born date, year integer, speaks text, reached text, why text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    b initiatives_branch%ROWTYPE;
    who uuid := gen_random_uuid();
    ring uuid := gen_random_uuid();
BEGIN
    SELECT br.* INTO b FROM initiatives_branch br
        JOIN referrals_opendoor d ON d.branch_id = br.id AND d.is_open
        JOIN initiatives_initiative i ON i.id = br.initiative_id
        WHERE br.id = to_branch AND br.agreed AND i.starts_on <= today
          AND (i.ends_on IS NULL OR i.ends_on >= today);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody comes by themselves to this branch' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF EXISTS (SELECT FROM referrals_referral WHERE id = which) THEN
        RETURN;
    END IF;
    INSERT INTO people_person (id, kept_apart, controller_id, identity_kind, identity_number, identity_issuer,
        register_key, given_name, family_name, sex, birth_date, birth_year, language, needs_interpreter,
        guardian, support_person, protection, alias)
    VALUES (who, CASE WHEN number <> '' AND EXISTS (
            SELECT FROM people_person p WHERE p.controller_id = b.controller_id AND p.identity_number = number
            AND p.identity_kind = kind_of_number AND p.identity_issuer = '') THEN who END,
        b.controller_id, kind_of_number, number, '',
        CASE WHEN number = '' THEN 'A-' || upper(right(replace(which::text, '-', ''), 10)) ELSE '' END,
        given, family, 'unknown', born, year, speaks, false, '', '', '', '');
    INSERT INTO safeguards_circle (id, controller_id, person_id, named_only)
    VALUES (ring, b.controller_id, who, false);
    INSERT INTO safeguards_member (circle_id, controller_id, unit_id, position_id, giver_id, basis, kinds, from_day)
    SELECT ring, b.controller_id, u.id, NULL::bigint, u.authority_id, 'role', '[]'::jsonb, today
    FROM parties_unit u
    WHERE u.id = ANY(units) AND (u.id = b.holder_id OR u.authority_id = b.controller_id)
    UNION ALL
    SELECT ring, b.controller_id, u.id, NULL::bigint, b.controller_id, 'keeping', '[]'::jsonb, today
    FROM parties_unit u
    WHERE u.id = b.holder_id AND u.authority_id <> b.controller_id AND EXISTS (
        SELECT FROM safeguards_provision p WHERE p.giver_id = b.controller_id AND p.opens = 'keeping'
        AND p.receiver_id = u.authority_id AND p.from_day <= today
        AND (p.until_day IS NULL OR p.until_day > today));
    INSERT INTO safeguards_reach (unit_id, controller_id)
    SELECT u.id, b.controller_id FROM parties_unit u
    WHERE u.id = ANY(units) AND (u.id = b.holder_id OR u.authority_id = b.controller_id)
    ON CONFLICT DO NOTHING;
    INSERT INTO referrals_referral (id, circle_id, controller_id, owner_authority_id, kind, initiative_id, branch_id,
        intake_unit_id, origin, referrer, reason, asked_for, came, own_words, contact, consent_manner,
        received_on, state, state_on, decided_by, because, decision, exception)
    VALUES (which, ring, b.controller_id, b.controller_id, 'referral', b.initiative_id, b.id, b.holder_id, 'self',
        '', why, '', 'freely', '', reached, '', today, 'received', today, '', '', '', '');
    INSERT INTO referrals_queueholding
        (controller_id, owner_authority_id, kind, circle_id, referral_id, unit_id, from_day)
    VALUES (b.controller_id, b.controller_id, 'referral', ring, which, b.holder_id, today);
END $$;
REVOKE ALL ON FUNCTION referrals_apply(
    uuid, bigint, bigint[], date, text, text, text, text, date, integer, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referrals_apply(
    uuid, bigint, bigint[], date, text, text, text, text, date, integer, text, text, text) TO stafett_app;
"""
SHUT = """
DROP FUNCTION referrals_apply(
    uuid, bigint, bigint[], date, text, text, text, text, date, integer, text, text, text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0003_open_door"),
        ("people", "0006_aliases_demanded"),
        ("safeguards", "0035_kinds_outside_migrations"),
    ]
    operations = [
        migrations.RunSQL(APPLY, SHUT),
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON referrals_opendoorevent FROM stafett_app",
            "GRANT UPDATE, DELETE ON referrals_opendoorevent TO stafett_app",
        ),
    ]
