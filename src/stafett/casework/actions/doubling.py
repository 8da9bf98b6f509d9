"""How a named team is told that somebody is recorded with what somebody they protect has (law 5).

Whoever recorded them is told nothing, and nothing takes longer: one statement looks and tells, whether
it finds anybody or not. Of whom another team protects no team is told.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from stafett.casework.access import check_work_in
from stafett.casework.models import Participation, PossibleDouble
from stafett.safeguards.roles import Permission
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

ALIKE = """
    SELECT n.controller_id, n.id AS newcomer_id, h.circle_id, '{same}' AS same, {rank} AS rank
    FROM newcomer n JOIN hidden h ON h.controller_id = n.controller_id AND {found}
    WHERE h.person_id <> n.person_id
"""
COLUMNS = (
    "c.id, c.controller_id, c.circle_id, c.person_id, c.initiative_id, c.case_number, p.identity_number, "
    "p.identity_kind, p.identity_issuer, p.register_key"
)
NUMBER = (
    "n.identity_number <> '' AND h.identity_number = n.identity_number "
    "AND h.identity_kind = n.identity_kind AND h.identity_issuer = n.identity_issuer AND h.protection <> ''"
)
KEY = "n.register_key <> '' AND h.register_key = n.register_key AND h.protection <> ''"
CASE = "h.case_number = n.case_number AND h.initiative_id = n.initiative_id"
LINKED = """
    SELECT n.controller_id, n.id, h.circle_id, 'linked', 4
    FROM hidden h JOIN people_personlink l
        ON l.undone_at IS NULL AND (l.first_id = h.person_id OR l.second_id = h.person_id)
    JOIN newcomer n ON n.controller_id = h.controller_id
        AND n.person_id = CASE WHEN l.first_id = h.person_id THEN l.second_id ELSE l.first_id END
    WHERE h.protection <> ''
"""
CASES = (
    "casework_participation c JOIN people_person p "
    "ON p.id = c.person_id AND p.controller_id = c.controller_id"
)
TELLING = f"""
WITH newcomer AS {{newcomers}}, hidden AS MATERIALIZED (
    SELECT {COLUMNS}, p.protection FROM {CASES} WHERE c.hidden AND {{hidden}}
)
INSERT INTO casework_possibledouble (
    id, controller_id, owner_authority_id, kind, circle_id, newcomer_id, same, told_on, settled_by, found)
SELECT DISTINCT ON (a.circle_id, a.newcomer_id) gen_random_uuid(), a.controller_id, a.controller_id,
    'participation', a.circle_id, a.newcomer_id, a.same, %(day)s, '', ''
FROM (
    {ALIKE.format(same="number", rank=1, found=NUMBER)}
    UNION ALL
    {ALIKE.format(same="register_key", rank=2, found=KEY)}
    UNION ALL
    {ALIKE.format(same="case_number", rank=3, found=CASE)}
    UNION ALL
    {LINKED}
) a
WHERE NOT EXISTS (
    SELECT FROM safeguards_member m
    WHERE m.circle_id = a.circle_id AND m.position_id = ANY(%(mine)s)
      AND m.from_day <= %(day)s AND (m.until_day IS NULL OR m.until_day > %(day)s))
ORDER BY a.circle_id, a.newcomer_id, a.rank
ON CONFLICT (circle_id, newcomer_id) DO NOTHING
"""
TELL = TELLING.format(
    newcomers=f"MATERIALIZED (SELECT {COLUMNS} FROM {CASES} WHERE NOT c.hidden AND c.id = ANY(%(keys)s))",
    hidden="true",
)
"""The hidden are few and are found by an index of their own: walked once, whatever the number of newcomers."""
TELL_OF_THERE = TELLING.format(
    newcomers=f"NOT MATERIALIZED (SELECT {COLUMNS} FROM {CASES} WHERE NOT c.hidden)",
    hidden="c.id = ANY(%(keys)s)",
)


def tell_of_doubles(participations: Collection[UUID], *, by: Viewer) -> None:
    """Tell the teams of those protected who have what somebody just recorded has, once for each."""
    _tell(TELL, participations, by.positions_with(Permission.SEE_PEOPLE), by)


def tell_of_those_there(hidden: Collection[UUID], *, by: Viewer) -> None:
    """Tell the team of those just protected who is there already, open to others, with what they have."""
    _tell(TELL_OF_THERE, hidden, (), by)


def _tell(how: str, keys: Collection[UUID], mine: Collection[int], by: Viewer) -> None:
    told: dict[str, Any] = {"keys": list(keys), "mine": list(mine), "day": by.day}
    with connection.cursor() as cursor:
        cursor.execute(how, told)


@transaction.atomic
def settle_doubles(
    case: Participation, doubles: Sequence[PossibleDouble], *, found: str, by: Viewer
) -> None:
    """Write down what the team found about newcomers; they are then no longer told of.

    Raises PermissionDenied unless the viewer works in the case, and rules.Refused without a word of it.
    """
    check_work_in(by, case)
    if not found.strip():
        raise Refused({"found": _("Skriv vad ni kom fram till.")})
    rows = PossibleDouble.objects.filter(
        circle=case.circle_id, pk__in=[one.pk for one in doubles], settled_on=None
    )
    rows.update(settled_on=by.day, settled_by=by.name, found=found.strip())
