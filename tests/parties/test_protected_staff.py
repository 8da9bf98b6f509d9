"""Staff who are protected themselves are called by another name at work, wherever a name stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from stafett.casework.models import Participation
from stafett.parties.models import Staff, Tenure
from stafett.parties.protected_staff import protect_staff, protect_staff_no_more
from stafett.parties.refusals import Refused
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import NamesDecision
from tests.cast import TODAY, Cast

REAL = "Karin Ek"


def tenure(cast: Cast) -> Tenure:
    return Tenure.objects.select_related("position__unit__authority").get(staff__name=REAL)


def protected(cast: Cast) -> Staff:
    return protect_staff(tenure(cast), by=cast.viewer("eva"))


def page(cast: Cast, who: str, address: str) -> str:
    client = Client()
    client.force_login(cast.user(who))
    return client.get(address).content.decode()


def test_the_work_name_takes_the_names_place_also_for_the_account(cast: Cast) -> None:
    held = tenure(cast)
    staff = protected(cast)
    assert staff.name.startswith("Medarbetare ")
    assert (staff.real_name, staff.protected_by) == (REAL, "Eva Led")
    assert cast.viewer("karin").name == staff.name
    for who in ("lena", "per", "karin"):
        text = page(cast, who, f"/parter/befattningar/{held.position_id}/")
        assert staff.name in text
        assert REAL not in text


def test_who_it_is_is_read_by_those_who_fill_posts_there_and_by_oneself(cast: Cast) -> None:
    held = tenure(cast)
    protected(cast)
    address = f"/parter/innehav/{held.pk}/skydd/"
    assert f"heter {REAL}" in page(cast, "eva", address)
    assert REAL not in page(cast, "lena", address)
    assert REAL in page(cast, "karin", "/konto/")


def test_what_is_written_after_is_written_by_the_work_name(cast: Cast) -> None:
    staff = protected(cast)
    one = cast.enrolled()
    assert cast.consented(one, "Af Flen").noted_by == staff.name


def test_it_ends_by_the_same_door_and_the_own_name_is_back(cast: Cast) -> None:
    held = tenure(cast)
    client = Client()
    client.force_login(cast.user("eva"))
    address = f"/parter/innehav/{held.pk}/skydd/"
    for shown in (False, True):
        assert client.post(address).status_code == 302
        staff = Staff.objects.get(pk=held.staff_id)
        assert (staff.name == REAL, cast.user("karin").name == REAL) == (shown, shown)
    assert (staff.real_name, staff.protected_on) == ("", None)


def test_it_is_neither_begun_nor_ended_twice(cast: Cast) -> None:
    held, eva = tenure(cast), cast.viewer("eva")
    with pytest.raises(Refused, match="inte ersatt"):
        protect_staff_no_more(held, by=eva)
    protected(cast)
    with pytest.raises(Refused, match="redan ersatt"):
        protect_staff(held, by=eva)


def test_somebody_without_an_account_is_protected_too(cast: Cast) -> None:
    user = cast.user("karin")
    user.staff = None
    user.save()
    assert protected(cast).real_name == REAL
    assert cast.user("karin").name == REAL


@pytest.mark.parametrize("who", ["karin", "lena", "per", "stig"])
def test_nobody_else_decides_it(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        protect_staff(tenure(cast), by=cast.viewer(who))


def test_the_database_holds_that_it_says_by_whom_and_is_another_name(cast: Cast) -> None:
    staff = Staff.objects.filter(name=REAL)
    for told in ({"real_name": "Någon"}, {"real_name": REAL, "protected_by": "Eva",
                                          "protected_on": "2025-06-02"}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            staff.update(**told)


def test_what_was_changed_and_read_before_is_told_by_the_work_name(cast: Cast) -> None:
    one = cast.enrolled()
    with acting(cast.viewer("karin"), "Fel dag"):
        Participation.objects.filter(pk=one.pk).update(referring_caseworker="Mona")
    assert REAL in page(cast, "lena", f"/deltagare/{one.pk}/")
    page(cast, "karin", f"/deltagare/{one.pk}/")
    cast.as_everyone()
    NamesDecision.objects.create(
        controller_id=one.controller_id, circle=one.circle, asked_by="Personen", given=True,
        asked_on=TODAY, because="Vill veta", decided_by="Lena Chef",
        decided_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    assert REAL in page(cast, "lena", f"/deltagare/{one.pk}/vem-har-last/")
    staff = protected(cast)
    for place in ("", "vem-har-last/"):
        text = page(cast, "lena", f"/deltagare/{one.pk}/{place}")
        assert staff.name in text
        assert REAL not in text
