"""Requests for own data behind the wall; decisions and what they leave out are only added to, and end with the case."""

from django.db import migrations

from stafett.database.walls import event_wall, same_controller, wall
from stafett.safeguards.walls import ends_by_decision, with_history

REQUEST, DECISION, EXCLUSION = (
    f"safeguards_owndata{name}" for name in ("request", "decision", "exclusion")
)


def _only_added_to(table):
    return migrations.RunSQL(
        f"REVOKE UPDATE, DELETE ON {table} FROM stafett_app",
        f"GRANT UPDATE, DELETE ON {table} TO stafett_app",
    )


class Migration(migrations.Migration):
    dependencies = [("safeguards", "0025_own_data")]
    operations = [
        *[wall(table) for table in (REQUEST, DECISION, EXCLUSION)],
        event_wall(f"{REQUEST}event"),
        _only_added_to(DECISION),
        _only_added_to(EXCLUSION),
        same_controller(REQUEST, "circle_id", "safeguards_circle"),
        same_controller(DECISION, "request_id", REQUEST),
        same_controller(EXCLUSION, "decision_id", DECISION),
        *with_history(REQUEST),
        ends_by_decision(DECISION),
        ends_by_decision(EXCLUSION),
    ]
