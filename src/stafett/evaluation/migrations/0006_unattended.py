"""Who in an assignment's rows has nobody to give them an invitation: asked before any is drawn.

`evaluation_unattended` gives those whose latest participation is held, or was held last, by a unit where nobody
has a post that works with people on the day. It asks of the assignment what `evaluation_rows` asks, and knows
of nobody else than that one does.
"""

from django.db import migrations

UNATTENDED = """
CREATE FUNCTION evaluation_unattended(which uuid, posts bigint[], on_day date, roles text[])
RETURNS TABLE (person_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH asked AS (
        SELECT * FROM evaluation_evaluationassignment a
        WHERE a.id = which AND a.position_id = ANY(posts) AND a.revoked_on IS NULL
          AND a.from_day <= on_day AND on_day < a.until_day
    ), latest AS (
        SELECT DISTINCT ON (p.person_id) p.person_id, p.id
        FROM asked a
        JOIN casework_participation p
            ON p.initiative_id = a.initiative_id AND p.controller_id = a.authority_id
        JOIN safeguards_circle c ON c.id = p.circle_id
        JOIN people_person who ON who.id = p.person_id
        WHERE NOT p.hidden AND NOT c.named_only AND who.protection = ''
        ORDER BY p.person_id, p.starts_on DESC, p.id
    ), held AS (
        SELECT DISTINCT ON (l.person_id) l.person_id, h.unit_id
        FROM latest l JOIN casework_holding h ON h.participation_id = l.id
        ORDER BY l.person_id, h.from_day DESC, h.id DESC
    )
    SELECT l.person_id FROM latest l
    WHERE NOT EXISTS (
        SELECT FROM held h
        JOIN parties_position o ON o.unit_id = h.unit_id AND o.role = ANY(roles)
        JOIN parties_tenure t ON t.position_id = o.id
        WHERE h.person_id = l.person_id AND t.from_day <= on_day
          AND (t.until_day IS NULL OR on_day < t.until_day))
$$;
REVOKE ALL ON FUNCTION evaluation_unattended(uuid, bigint[], date, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION evaluation_unattended(uuid, bigint[], date, text[]) TO stafett_app;
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0005_ended_and_called_back")]
    operations = [
        migrations.RunSQL(
            UNATTENDED, "DROP FUNCTION evaluation_unattended(uuid, bigint[], date, text[])"
        ),
    ]
