"""Law 5: does the page where one decides what to hand out say nothing of who somebody protected is?"""

from __future__ import annotations

from django.apps import apps

from stafett.casework.models import Livelihood, Participation
from stafett.evaluation.models import Invitation
from stafett.meetings.models import Called
from stafett.people.models import Person
from stafett.referrals.models import SentReferral
from stafett.safeguards.actions import name_team
from stafett.safeguards.models import Consent
from stafett.safeguards.telling import is_sealed, sealed
from tests.casework.asking import at, files, noted
from tests.casework.conftest import Page, get, send
from tests.cast import Cast
from tests.referrals.world import referred

SECRETS = ("Zqvem", "Zqnas", "3 januari 1990", "1990-01-03", "Zqtext", "Zqgod", "Zqstod", "Zqtolk")


def told_of(cast: Cast, protection: str) -> Participation:
    """Somebody with rows that say who they are, seen by Lena alone."""
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    Consent.objects.update(text="Zqtext", given_by="guardian", guardian="Zqgod",
                           support_person="Zqstod", interpreter="Zqtolk")  # fmt: skip
    referred(cast, reason="Vill vidare")
    SentReferral.objects.update(circle=one.circle, owner_authority=one.controller_id, whom="Zqvem",
                                contact="Zqnas", birth_date="1990-01-03")  # fmt: skip
    post = cast.viewer("lena").posts[0]
    name_team([one.circle], [(post.unit_id, post.position_id)], by=cast.viewer("karin"))
    Person.objects.filter(pk=one.person_id).update(protection=protection, alias="Gran 1234")
    return one


def test_what_says_who_somebody_protected_is_stands_in_the_files_and_not_on_the_page(
    cast: Cast, page: Page
) -> None:
    asked = noted(cast, told_of(cast, "marked"), "lena")
    client = page("lena")
    client.post(at(asked, "sammanstall/"))
    shown = get(client, at(asked, "besluta/"))
    assert [word for word in SECRETS if word in shown] == []
    assert "Vill vidare" in shown
    assert shown.count("<dd>förseglat</dd>") >= 7
    send(client, at(asked, "besluta/"))
    said, _data = files(client, asked)
    assert {"Zqvem", "Zqnas", "Zqtext", "Zqgod", "Zqstod", "Zqtolk"} <= {
        w for w in SECRETS if w in said
    }


def test_of_others_all_of_it_stands_on_the_page(cast: Cast, page: Page) -> None:
    asked = noted(cast, told_of(cast, ""), "lena")
    client = page("lena")
    client.post(at(asked, "sammanstall/"))
    shown = get(client, at(asked, "besluta/"))
    assert "förseglat" not in shown.casefold()
    assert {"Zqvem", "Zqnas", "Zqtext", "Zqgod", "Zqstod", "Zqtolk"} <= set(SECRETS) & {
        word for word in SECRETS if word in shown
    }  # fmt: skip


def test_each_column_that_is_sealed_is_there_and_a_representatives_name_is_one() -> None:
    columns = {
        f"{model._meta.model_name}.{column.name}"
        for model in apps.get_models()
        for column in model._meta.concrete_fields
    }
    assert sealed() <= columns
    assert is_sealed(Called, "name")
    assert not is_sealed(Called, "role")
    assert is_sealed(Invitation, "contact")
    assert not is_sealed(Livelihood, "extent_percent")
    assert not is_sealed(Livelihood, "why")
