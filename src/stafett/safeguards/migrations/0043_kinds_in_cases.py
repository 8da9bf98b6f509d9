"""The question that is asked before a kind of party stops handling people (law.md § 2).

`safeguards_kind_is_in_cases` says yes or no of cases that whoever asks need not see: whether an authority of the
kind keeps a person's record, has a unit in a case, or stands in a consent that holds. It tells neither which nor how many.
"""

from django.db import migrations

ASKED = """
CREATE FUNCTION safeguards_kind_is_in_cases(which varchar, today date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH theirs AS (SELECT a.id FROM parties_authority a JOIN parties_party p ON p.id = a.party_id
                    WHERE p.kind_id = which)
    SELECT EXISTS (SELECT FROM safeguards_circle WHERE controller_id IN (SELECT id FROM theirs))
        OR EXISTS (SELECT FROM safeguards_member m JOIN parties_unit u ON u.id = m.unit_id
                   WHERE u.authority_id IN (SELECT id FROM theirs)
                     AND (m.until_day IS NULL OR m.until_day > today))
        OR EXISTS (SELECT FROM safeguards_consentpart c
                   WHERE c.withdrawn_on IS NULL AND c.until_day > today
                     AND (c.giver_id IN (SELECT id FROM theirs) OR c.receiver_id IN (SELECT id FROM theirs)));
$$;
REVOKE ALL ON FUNCTION safeguards_kind_is_in_cases(varchar, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION safeguards_kind_is_in_cases(varchar, date) TO stafett_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0006_handles_people"),
        ("safeguards", "0042_a_link_says_what_it_is"),
    ]
    operations = [
        migrations.RunSQL(ASKED, "DROP FUNCTION safeguards_kind_is_in_cases(varchar, date)")
    ]
