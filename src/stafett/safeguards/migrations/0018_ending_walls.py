"""Who may do what when rows end: the app decides and lists, the retention role deletes what is listed.

The retention role sees the keys of rows that a decision has, and nothing else of them. Of an ending it can
change that it is done, and how many rows that was. Who changed what and why (`pghistory_context`) ends with
the earlier versions that it belongs to.
"""

from django.db import migrations

from stafett.database.walls import event_wall, same_controller, wall
from stafett.safeguards.walls import ends_by_decision, with_history

OWN = ("retentionrule", "retentionhold")
LISTED = ("ending", "endingscope", "endingrow")
GRANTS = """
GRANT SELECT, UPDATE (done_at, ended, archives, trouble) ON safeguards_ending TO stafett_retention;
GRANT SELECT ON safeguards_endingrow TO stafett_retention;
"""
NO_GRANTS = """
REVOKE ALL ON safeguards_endingrow FROM stafett_retention;
REVOKE ALL ON safeguards_ending FROM stafett_retention;
REVOKE UPDATE (done_at, ended, archives, trouble) ON safeguards_ending FROM stafett_retention;
"""
CONTEXTS = """
CREATE FUNCTION safeguards_end_contexts(of_ending uuid) RETURNS bigint LANGUAGE sql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM pghistory_context c USING safeguards_endingrow r, safeguards_ending e
        WHERE r.ending_id = of_ending AND e.id = r.ending_id AND e.decided_on IS NOT NULL
          AND e.done_at IS NULL AND r.of_table = 'pghistory_context' AND r.key = c.id::text
        RETURNING 1
    ) SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION safeguards_end_contexts(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION safeguards_end_contexts(uuid) TO stafett_retention;
"""
WITH_HISTORY = (
    "people_person", "people_personlink", "safeguards_member", "safeguards_consent",
    "safeguards_consentpart", "safeguards_release", "safeguards_retentionhold",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("safeguards", "0017_endings"),
        ("people", "0003_name_parts_and_numbers_kept_apart"),
    ]
    operations = [
        *[wall(f"safeguards_{name}") for name in (*OWN, *LISTED)],
        *[event_wall(f"safeguards_{name}event") for name in OWN],
        *[
            same_controller(f"safeguards_{name}", "ending_id", "safeguards_ending")
            for name in LISTED[1:]
        ],
        same_controller("safeguards_retentionhold", "circle_id", "safeguards_circle"),
        migrations.RunSQL(GRANTS, NO_GRANTS),
        migrations.RunSQL(CONTEXTS, "DROP FUNCTION safeguards_end_contexts(uuid)"),
        *[step for table in WITH_HISTORY for step in with_history(table)],
        ends_by_decision("safeguards_consentscan", "consent_id"),
        ends_by_decision("safeguards_namesdecision"),
        ends_by_decision("safeguards_circle"),
    ]
