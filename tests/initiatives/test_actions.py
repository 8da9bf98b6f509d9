"""What may be done with an initiative: law 3 holds, versions stay, and reach follows the units."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from stafett.initiatives import actions
from stafett.initiatives.models import Initiative
from stafett.parties.models import Authority, Party
from stafett.parties.refusals import Refused
from stafett.safeguards.models import Reach
from stafett.safeguards.roles import ROLES, Permission
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast

BY = operator(TODAY)
YEAR = (START, date(2024, 12, 31))


@pytest.fixture
def association(cast: Cast) -> Authority:
    """The association, as an authority."""
    return Authority.objects.get(name="Samordningsförbundet Prov")


def test_an_association_can_not_be_controller_of_an_initiative(
    cast: Cast, association: Authority
) -> None:
    with pytest.raises(Refused, match="samordningsförbund") as caught:
        actions.start("ny-insats", "Ny", association, starts_on=START, by=BY)
    assert caught.value.field == "controller"
    assert not Initiative.objects.filter(code="ny-insats").exists()


def test_an_association_can_not_be_controller_of_a_branch(
    cast: Cast, association: Authority
) -> None:
    with pytest.raises(Refused, match="samordningsförbund"):
        actions.open_branch(
            cast.initiative, "ny", "Ny", cast.unit("AUC"), by=BY, controller=association
        )


@pytest.mark.parametrize("role", sorted(ROLES))
def test_an_associations_unit_takes_part_only_in_roles_that_see_no_people(
    cast: Cast, role: str
) -> None:
    office = cast.unit("Kansliet")
    if Permission.SEE_PEOPLE in ROLES[role].permissions:
        with pytest.raises(Refused, match="aldrig se en person"):
            actions.engage(cast.initiative, office, role, from_day=START, by=BY)
    else:
        assert actions.engage(cast.initiative, office, role, from_day=START, by=BY)


def test_whoever_starts_an_initiative_leads_it_and_sees_it(cast: Cast) -> None:
    eva = cast.viewer("eva")
    later = TODAY + timedelta(days=60)
    made = actions.start(
        "ny-insats", "Ny", cast.initiative.controller, starts_on=later, by=eva,
        lead=cast.unit("Projektkontoret"),
    )  # fmt: skip
    engaged = made.engagements.get()
    assert (engaged.role, engaged.from_day) == ("project_leader", TODAY)
    assert actions.change(made, by=eva, name="Nyare").name == "Nyare"


def test_a_branch_under_another_controller_comes_within_the_leaders_reach(cast: Cast) -> None:
    other = cast.unit("Psykiatrin")
    actions.open_branch(
        cast.initiative, "regionen", "Regionen", other, by=BY, controller=other.authority
    )
    lead = Reach.objects.filter(unit=cast.unit("Projektkontoret"), controller=other.authority)
    assert lead.exists()


def test_a_unit_in_a_role_without_rows_gets_no_reach(cast: Cast) -> None:
    actions.engage(cast.initiative, cast.unit("FK Eskilstuna"), "evaluator", from_day=START, by=BY)
    assert not Reach.objects.filter(unit=cast.unit("FK Eskilstuna")).exists()


def test_a_unit_of_an_initiative_without_branches_reaches_its_controller(cast: Cast) -> None:
    controller = cast.unit("Psykiatrin").authority
    made = actions.start("ny-insats", "Ny", controller, starts_on=START, by=BY)
    actions.engage(made, cast.unit("Psykiatrin"), "coach", from_day=START, by=BY)
    assert Reach.objects.filter(unit=cast.unit("Psykiatrin"), controller=controller).exists()


def test_a_unit_is_not_let_in_twice_in_the_same_role(cast: Cast) -> None:
    flen = cast.branch("flen")
    with pytest.raises(Refused, match="redan med"):
        actions.engage(
            cast.initiative, cast.unit("AUC"), "coach", from_day=TODAY, by=BY, branch=flen
        )
    actions.disengage(cast.initiative.engagements.get(role="coach"), on=TODAY, by=BY)
    assert actions.engage(
        cast.initiative, cast.unit("AUC"), "coach", from_day=TODAY, by=BY, branch=flen
    )


def test_time_that_has_an_end_may_be_recorded_beside(cast: Cast) -> None:
    made = actions.engage(
        cast.initiative, cast.unit("AUC"), "coach", from_day=START - timedelta(days=90),
        until_day=START, by=BY, branch=cast.branch("flen"),
    )  # fmt: skip
    assert made.until_day == START


@pytest.mark.parametrize("key", ["karin", "lotta", "ulf", "rakel", "olle"])
def test_whoever_does_not_lead_changes_nothing(cast: Cast, key: str) -> None:
    by, made = cast.viewer(key), cast.initiative
    attempts = [
        lambda: actions.change(made, by=by, name="Nytt"),
        lambda: actions.open_branch(made, "x", "X", cast.unit("AUC"), by=by),
        lambda: actions.engage(made, cast.unit("AUC"), "coach", from_day=TODAY, by=by),
        lambda: actions.disengage(made.engagements.get(role="coach"), on=TODAY, by=by),
        lambda: actions.describe_target_group(made, "Alla", by=by),
        lambda: actions.add_outcome(made, "x", "X", "unknown", by=by),
        lambda: actions.set_goal(
            made, "x", "X", share_percent=1, base="leavers", readings=[], by=by
        ),
        lambda: actions.plan_volume(made, 1, period=YEAR, by=by),
        lambda: actions.promise_inflow(
            made, Party.objects.get(short_name="Af"), 1, period=YEAR, by=by
        ),
        lambda: actions.start("x", "X", made.controller, starts_on=START, by=by),
    ]
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()


def test_what_a_version_says_can_not_be_changed(cast: Cast) -> None:
    with pytest.raises(KeyError):
        actions.change(cast.initiative.goals.get(), by=BY, text="Annat")
    with pytest.raises(ValueError, match="controller"):
        actions.change(cast.initiative, by=BY, controller=cast.other.controller)


def test_the_next_version_leaves_the_one_before_as_it_was(cast: Cast) -> None:
    made = cast.initiative
    actions.set_goal(
        made, "vidare", "Två av tre", share_percent=66, base="leavers", by=BY, reason="Styrgruppen",
        readings=[("arbete", [cast.outcome("arbete")])],
    )  # fmt: skip
    actions.describe_target_group(made, "18–64 år", by=BY, branch=cast.branch("flen"))
    assert [(g.version, g.text) for g in made.goals.order_by("version")] == [
        (1, "Hälften går till arbete eller studier"), (2, "Två av tre"),
    ]  # fmt: skip
    assert made.target_groups.get(branch=cast.branch("flen")).version == 1


def test_a_promises_reason_is_written_afterwards_and_its_history_kept(cast: Cast) -> None:
    row = cast.initiative.promises.get()
    actions.change(row, by=cast.viewer("eva"), reason="FK fick en ny chef", number=12)
    kept = row.events.get()
    assert (kept.number, kept.reason) == (10, "")
