"""Does nobody outside get at a person by any door, and does each wall, taken down alone, turn this red?

Everything here is committed and read as the app role. `tests/safeguards/test_walls.py` reads the same
walls from the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import Q

from stafett.casework.models import Listing, Participation
from stafett.parties.models import Authority
from stafett.safeguards import access
from stafett.safeguards.actions import extend_reach
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.viewer import operator
from tests.cast import TODAY
from tests.provision import as_owner
from tests.safeguards import apart

OUTSIDERS = ("per", "olle", "lotta", "fatima", "rut", "stig", "ulf", "rakel")
WALLED = (
    "people_person", "people_personevent", "people_personlink", "people_personlinkevent",
    "safeguards_circle", "safeguards_member", "safeguards_memberevent", "safeguards_consent",
    "safeguards_consentevent", "safeguards_consentpart", "safeguards_consentpartevent",
    "safeguards_consentscan", "safeguards_release", "safeguards_releaseevent",
    "casework_participation", "casework_participationevent", "casework_listing",
    "casework_assignment", "casework_assignmentevent", "casework_teammate", "casework_teammateevent",
    "casework_holding", "casework_holdingevent", "casework_involvement", "casework_involvementevent",
    "casework_livelihood", "casework_livelihoodevent", "casework_occupation",
    "casework_occupationevent",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def hidden(django_db_setup: None, django_db_blocker: Any) -> Iterator[Participation]:
    """The one whom outsiders must not know of, in a database of this module's own."""
    with apart.database(django_db_blocker) as somebody:
        yield somebody


@pytest.fixture(autouse=True)
def _open(django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The database may be asked, and the day is the cast's."""
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)
    with django_db_blocker.unblock():
        yield


Check = Callable[[str, UUID], None]


def _says_nothing(who: str, address: str, key: UUID) -> None:
    text = apart.logged_in(who).get(address).content.decode()
    assert apart.SECRET not in text, f"{who} read the name at {address}"
    assert str(key) not in text, f"{who} found the case at {address}"


def by_list_and_search(who: str, key: UUID) -> None:
    """The list, searched in every way, and its counts."""
    for question in (
        "",
        "?q=hemlig",
        f"?q={apart.NUMBER}",
        f"?q={apart.CASE}",
        "?insats=prov",
        "?sist=1",
    ):
        _says_nothing(who, f"/deltagare/{question}", key)


def by_page(who: str, key: UUID) -> None:
    """The page, and every form about it."""
    client = apart.logged_in(who)
    for word in ("", "person/", "ratta/", "avsluta/", "parter/", "forsorjning/fore/", "igen/"):
        assert client.get(f"/deltagare/{key}/{word}").status_code == 404


def by_other_pages(who: str, key: UUID) -> None:
    """The start page and the possible doubles."""
    _says_nothing(who, "/?namn=1", key)
    _says_nothing(who, "/deltagare/dubbletter/", key)
    _says_nothing(who, "/deltagare/min-enhet/", key)


def by_api(who: str, key: UUID) -> None:
    """The same over the API."""
    for address in ("participations", "participations?q=hemlig", "duplicates", "unit"):
        _says_nothing(who, f"/api/v1/{address}", key)
    assert apart.logged_in(who).get(f"/api/v1/participations/{key}").status_code == 404


DOORS: tuple[Check, ...] = (by_list_and_search, by_page, by_other_pages, by_api)


def by_direct_sql(table: str) -> None:
    """Rows of the wall's table, asked for without any predicate: none without a reach, none with another's."""
    olles = Authority.objects.get(name="Katrineholms socialnämnd").pk
    assert _rows(table, ()) == 0, f"{table} has rows for nobody"
    assert _rows(table, (olles,), f"WHERE controller_id <> {olles}") == 0, (
        f"{table} has others' rows"
    )


def _rows(table: str, reach: tuple[int, ...], where: str = "") -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        set_reach(reach)
        cursor.execute(f"SELECT count(*) FROM {table} {where}")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_outside_gets_at_a_person(hidden: Participation, who: str, door: Check) -> None:
    door(who, hidden.pk)


def test_the_team_gets_at_the_person_by_every_door(hidden: Participation) -> None:
    """Else the tests above would hold for an empty house too."""
    client = apart.logged_in("karin")
    for address in ("/deltagare/?q=hemlig", f"/deltagare/{hidden.pk}/", "/?namn=1",
                    "/deltagare/dubbletter/", "/api/v1/participations",
                    "/deltagare/min-enhet/", "/api/v1/unit"):  # fmt: skip
        assert apart.SECRET in client.get(address).content.decode(), address


@pytest.mark.parametrize("table", WALLED)
def test_direct_sql_meets_the_tenant_wall(table: str) -> None:
    by_direct_sql(table)


@pytest.mark.parametrize("table", WALLED)
def test_every_walled_table_has_rows_that_the_wall_can_hide(table: str) -> None:
    every = tuple(Authority.objects.order_by("pk").values_list("pk", flat=True))
    assert _rows(table, every) > 0


@pytest.mark.parametrize("table", WALLED)
def test_a_tables_wall_taken_down_alone_is_noticed(table: str) -> None:
    with as_owner(apart.NAME) as owner:
        owner.execute(f"CREATE POLICY hole ON {table} TO stafett_app USING (true)")
        try:
            with pytest.raises(AssertionError, match=table):
                by_direct_sql(table)
        finally:
            owner.execute(f"DROP POLICY hole ON {table}")
    by_direct_sql(table)


@pytest.mark.usefixtures("put_together_anew")
@pytest.mark.parametrize("door", DOORS)
def test_the_predicate_taken_down_alone_is_noticed_at_every_door(
    hidden: Participation, door: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody within reach of the controller, but in another unit: only the predicate keeps them out."""
    with transaction.atomic():
        _let_within_reach(hidden)
    monkeypatch.setattr(access, "in_circle", lambda *_arguments: Q())
    with pytest.raises(AssertionError):
        door("per", hidden.pk)


def test_one_within_reach_but_not_in_the_circle_gets_at_nobody(hidden: Participation) -> None:
    with transaction.atomic():
        _let_within_reach(hidden)
    for door in DOORS:
        door("per", hidden.pk)


def _let_within_reach(hidden: Participation) -> None:
    """Let Af's unit ask about the controller, and list a case too many for it: only the predicate is left."""
    unit = Authority.objects.get(name="Arbetsförmedlingen").units.get(name="Af Flen")
    controller = hidden.controller_id
    extend_reach({(unit.pk, controller)}, by=operator(TODAY))
    set_reach((controller,))
    Listing.objects.get_or_create(
        controller_id=controller, participation=hidden, circle_id=hidden.circle_id, unit=unit,
        sort_name="hemlighetsson",
    )  # fmt: skip
