"""Puts links and identifications behind the wall, and the one way past it: whose is this secret?

Who comes by a link has no log-in, and so reaches no controller. The function answers, to whoever knows a
secret already, which row has its digest and which controller answers for it; nothing else of any row.
"""

from django.db import migrations

from stafett.database.walls import event_wall, same_controller, wall
from stafett.safeguards.walls import ends_by_decision, with_history

TABLES = ("safeguards_link", "safeguards_identification")
BEHIND = """
CREATE FUNCTION safeguards_behind(secret_digest text)
RETURNS TABLE (what text, key uuid, controller bigint) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT 'code', id, controller_id FROM safeguards_link WHERE code_digest = secret_digest
    UNION ALL
    SELECT 'state', id, controller_id FROM safeguards_identification WHERE state_digest = secret_digest
    UNION ALL
    SELECT 'browser', id, controller_id FROM safeguards_identification
    WHERE browser_digest = secret_digest
$$;
REVOKE ALL ON FUNCTION safeguards_behind(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION safeguards_behind(text) TO stafett_app;
"""


class Migration(migrations.Migration):
    dependencies = [("safeguards", "0028_links")]
    operations = [
        *[wall(table) for table in TABLES],
        event_wall("safeguards_linkevent"),
        *[same_controller(table, "circle_id", "safeguards_circle") for table in TABLES],
        same_controller("safeguards_identification", "link_id", "safeguards_link"),
        same_controller("safeguards_release", "link_id", "safeguards_link"),
        same_controller("safeguards_link", "consent_id", "safeguards_consent"),
        migrations.RunSQL(BEHIND, "DROP FUNCTION safeguards_behind(text)"),
        *with_history("safeguards_link"),
        ends_by_decision("safeguards_identification"),
    ]
