"""May posts share a case: as their unit's contact person, or as the second of a pair? (A7 D8)"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from stafett.casework.actions import Exit, Taking, close, correct, reopen, take_over
from stafett.casework.actions.correcting import as_told
from stafett.casework.actions.sharing import take_from_others
from stafett.casework.models import Assignment, Participation, Teammate, TeamPart
from stafett.casework.queries.changes import changes_of
from stafett.casework.rules import CaseToShare, Held, Mover, Stays, stays_unshared, without
from stafett.database.batch import settle
from stafett.safeguards.access import opened
from stafett.safeguards.rules import Refused
from tests.casework.team_world import FK, fatimas, guns, manager_of, name, shares, together
from tests.casework.unit_world import BY, give, karins, nils, post, viewer_nils
from tests.cast import TODAY, Cast

CONTACT, SECOND, PAIR = TeamPart.CONTACT, TeamPart.SECOND, TeamPart.PAIR
DAY = timedelta(days=1)
YESTERDAY = replace(BY, day=TODAY - DAY)


def test_an_authority_names_its_own_contact_person_in_a_case_that_another_holds(cast: Cast) -> None:
    case, fatima = together(cast), cast.viewer("fatima")
    name(cast, [case], CONTACT, fatimas(cast), by=fatima, because="")
    assert shares(case) == [("caseworker", "contact", TODAY, None)]
    row = Teammate.objects.get(participation=case)
    assert (row.owner_authority, row.kind) == (case.controller, "involvement")
    settle()


def test_a_contact_person_is_exchanged_with_a_reason_and_both_are_remembered(cast: Cast) -> None:
    case, gun = together(cast), guns(cast)
    name(cast, [case], CONTACT, fatimas(cast), by=replace(BY, day=TODAY - DAY))
    with pytest.raises(Refused, match="Skriv varför"):
        name(cast, [case], CONTACT, gun, because=" ")
    assert name(cast, [case], CONTACT, gun) == [case.pk]
    assert shares(case) == [
        ("caseworker", "contact", TODAY - DAY, TODAY), ("Samordnare", "contact", TODAY, None),
    ]  # fmt: skip
    assert name(cast, [case], CONTACT, gun) == []
    settle()


def test_history_says_who_was_contact_person_and_why_it_changed(cast: Cast) -> None:
    case, fatima = together(cast), cast.viewer("fatima")
    name(cast, [case], CONTACT, fatimas(cast), by=YESTERDAY)
    name(cast, [case], CONTACT, guns(cast), because="Fatima är ledig")
    shown = opened(fatima, case.circle_id)
    (told,) = [c for c in changes_of(fatima, shown, case) if c.what == "Del i ärendet: caseworker"]
    assert [f.after for f in told.fields] == ["1 juni 2025"]
    assert told.why == "Fatima är ledig"


def test_two_coaches_work_as_a_pair_where_their_unit_holds_the_case(cast: Cast) -> None:
    case, second = cast.enrolled(), nils(cast)
    give(cast, [case], karins(cast))
    name(cast, [case], PAIR, second, by=cast.viewer("karin"), because="")
    assert shares(case) == [("Handläggare", "pair", TODAY, None)]
    row = Teammate.objects.get(participation=case)
    assert (row.owner_authority, row.kind) == (case.controller, "holding")
    settle()


def test_a_pair_is_two(cast: Cast) -> None:
    case, gun = together(cast), guns(cast)
    give(cast, [case], karins(cast))
    with pytest.raises(Refused, match="Ärendet är redan hos den du valde: ett par är två"):
        name(cast, [case], PAIR, karins(cast))
    name(cast, [case], CONTACT, gun)
    with pytest.raises(Refused, match="ett par är två"):
        name(cast, [case], SECOND, gun)


def test_the_second_of_a_pair_becomes_contact_person_or_gets_the_case_and_is_no_pair_with_herself(
    cast: Cast,
) -> None:
    case, gun, second = together(cast), guns(cast), nils(cast)
    give(cast, [case], karins(cast), YESTERDAY)
    name(cast, [case], CONTACT, fatimas(cast))
    name(cast, [case], SECOND, gun)
    name(cast, [case], CONTACT, gun)
    name(cast, [case], PAIR, second, by=YESTERDAY)
    give(cast, [case], second)
    assert shares(case) == [
        ("Handläggare", "pair", TODAY - DAY, TODAY), ("Samordnare", "contact", TODAY, None),
    ]  # fmt: skip
    settle()


def test_who_holds_has_a_worker_and_a_pair_and_the_others_a_contact_person(cast: Cast) -> None:
    case = together(cast)
    with pytest.raises(Refused, match="Ärendet hålls ihop av er enhet: välj handläggare i stället"):
        name(cast, [case], CONTACT, karins(cast))
    with pytest.raises(Refused, match="Ärendet hålls ihop av en annan enhet nu"):
        name(cast, [case], PAIR, fatimas(cast))


def test_nobody_speaks_for_another_unit(cast: Cast) -> None:
    case = together(cast)
    with pytest.raises(PermissionDenied, match="Ärenden i FK Eskilstuna flyttas av"):
        name(cast, [case], CONTACT, fatimas(cast), by=cast.viewer("karin"))
    with pytest.raises(PermissionDenied, match="Ärenden i AUC flyttas av"):
        name(cast, [case], PAIR, nils(cast), by=cast.viewer("fatima"))


def test_a_unit_that_only_reads_what_another_has_opened_has_no_part_to_name(cast: Cast) -> None:
    case = cast.enrolled()
    with pytest.raises(PermissionDenied, match="finns inte bland dem du får se"):
        name(cast, [case], CONTACT, fatimas(cast), by=cast.viewer("fatima"))
    with pytest.raises(Refused, match="Ärendet finns inte hos er enhet i egen roll"):
        name(cast, [case], CONTACT, fatimas(cast))


def test_a_part_is_let_go_with_a_reason(cast: Cast) -> None:
    case = together(cast)
    name(cast, [case], CONTACT, fatimas(cast), by=YESTERDAY)
    name(cast, [case], CONTACT, None, unit=FK, by=cast.viewer("fatima"), because="Slutar")
    assert shares(case) == [("caseworker", "contact", TODAY - DAY, TODAY)]
    assert name(cast, [case], CONTACT, None, unit=FK, because="") == []


def test_a_vacant_post_is_no_contact_person(cast: Cast) -> None:
    case = together(cast)
    with pytest.raises(Refused, match="Vakant är vakant"):
        name(cast, [case], CONTACT, post(cast, unit=FK))


def test_a_colleagues_part_is_theirs_the_managers_and_in_a_pair_whoevers_case_it_is(
    cast: Cast,
) -> None:
    case, other = together(cast), nils(cast)
    give(cast, [case], karins(cast))
    name(cast, [case], PAIR, other, by=viewer_nils(cast))
    name(cast, [case], PAIR, None, unit="AUC", by=cast.viewer("karin"))
    name(cast, [case], PAIR, other)
    name(cast, [case], CONTACT, fatimas(cast))
    gun = guns(cast)
    with pytest.raises(Refused, match="är en kollegas"):
        name(cast, [case], CONTACT, gun, by=cast.viewer("gun"))
    manager_of(cast, FK, "maj")
    assert name(cast, [case], CONTACT, gun, by=cast.viewer("maj"))


def test_many_change_at_once_or_none_of_them_and_those_that_stay_are_told(cast: Cast) -> None:
    cases = [together(cast) for _ in range(3)]
    ended = cast.ended(person=cast.person(given_name="Bo", family_name="Slut"))
    with pytest.raises(Refused, match="1 av 4 ärenden kan inte flyttas. Bo Slut är avslutat"):
        name(cast, [*cases, ended], CONTACT, fatimas(cast))
    assert len(name(cast, cases, CONTACT, fatimas(cast))) == 3


def test_one_that_another_changed_meanwhile_stays(cast: Cast) -> None:
    case = together(cast)
    name(cast, [case], CONTACT, fatimas(cast))
    with pytest.raises(Refused, match="har bytt handläggare sedan du öppnade sidan"):
        name(cast, [case], CONTACT, guns(cast), seen={case.pk: None})


def test_a_part_ends_with_the_case_and_is_back_when_the_exit_is_undone(cast: Cast) -> None:
    case, last = together(cast), TODAY - DAY
    long_ago = replace(BY, day=date(2025, 1, 1))
    give(cast, [case], karins(cast), long_ago)
    name(cast, [case], PAIR, nils(cast), by=long_ago)
    name(cast, [case], CONTACT, fatimas(cast), by=replace(BY, day=TODAY))
    close([(case, Exit(last, cast.outcome("arbete").pk, "none_needed"))], by=BY)
    assert shares(case) == [("Handläggare", "pair", date(2025, 1, 1), TODAY)]
    case.refresh_from_db()
    reopen([case], by=BY, because="fel")
    assert shares(case) == [("Handläggare", "pair", date(2025, 1, 1), None)]
    settle()


def test_a_contact_person_ends_with_the_case(cast: Cast) -> None:
    case = together(cast)
    name(cast, [case], CONTACT, fatimas(cast), by=replace(BY, day=date(2025, 5, 30)))
    close([(case, Exit(TODAY - DAY, cast.outcome("arbete").pk, "none_needed"))], by=BY)
    assert shares(case) == [("caseworker", "contact", date(2025, 5, 30), TODAY)]
    settle()


def test_when_another_unit_takes_over_the_pair_is_no_more_and_the_contact_person_has_the_case(
    cast: Cast,
) -> None:
    case, fk = together(cast), cast.unit(FK)
    give(cast, [case], karins(cast), YESTERDAY)
    name(cast, [case], PAIR, nils(cast), by=YESTERDAY)
    name(cast, [case], CONTACT, fatimas(cast), by=YESTERDAY)
    take_over([Taking(case, fk, fatimas(cast))], by=BY, because="Överlämnat")
    assert {row[3] for row in shares(case)} == {TODAY}
    assert Assignment.objects.get(participation=case, until_day=None).position == fatimas(cast)
    settle()


def test_a_corrected_holder_takes_the_pair_away_and_ends_its_own_contact_person(cast: Cast) -> None:
    case, fk = together(cast), cast.unit(FK)
    give(cast, [case], karins(cast))
    name(cast, [case], PAIR, nils(cast))
    name(cast, [case], CONTACT, fatimas(cast))
    name(cast, [case], SECOND, guns(cast))
    told = replace(as_told(case), holder_unit_id=fk.pk)
    correct([(case, told)], by=BY, because="fel enhet", only={"holder_unit_id"})
    assert shares(case) == []
    settle()


def test_what_is_left_of_a_part_ends_where_its_own_unit_begins_to_hold() -> None:
    june, july, august = date(2025, 6, 1), date(2025, 7, 1), date(2025, 8, 1)
    wanted = Held(1, june, None)
    assert without(wanted, [Held(2, june, None)]) == wanted
    assert without(wanted, [Held(1, july, None)]) == Held(1, june, july)
    assert without(wanted, [Held(1, date(2025, 5, 1), june)]) == wanted
    assert without(Held(1, june, july), [Held(1, july, None)]) == Held(1, june, july)
    assert without(Held(1, july, august), [Held(1, june, august)]) is None


def test_protection_takes_a_part_from_those_outside_the_named_team(cast: Cast) -> None:
    case, other = cast.enrolled(), nils(cast)
    give(cast, [case], karins(cast), YESTERDAY)
    name(cast, [case], PAIR, other, by=YESTERDAY)
    take_from_others([case.circle_id], [karins(cast).pk], by=BY)
    assert shares(case) == [("Handläggare", "pair", TODAY - DAY, TODAY)]


def test_only_one_of_a_named_team_shares_what_it_alone_sees() -> None:
    case, lead = (
        CaseToShare(True, True, True, None, frozenset({3}), frozenset({1})),
        Mover(9, True, frozenset()),
    )
    asked = {"in_pair": True, "at_holder": True}
    assert stays_unshared(case, lead, 2, None, **asked) == Stays.NOT_NAMED
    assert stays_unshared(case, lead, 1, None, **asked) is None


WRONG = [
    {"unit": FK, "part": PAIR, "who": "fatima"},
    {"unit": "AUC", "part": CONTACT, "who": "nils"},
    {"unit": FK, "part": CONTACT, "who": "nils"},
    {"unit": "AUC", "part": PAIR, "who": "karin"},
    {"unit": FK, "part": CONTACT, "who": "fatima", "from_day": date(2023, 1, 1)},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_the_database_holds_where_and_when_a_post_shares_a_case(
    cast: Cast, wrong: dict[str, object]
) -> None:
    case = together(cast)
    posts = {"nils": nils(cast), "karin": karins(cast), "fatima": fatimas(cast)}
    give(cast, [case], posts["karin"])
    with pytest.raises(IntegrityError, match="casework_shared_within"), transaction.atomic():
        _write(cast, case, str(wrong["unit"]), wrong["part"], posts[str(wrong["who"])],
               wrong.get("from_day", TODAY))  # fmt: skip
        settle()


def test_the_database_holds_that_a_unit_has_one_of_each_and_a_post_one_part(cast: Cast) -> None:
    case = together(cast)
    name(cast, [case], CONTACT, fatimas(cast))
    with pytest.raises(IntegrityError, match="one_of_each_part_at_a_time"), transaction.atomic():
        _write(cast, case, FK, CONTACT, guns(cast), TODAY)
    with pytest.raises(IntegrityError, match="a_post_shares_a_case_once"), transaction.atomic():
        _write(cast, case, FK, SECOND, fatimas(cast), TODAY)


def _write(
    cast: Cast, case: Participation, unit: str, part: object, to: object, first: object
) -> None:
    Teammate.objects.create(
        controller=case.controller, owner_authority=case.controller, kind="involvement",
        participation=case, unit=cast.unit(unit), position=to, part=part, from_day=first,
    )  # fmt: skip


def test_a_case_that_changes_hands_to_one_who_shares_it_is_refused_by_the_database(
    cast: Cast,
) -> None:
    case, other = cast.enrolled(), nils(cast)
    give(cast, [case], karins(cast))
    name(cast, [case], PAIR, other)
    settle()
    with pytest.raises(IntegrityError, match="casework_shared_within"), transaction.atomic():
        Assignment.objects.filter(participation=case).update(position=other)
        settle()
