"""Does an import touch only what its reader may: own branch, own controller, never past a named team?"""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from stafett.casework.actions import correct_person
from stafett.casework.models import Participation
from stafett.exchange.access import check_may_import, open_for_import
from stafett.initiatives import actions as initiatives
from stafett.initiatives.access import scope
from stafett.people.actions import PersonFacts
from stafett.people.models import Person
from stafett.safeguards.access import may_see
from stafett.safeguards.actions import end_provision
from stafett.safeguards.actions.protecting import decide_routine
from stafett.safeguards.models import Member, Provision
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import operator
from tests.cast import STAFF, START, TODAY, Cast
from tests.exchange.doors import ANNA, HEADERS, read, register, sentences

NUMBERED = f"{HEADERS};Reservnummer;Nummer utfärdat av;Skydd"
T1 = f"{ANNA};T-1;Prov;"
PROTECTED = f"{ANNA};T-1;Prov;skyddad folkbokföring"
IN_KATRINEHOLM = ANNA.replace("Flen", "Katrineholm")


def protect(cast: Cast, one: Participation, team: str) -> None:
    """Let only somebody's post into a case, as its page does."""
    cast.as_everyone()
    facts = {name: getattr(one.person, name) for name in PersonFacts.__dataclass_fields__}
    posts = [(p.unit_id, p.position_id) for p in cast.viewer(team).posts]
    correct_person(
        one.person, PersonFacts(**{**facts, "protection": "marked"}), by=cast.as_("eva"),
        because="prov", team=posts,
    )  # fmt: skip


def test_the_local_leader_reads_into_her_own_branch(cast: Cast) -> None:
    verdict = read(register(IN_KATRINEHOLM), cast, cast.as_("lotta"), branch="katrineholm")
    assert sentences(verdict) == []
    assert Participation.objects.get().branch.code == "katrineholm"


def test_a_row_for_another_branch_is_a_fault_in_the_local_leaders_file(cast: Cast) -> None:
    verdict = read(register(ANNA), cast, cast.as_("lotta"), branch="katrineholm")
    assert "Flen" in sentences(verdict)[0]
    assert not verdict.applied


@pytest.mark.parametrize("told", [True, False])
def test_nobody_is_read_into_a_branch_whose_controller_has_not_said_yes(
    cast: Cast, told: bool
) -> None:
    viadidakt, eva = cast.unit("Viadidakt"), cast.as_("eva")
    waiting = initiatives.open_branch(
        cast.initiative, "ny", "Nya grenen", viadidakt, by=eva, controller=viadidakt.authority
    )
    row = register(ANNA.replace(";Flen;", ";Nya grenen;" if told else ";;"))
    verdict = read(row, cast, eva, branch="" if told else "ny")
    assert "Katrineholms arbetsnämnd har inte sagt ja" in sentences(verdict)[0]
    assert not Participation.objects.exists()
    initiatives.engage(
        cast.initiative, viadidakt, "local_leader", from_day=START, by=eva, branch=waiting
    )
    lotta = cast.viewer("lotta")
    assert waiting not in [branch for _initiative, branch in open_for_import(lotta)]
    with pytest.raises(PermissionDenied, match="har inte sagt ja"):
        check_may_import(lotta, cast.initiative, waiting)


@pytest.mark.parametrize("who", [key for key, *_rest in STAFF])
def test_each_role_may_read_in_where_its_engagement_says(cast: Cast, who: str) -> None:
    viewer, one = cast.viewer(who), cast.initiative
    places = {(i.code, b.code if b else None) for i, b in open_for_import(viewer)}
    expected = {"eva": {("prov", None)}, "lotta": {("prov", "katrineholm")}}
    assert places == expected.get(who, set())
    where = scope(viewer, one, Permission.IMPORT_REGISTER)
    for branch in (None, cast.branch("flen"), cast.branch("katrineholm")):
        if where.covers(branch.pk if branch else None):
            check_may_import(viewer, one, branch)
        else:
            with pytest.raises(
                PermissionDenied, match="Du kan inte läsa in register i Provinsatsen"
            ):
                check_may_import(viewer, one, branch)


def test_a_number_of_a_case_behind_the_wall_is_refused_row_by_row(cast: Cast) -> None:
    for number in ("A-1", "A-2"):
        cast.enrolled("flen", case_number=number)
    lotta = cast.as_("lotta")
    assert cast.branch("flen").controller_id not in lotta.controllers
    rows = [IN_KATRINEHOLM.replace("K-1", n) for n in ("K-1", "A-1", "K-2", "A-2", "K-3")]
    verdict = read(register(*rows), cast, lotta, branch="katrineholm")
    assert [s.partition(" finns redan")[0] for s in sentences(verdict)] == [
        "Rad 3: Ärendenumret A-1", "Rad 5: Ärendenumret A-2",
    ]  # fmt: skip
    assert not verdict.applied
    assert not Participation.objects.exists()


def test_a_case_in_a_branch_that_is_not_read_into_is_not_touched(cast: Cast) -> None:
    where = cast.branch("flen")
    by = operator(TODAY)
    cast.as_everyone()
    initiatives.open_branch(cast.initiative, "malmkoping", "Malmköping", where.holder, by=by)
    cast.enrolled("flen", case_number="A-1")
    row = ANNA.replace("Flen", "Malmköping").replace("K-1", "A-1")
    verdict = read(register(row), cast, cast.as_("eva"), branch="malmkoping")
    assert "i ett ärende som du inte kan ändra" in sentences(verdict)[0]


def test_a_case_never_moves_to_another_controller(cast: Cast) -> None:
    eva = cast.as_("eva")
    read(register(ANNA), cast, eva)
    verdict = read(register(IN_KATRINEHOLM), cast, eva)
    assert "finns i grenen Flen, som har en annan personuppgiftsansvarig" in sentences(verdict)[0]


def test_a_case_that_moves_within_its_controller_lets_the_new_team_in(cast: Cast) -> None:
    where = cast.branch("flen")
    by = operator(TODAY)
    initiatives.open_branch(cast.initiative, "malmkoping", "Malmköping", where.holder, by=by)
    initiatives.engage(
        cast.initiative, cast.unit("Projektkontoret"), "coach", from_day=START, by=by,
        branch=cast.branch("malmkoping"),
    )  # fmt: skip
    eva = cast.as_("eva")
    read(register(ANNA), cast, eva)
    read(register(ANNA.replace("Flen", "Malmköping")), cast, eva)
    one = Participation.objects.get()
    assert one.branch.code == "malmkoping"
    assert may_see(cast.as_("eva"), Participation.objects.all()).exists()


def test_somebody_protected_is_read_in_for_the_readers_own_post_alone(cast: Cast) -> None:
    eva = cast.as_("eva")
    verdict = read(register(PROTECTED, headers=NUMBERED), cast, eva)
    assert sentences(verdict) == []
    assert verdict.outcome.first == []
    members = Member.objects.filter(circle__person__protection="registration")
    assert [m.position_id for m in members.order_by("pk")] == [eva.posts[0].position_id]
    assert not may_see(cast.as_("karin"), Participation.objects.all()).exists()


def test_the_command_cannot_read_in_somebody_protected_whom_nobody_would_see(cast: Cast) -> None:
    by = operator(TODAY).reaching((cast.branch().controller_id,))
    verdict = read(register(PROTECTED, headers=NUMBERED), cast, by)
    assert "kan bara läsas in av någon som själv arbetar i insatsen" in sentences(verdict)[0]


def test_protection_is_not_put_on_a_recorded_person_by_a_file(cast: Cast) -> None:
    eva = cast.as_("eva")
    read(register(T1, headers=NUMBERED), cast, eva)
    verdict = read(register(PROTECTED, headers=NUMBERED), cast, eva)
    assert "Lägg in skyddet på deltagarens sida först" in sentences(verdict)[0]


def test_protection_is_not_lifted_by_a_file(cast: Cast) -> None:
    eva = cast.as_("eva")
    read(register(PROTECTED, headers=NUMBERED), cast, eva)
    verdict = read(register(T1.replace("Anna", "Anneli"), headers=NUMBERED), cast, eva)
    assert (sentences(verdict), verdict.outcome.corrected_people) == ([], 1)
    assert verdict.outcome.changes == []
    assert Person.objects.get().protection == "registration"


def test_the_home_of_somebody_protected_is_never_recorded(cast: Cast) -> None:
    headers = f"{NUMBERED};Kommun"
    eva = cast.as_("eva")
    read(register(f"{PROTECTED};Flen", headers=headers), cast, eva)
    read(register(f"{T1};Flen", headers=headers), cast, eva)
    assert Participation.objects.get().municipality_id is None


def test_how_somebody_is_reached_is_read_in_and_corrected_by_a_file(cast: Cast) -> None:
    headers, eva = f"{NUMBERED};Nås på", cast.as_("eva")
    read(register(f"{T1};070-174 06 71", headers=headers), cast, eva)
    assert Person.objects.get().reached == "070-174 06 71"
    read(register(f"{T1};", headers=headers), cast, eva)
    assert Person.objects.get().reached == "070-174 06 71"
    read(register(f"{T1};bara sms", headers=headers), cast, eva)
    assert Person.objects.get().reached == "bara sms"


def test_a_file_that_says_how_somebody_protected_is_reached_is_refused_where_that_is_on_paper(
    cast: Cast,
) -> None:
    headers, row = f"{NUMBERED};Nås på", f"{PROTECTED};via boendestödjaren"
    flen, lena = cast.branch().controller, cast.as_("lena")
    decide_routine(flen, contact="paper", kept_where="Kassaskåpet", by=lena)
    verdict = read(register(row, headers=headers), cast, cast.as_("eva"))
    assert any("bara på papper hur den som har skydd nås" in said for said in sentences(verdict))
    assert not verdict.applied
    decide_routine(flen, contact="sealed", kept_where="", by=cast.as_("lena"))
    assert read(register(row, headers=headers), cast, cast.as_("eva")).applied
    decide_routine(flen, contact="paper", kept_where="Kassaskåpet", by=cast.as_("lena"))
    unsaid = register(f"{T1};070-174 06 71", headers=headers)
    assert not read(unsaid, cast, cast.as_("eva")).applied


def test_a_named_teams_case_is_not_touched_by_another_reader(cast: Cast) -> None:
    one = cast.enrolled(case_number="K-1")
    protect(cast, one, team="karin")
    verdict = read(register(ANNA), cast, cast.as_("eva"))
    assert (sentences(verdict), verdict.outcome.new, verdict.outcome.updated) == ([], 1, 0)
    cast.as_everyone()
    assert Participation.objects.filter(case_number="K-1").count() == 2
    assert Participation.objects.get(pk=one.pk).person.given_name == "Amina"


def test_a_hidden_person_with_the_same_number_leaves_no_trace(cast: Cast) -> None:
    number = {"identity_kind": "other", "identity_number": "T-1", "identity_issuer": "Prov"}
    one = cast.enrolled(person=cast.person(**number))
    protect(cast, one, team="karin")
    eva = cast.as_("eva")
    verdict = read(register(T1, headers=NUMBERED), cast, eva)
    assert (sentences(verdict), verdict.outcome.new) == ([], 1)
    again = read(register(T1, headers=NUMBERED), cast, eva)
    assert (sentences(again), again.outcome.unchanged) == ([], 1)
    cast.as_everyone()
    assert set(Person.objects.values_list("given_name", "identity_number")) == {
        ("Amina", "T-1"), ("Anna", "T-1"),
    }  # fmt: skip


def test_a_person_known_only_in_another_initiative_is_not_corrected(cast: Cast) -> None:
    """Eva works in `prov` alone: what the same controller has elsewhere is nothing to her."""
    where = cast.branch("flen")
    by = operator(TODAY)
    number = {"identity_kind": "other", "identity_number": "T-1", "identity_issuer": "Prov"}
    person = cast.person(**number)
    second = initiatives.start("andra", "Andra", where.controller, starts_on=START, by=by)
    branch = initiatives.open_branch(second, "en", "En", cast.unit("Försörjningsstöd"), by=by)
    enrol_in(cast, person, second.pk, branch.pk, cast.unit("Försörjningsstöd").pk)
    verdict = read(register(T1, headers=NUMBERED), cast, cast.as_("eva"))
    assert (verdict.outcome.new, verdict.outcome.corrected_people) == (1, 0)
    cast.as_everyone()
    assert Person.objects.get(pk=person).given_name == "Amina"


def enrol_in(cast: Cast, person: object, initiative: int, branch: int, unit: int) -> None:
    from dataclasses import replace

    from stafett.casework.actions import enrol

    known = cast.enrolment(person=person)  # type: ignore[arg-type]
    told = replace(
        known, initiative_id=initiative, branch_id=branch, holder_unit_id=unit, circle_units=(unit,)
    )
    enrol([told], by=operator(TODAY))


def test_days_in_a_branch_that_is_not_read_into_are_a_fault_and_nothing_more_is_told(
    cast: Cast,
) -> None:
    flen = cast.branch("flen")
    initiatives.open_branch(
        cast.initiative, "malm", "Malmköping", flen.holder, controller=flen.controller,
        by=cast.as_("eva"),
    )  # fmt: skip
    numbered = f"{HEADERS};Reservnummer;Nummer utfärdat av"
    there = f"{ANNA.replace('Flen', 'Malmköping')};T-1;Prov"
    eva = cast.as_("eva")
    assert sentences(read(register(there, headers=numbered), cast, eva)) == []
    here = f"{ANNA.replace('K-1', 'K-2')};T-1;Prov"
    said = sentences(read(register(here, headers=numbered), cast, eva, branch="flen"))
    assert len(said) == 1
    assert "K-1" not in said[0]
    assert "Malm" not in said[0]


def test_nobody_reads_into_a_register_that_is_not_kept_for_its_authority(cast: Cast) -> None:
    for kept in Provision.objects.filter(giver=cast.branch("katrineholm").controller_id):
        end_provision(kept, by=cast.viewer("lotta"))
    eva = cast.as_("eva")
    verdict = read(register(ANNA, ANNA.replace("Flen", "Katrineholm")), cast, eva)
    assert any("för inte registret åt den" in said for said in sentences(verdict))
    assert not Participation.objects.exists()
    with pytest.raises(PermissionDenied, match="läser själv in sitt register"):
        check_may_import(eva, cast.initiative, cast.branch("katrineholm"))
