"""Who may change a case, and where may somebody enrol?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stafett.casework.access import branches_to_work_in, can_work, check_change_of, check_enrol
from stafett.casework.actions import enrol
from stafett.safeguards.access import kept_by
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast

WORKS = {"karin": True, "sven": True, "eva": True, "lena": False, "lotta": False, "stig": False}


@pytest.mark.parametrize(("who", "works"), WORKS.items())
def test_those_who_work_with_people_in_the_circle_may_change_the_case(
    cast: Cast, who: str, works: bool
) -> None:
    one = cast.enrolled()
    person = one.person
    viewer = cast.as_(who)
    assert can_work(viewer, one) is works
    if works and who != "sven":  # another board's: let in to work, not to change (law 3)
        check_change_of(viewer, person)
    else:
        with pytest.raises(PermissionDenied, match="inte ändra|av den som håller ihop"):
            check_change_of(viewer, person)


def test_one_who_works_elsewhere_and_only_leads_here_changes_nothing_here(cast: Cast) -> None:
    one = cast.enrolled()
    viewer = cast.as_("lena")
    elsewhere = replace(viewer.posts[0], unit_id=cast.unit("Psykiatrin").pk, role="coach")
    assert not can_work(replace(viewer, posts=(*viewer.posts, elsewhere)), one)


PLACES = {"karin": ["Flen"], "lotta": ["Katrineholm"], "eva": ["Flen", "Katrineholm"], "lena": [],
          "stig": [], "rakel": [], "per": []}  # fmt: skip


@pytest.mark.parametrize(("who", "places"), PLACES.items())
def test_one_enrols_where_one_works_or_reads_registers_in(
    cast: Cast, who: str, places: list[str]
) -> None:
    viewer = cast.viewer(who)
    assert [branch.name for branch in branches_to_work_in(viewer)] == places
    for code, name in (("flen", "Flen"), ("katrineholm", "Katrineholm")):
        branch = cast.branch(code)
        if name in places:
            check_enrol(viewer, [(branch.initiative_id, branch.pk)])
        else:
            with pytest.raises(PermissionDenied, match="som du själv arbetar i"):
                check_enrol(viewer, [(branch.initiative_id, branch.pk)])


def test_the_action_itself_refuses_to_enrol_elsewhere(cast: Cast) -> None:
    enrolment = cast.enrolment("katrineholm")
    with pytest.raises(PermissionDenied):
        enrol([enrolment], by=cast.viewer("karin"))


def test_the_operator_may_everywhere(cast: Cast) -> None:
    by = operator(TODAY)
    check_enrol(by, [(cast.initiative.pk, cast.branch().pk)])
    check_change_of(by, cast.enrolled().person)


def test_what_every_card_and_button_asks_is_looked_up_once(cast: Cast) -> None:
    one = cast.enrolled()
    viewer = cast.as_("sven")
    with CaptureQueriesContext(connection) as asked:
        kept, works = kept_by(viewer), can_work(viewer, one)
        assert (kept_by(viewer), can_work(viewer, one)) == (kept, works)
    assert len(asked) == 2
    assert kept > viewer.works_for, "the one whose register they keep too"
