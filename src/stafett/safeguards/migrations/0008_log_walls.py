"""Who may do what with the log (law 4), and the tenant wall round it and round its follow-up.

The app reads what its wall lets it and writes nothing. The log role adds readings, without choosing
their time or the key of their digest, and reads nothing. The seal role reads the log and adds seals. The
retention role ends readings, by a link in the same chain. Nobody but the owner changes a row.
"""

from django.db import migrations

from stafett.database.walls import REACH, event_wall, same_controller, wall

READING = (
    "id, controller_id, user_id, name, authority, unit, role, form, method, door, asked, because, people"
)
PERSON = "reading_id, controller_id, person_id, circle_id, member_id, unit_id, basis, since"
TABLES = ("reading", "readperson", "seal", "sealedreading")
GRANTS = {
    "reading": [
        (f"INSERT ({READING})", "log", "INSERT"),
        ("SELECT", "seal", "SELECT"),
        ("SELECT, DELETE", "retention", ""),
    ],
    "readperson": [
        (f"INSERT ({PERSON})", "log", "INSERT"),
        ("SELECT", "seal", "SELECT"),
        ("SELECT, DELETE", "retention", ""),
    ],
    "seal": [("SELECT, INSERT", "seal", ""), ("SELECT, INSERT", "retention", "")],
    "sealedreading": [
        ("SELECT, INSERT", "seal", ""),
        ("SELECT, UPDATE (ended_by)", "retention", ""),
    ],
}


def _log_wall(name):
    table = f"safeguards_{name}"
    forward = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM stafett_app",
        f"CREATE POLICY controller_wall ON {table} FOR SELECT TO stafett_app USING ({REACH})",
        f"CREATE POLICY owner_migrates ON {table} TO stafett_owner USING (true) WITH CHECK (true)",
    ]
    backward = [
        f"DROP POLICY owner_migrates ON {table}",
        f"DROP POLICY controller_wall ON {table}",
        f"GRANT INSERT, UPDATE, DELETE ON {table} TO stafett_app",
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    ]
    for rights, role, only in GRANTS[name]:
        forward += [
            f"GRANT {rights} ON {table} TO stafett_{role}",
            f"CREATE POLICY {role}_does_its_work ON {table} {_for(only)} TO stafett_{role} {_which(only)}",
        ]
        backward += [
            f"DROP POLICY {role}_does_its_work ON {table}",
            f"REVOKE ALL ON {table} FROM stafett_{role}",
        ]
    return migrations.RunSQL(";\n".join(forward), ";\n".join(backward))


def _for(only):
    return f"FOR {only}" if only else ""


def _which(only):
    return {"INSERT": "WITH CHECK (true)", "SELECT": "USING (true)"}.get(
        only, "USING (true) WITH CHECK (true)"
    )


def _only_added_to(table):
    return migrations.RunSQL(
        f"REVOKE UPDATE, DELETE ON {table} FROM stafett_app",
        f"GRANT UPDATE, DELETE ON {table} TO stafett_app",
    )


class Migration(migrations.Migration):
    dependencies = [("safeguards", "0007_log")]
    operations = [
        *[_log_wall(name) for name in TABLES],
        wall("safeguards_logrules"),
        event_wall("safeguards_logrulesevent"),
        wall("safeguards_followup"),
        wall("safeguards_reviewed"),
        wall("safeguards_namesdecision"),
        _only_added_to("safeguards_namesdecision"),
        same_controller("safeguards_reviewed", "follow_up_id", "safeguards_followup"),
        same_controller("safeguards_namesdecision", "circle_id", "safeguards_circle"),
    ]
