"""Walls round invitations, and the three ways in which an evaluator, who reaches nobody, deals with them.

`evaluation_invite` adds an invitation to the latest participation of each of the people, who are in the rows of
the round's assignment and not invited in it before. `evaluation_answers` says who has said yes, and the contact
that the person chose; a no, nothing and "not asked" are the same there. `evaluation_losses` counts the others.
Each asks, as `evaluation_rows` does, whether the assignment is in force, not revoked and the asker's.
"""

from django.db import migrations

from stafett.database.walls import event_wall, same_controller, wall
from stafett.safeguards.walls import with_history

ASKED = """
    WITH asked AS (
        SELECT * FROM evaluation_evaluationassignment a
        WHERE a.id = {which} AND a.position_id = ANY(posts) AND a.revoked_on IS NULL
          AND a.from_day <= on_day AND on_day < a.until_day
    )
"""
SHOWN = """
    FROM asked a
    JOIN evaluation_invitation i ON i.assignment_id = a.id AND i.controller_id = a.authority_id
    JOIN casework_participation p ON p.id = i.participation_id
    JOIN safeguards_circle c ON c.id = p.circle_id
    JOIN people_person who ON who.id = p.person_id
    WHERE NOT p.hidden AND NOT c.named_only AND who.protection = ''
"""
HEAD = "LANGUAGE sql {kind} SECURITY DEFINER SET search_path = public, pg_temp AS $$"
INVITE = f"""
CREATE FUNCTION evaluation_invite(of_round uuid, posts bigint[], on_day date, people uuid[])
RETURNS bigint {HEAD.format(kind="VOLATILE")}
    {ASKED.format(which="(SELECT r.assignment_id FROM evaluation_interviewround r WHERE r.id = of_round)")},
    made AS (
        INSERT INTO evaluation_invitation (id, controller_id, owner_authority_id, kind, circle_id,
            participation_id, assignment_id, round_id, state, contact, reason, answered_by)
        SELECT DISTINCT ON (p.person_id) gen_random_uuid(), a.authority_id, a.authority_id,
            'participation', p.circle_id, p.id, a.id, of_round, 'waiting', '', '', ''
        FROM asked a
        JOIN casework_participation p
            ON p.initiative_id = a.initiative_id AND p.controller_id = a.authority_id
        JOIN safeguards_circle c ON c.id = p.circle_id
        JOIN people_person who ON who.id = p.person_id
        WHERE p.person_id = ANY(people) AND NOT p.hidden AND NOT c.named_only AND who.protection = ''
          AND NOT EXISTS (
            SELECT FROM evaluation_invitation i JOIN casework_participation q ON q.id = i.participation_id
            WHERE i.assignment_id = a.id AND q.person_id = p.person_id)
        ORDER BY p.person_id, p.starts_on DESC, p.id
        RETURNING 1
    ) SELECT count(*) FROM made
$$;
"""
ANSWERS = f"""
CREATE FUNCTION evaluation_answers(which uuid, posts bigint[], on_day date)
RETURNS TABLE (round_id uuid, circle_id uuid, person_id uuid, yes boolean, contact text)
{HEAD.format(kind="STABLE")}
    {ASKED.format(which="which")}
    SELECT i.round_id, p.circle_id, p.person_id, i.state = 'yes',
        CASE WHEN i.state = 'yes' THEN i.contact::text ELSE '' END
    {SHOWN}
$$;
"""
LOSSES = f"""
CREATE FUNCTION evaluation_losses(which uuid, posts bigint[], on_day date)
RETURNS TABLE (round_id uuid, state text, number bigint)
{HEAD.format(kind="STABLE")}
    {ASKED.format(which="which")}
    SELECT i.round_id, CASE WHEN i.state = 'asked' THEN 'waiting' ELSE i.state END, count(*)
    {SHOWN} AND i.state <> 'yes'
    GROUP BY 1, 2 ORDER BY 1, 2
$$;
"""
FUNCTIONS = {
    "evaluation_invite(uuid, bigint[], date, uuid[])": INVITE,
    "evaluation_answers(uuid, bigint[], date)": ANSWERS,
    "evaluation_losses(uuid, bigint[], date)": LOSSES,
}


def _function(name, made):
    given = (
        f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO stafett_app;"
    )
    return migrations.RunSQL(made + given, f"DROP FUNCTION {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0003_invitations"),
        ("safeguards", "0018_ending_walls"),
    ]
    operations = [
        wall("evaluation_invitation"),
        event_wall("evaluation_invitationevent"),
        same_controller("evaluation_invitation", "circle_id", "safeguards_circle"),
        same_controller("evaluation_invitation", "participation_id", "casework_participation"),
        *[_function(name, made) for name, made in FUNCTIONS.items()],
        *with_history("evaluation_invitation"),
    ]
