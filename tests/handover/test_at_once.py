"""Two act at the same moment, each on a connection of their own: exactly one wins, and nobody is left holding
nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, connections, transaction

from stafett.casework.actions import Exit, close
from stafett.casework.models import Participation
from stafett.database.aside import close_all
from stafett.handover.actions import accept, decline, propose, withdraw
from stafett.handover.actions.steps import Proposal
from stafett.handover.models import Handover
from stafett.handover.rules import Asked, Stand
from stafett.parties import actions as parties
from stafett.parties.closing import takes_nobody
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.queries import all_controllers
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import operator
from tests import provision
from tests.cast import TODAY, Cast
from tests.handover.giving import HEARD, at_af, proposed

Act = Callable[[], Any]


@pytest.fixture
def apart(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast in a database of this test's own, where what is done is committed and seen by others."""
    name = f"{provision.NAME}_apart"
    before = connections.databases["default"]["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        close_all()
        provision.copy(before, name)
        connections.databases["default"]["NAME"] = name
        connection.settings_dict["NAME"] = name
        try:
            yield Cast()
        finally:
            connection.close()
            close_all()
            connections.databases["default"]["NAME"] = before
            connection.settings_dict["NAME"] = before
            provision.remove(name)


def at_once(cast: Cast, *acts: tuple[str, Act]) -> list[str]:
    """Let each act begin when all are ready; says for each what it came to."""
    ready = Barrier(len(acts))

    def one(who: str, act: Act) -> str:
        try:
            with transaction.atomic():
                set_reach(cast.viewer(who).controllers)
                ready.wait(timeout=30)
                act()
            return "done"
        except (Refused, PermissionDenied):
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result(timeout=60) for each in [pool.submit(one, *act) for act in acts]]


def arranged(cast: Cast) -> tuple[Participation, Handover]:
    """A case that is offered to Af, committed."""
    with transaction.atomic():
        set_reach(all_controllers())
        case = at_af(cast)
        return case, proposed(cast, case)


def holders(case: Participation) -> list[str]:
    with transaction.atomic():
        set_reach(all_controllers())
        return [row.unit.name for row in case.holdings.select_related("unit").order_by("from_day")]


def stand(one: Handover) -> str:
    with transaction.atomic():
        set_reach(all_controllers())
        return Handover.objects.get(pk=one.pk).stand


def test_two_who_take_it_at_once_take_it_once(apart: Cast) -> None:
    case, one = arranged(apart)
    per = apart.viewer("per")
    came = at_once(apart, *[("per", lambda: accept(one, by=per))] * 2)
    assert sorted(came) == ["done", "refused"]
    assert holders(case) == ["AUC", "Af Flen"]


def test_of_a_yes_and_a_proposal_taken_back_one_wins(apart: Cast) -> None:
    case, one = arranged(apart)
    per, karin = apart.viewer("per"), apart.viewer("karin")
    came = at_once(
        apart,
        ("per", lambda: accept(one, by=per)),
        ("karin", lambda: withdraw(one, "nej", by=karin)),
    )
    assert sorted(came) == ["done", "refused"]
    taken = stand(one) == Stand.DONE
    assert holders(case) == (["AUC", "Af Flen"] if taken else ["AUC"])
    assert taken == (came[0] == "done")


def test_of_a_yes_and_a_no_one_wins(apart: Cast) -> None:
    case, one = arranged(apart)
    per = apart.viewer("per")
    came = at_once(
        apart, ("per", lambda: accept(one, by=per)), ("per", lambda: decline(one, "nej", by=per))
    )
    assert sorted(came) == ["done", "refused"]
    assert len(holders(case)) == (2 if stand(one) == Stand.DONE else 1)


def test_two_who_propose_at_once_propose_once(apart: Cast) -> None:
    with transaction.atomic():
        set_reach(all_controllers())
        case = at_af(apart)
    karin, eva = apart.viewer("karin"), apart.viewer("eva")
    af, office = apart.unit("Af Flen"), apart.unit("Projektkontoret")
    told = [Proposal(Asked("x", TODAY), unit, hearing=HEARD) for unit in (af, office)]
    came = at_once(
        apart,
        ("karin", lambda: propose(case, told[0], by=karin)),
        ("eva", lambda: propose(case, told[1], by=eva)),
    )
    assert sorted(came) == ["done", "refused"]


def test_of_a_yes_and_an_exit_one_wins_and_it_is_never_nobodys(apart: Cast) -> None:
    case, one = arranged(apart)
    per, karin = apart.viewer("per"), apart.viewer("karin")
    leaving = Exit(TODAY, apart.outcome("arbete").pk, "none_needed")
    came = at_once(
        apart,
        ("per", lambda: accept(one, by=per)),
        ("karin", lambda: close([(case, leaving)], by=karin)),
    )
    assert came[0] == "done"
    assert holders(case)[-1] == "Af Flen"


def waits_for(first: Act, second: Act) -> bool:
    """True when somebody else's act has to wait until the first is committed."""

    def other() -> bool:
        try:
            with transaction.atomic():
                set_reach(all_controllers())
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '100ms'")
                second()
            return False
        except OperationalError:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        set_reach(all_controllers())
        first()
        return pool.submit(other).result(timeout=60)


def test_who_closes_a_unit_waits_for_whoever_gives_it_a_case_and_the_other_way_round(
    apart: Cast,
) -> None:
    """So the second always reads what the first did: none is given to a unit that closes meanwhile."""
    office = apart.unit("Projektkontoret")

    def give() -> Any:
        return takes_nobody([office.pk], TODAY)

    def shut() -> Any:
        return parties.change(office, valid_to=TODAY, by=operator(TODAY))

    assert waits_for(give, shut)
    assert waits_for(shut, give)
    assert not waits_for(give, give)
