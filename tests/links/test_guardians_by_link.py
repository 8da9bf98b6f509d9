"""A consent in somebody's stead by e-ID: each guardian by a link of their own, and as many yeses as needed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pghistory.models import Context

from stafett.casework.models import Participation
from stafett.initiatives.actions import set_consent_template
from stafett.people.models import Person
from stafett.safeguards.actions import name_team
from stafett.safeguards.actions.follow_up import decide_names
from stafett.safeguards.actions.links import _by_whom
from stafett.safeguards.models import Consent, Identification, Link, LinkState
from tests.accounts.openid.running import Running
from tests.casework.asking import at as decision_at
from tests.casework.asking import noted
from tests.casework.conftest import Page, faults, get, send
from tests.casework.test_consent_pages import at, filled
from tests.cast import TODAY, Cast
from tests.links.walking import (
    AMINA,
    ANSWER,
    LINK,
    RESULT,
    SOMEBODY,
    back,
    codes_on,
    opened,
    readings_of,
    says,
    signing,
    with_number,
)

pytestmark = pytest.mark.loopback
ANOTHER = "199001012385"
GUN = {"given_by": "guardian", "guardian": "Gun God", "guardian_number": SOMEBODY}
BOTH = {**GUN, "other_guardian": "Olle God", "other_number": ANOTHER}


@pytest.fixture
def one(cast: Cast, provider: Running) -> Participation:
    says(provider, SOMEBODY)
    return with_number(cast)


def asked(page: Page, cast: Cast, one: Participation, **told: Any) -> list[str]:
    """The codes of those who are asked, in order."""
    sent = filled(cast, one, manner="e-id", **told)
    return codes_on(send(page("karin"), at(one, "samtycke/nytt"), 200, **sent))


def says_yes(code: str) -> str:
    """Somebody opens their link and says yes; gives what the page says then."""
    phone = Client()
    opened(phone, code)
    return back(phone, signing(phone))


def test_a_guardian_reads_in_whose_stead_and_says_yes_with_an_e_id_of_their_own(
    cast: Cast, page: Page, one: Participation
) -> None:
    (code,) = asked(page, cast, one, **GUN)
    phone, name = Client(), one.person.name
    assert name not in phone.post(LINK, {"code": code}).content.decode()
    text = opened(phone, code)
    assert f"Svaret ges av Gun God, i stället för {name}" in text
    assert f"Du svarar i stället för {name}, som Gun God" in text
    said = back(phone, signing(phone))
    assert "Tack, samtycket är antecknat" in said
    assert "av den som du företräder" in said
    consent = Consent.objects.get()
    assert (consent.given_by, consent.guardian, consent.manner) == ("guardian", "Gun God", "e-id")
    assert "Svaret ges av Gun God" in consent.text
    shown = Identification.objects.get(link=consent.link, step="sign")
    assert (shown.outcome, bool(shown.subject_key), shown.acr) == ("ok", True, "loa3")
    listed = get(page("karin"), at(one, "samtycke"))
    assert "till Gun God, i personens ställe" in listed
    assert SOMEBODY not in str([*Link.objects.values(), *Identification.objects.values()])


def test_the_person_opens_no_link_that_is_to_a_guardian(
    cast: Cast, page: Page, one: Participation, provider: Running
) -> None:
    (code,) = asked(page, cast, one, **GUN)
    says(provider, AMINA)
    text = opened(Client(), code)
    assert "till någon annan" in text
    assert one.person.family_name not in text


def test_the_log_says_that_it_was_the_guardian_who_read(
    cast: Cast, page: Page, one: Participation
) -> None:
    (code,) = asked(page, cast, one, **GUN)
    says_yes(code)
    assert readings_of(one) == [
        ("the_guardian", "link_result", "page"), ("the_guardian", "link_sign", "page"),
        ("the_guardian", "link_back", "change"),
    ]  # fmt: skip
    text = get(page("karin"), f"/deltagare/{one.pk}/vem-har-last/")
    assert "Den som företräder dig, utan att logga in" in text


def test_of_two_who_are_both_needed_nothing_is_noted_before_the_second_yes(
    cast: Cast, page: Page, one: Participation, provider: Running
) -> None:
    guns, olles = asked(page, cast, one, **BOTH)
    first = says_yes(guns)
    assert "Samtycket gäller när också den andra" in first
    assert not Consent.objects.exists()
    listed = get(page("karin"), at(one, "samtycke"))
    assert "sa ja, som en av dem" in listed
    assert listed.count("/aterkalla/") == 2
    assert Client().post(LINK, {"code": guns}).status_code == 422
    says(provider, ANOTHER)
    assert "Tack, samtycket är antecknat" in says_yes(olles)
    consent = Consent.objects.get()
    assert consent.guardian == "Gun God, Olle God"
    assert "Det gäller först när båda har sagt ja" in consent.text
    assert [link.state for link in Link.objects.order_by("pk")] == ["agreed", "given"]
    assert "/aterkalla/" not in get(page("karin"), at(one, "samtycke"))
    address = f"{at(one, 'samtycke')}lank/{Link.objects.order_by('pk')[0].pk}/aterkalla/"
    assert "så inget är ändrat" in page("karin").post(address, follow=True).content.decode()


def test_a_yes_that_is_taken_back_before_the_other_came_counts_no_more(
    cast: Cast, page: Page, one: Participation, provider: Running
) -> None:
    guns, olles = asked(page, cast, one, **BOTH)
    says_yes(guns)
    mine = Link.objects.get(guardian="Gun God")
    page("karin").post(f"{at(one, 'samtycke')}lank/{mine.pk}/aterkalla/")
    says(provider, ANOTHER)
    assert "Det finns inget ja från den andra" in says_yes(olles)
    assert not Consent.objects.exists()


def test_a_yes_to_another_text_counts_for_nothing(
    cast: Cast, page: Page, one: Participation, provider: Running
) -> None:
    guns, olles = asked(page, cast, one, **BOTH)
    says_yes(guns)
    Link.objects.filter(guardian="Gun God").update(digest="0" * 64)
    says(provider, ANOTHER)
    assert "Samtycket gäller när också den andra" in says_yes(olles)
    assert not Consent.objects.exists()


def test_where_both_are_needed_one_no_is_the_answer(
    cast: Cast, page: Page, one: Participation, provider: Running
) -> None:
    guns, olles = asked(page, cast, one, **BOTH)
    phone = Client()
    opened(phone, guns)
    assert phone.post(ANSWER, {"answer": "no"})["Location"] == RESULT
    assert "Vill du veta vad ett nej kan betyda" in phone.get(RESULT).content.decode()
    assert Client().post(LINK, {"code": olles}).status_code == 422
    assert "sa nej" in get(page("karin"), at(one, "samtycke"))
    assert not Consent.objects.exists()


def test_where_one_is_enough_the_first_yes_closes_the_others_link_and_a_no_does_not(
    cast: Cast, page: Page, one: Participation, provider: Running
) -> None:
    template = {
        "purpose": "Planera",
        "information": ["course"],
        "longest_days": 365,
        "review_days": 90,
    }
    set_consent_template(cast.initiative, **template, guardians_needed=1, by=cast.as_("eva"))  # type: ignore[arg-type]
    guns, olles = asked(page, cast, one, **BOTH)
    phone = Client()
    opened(phone, guns)
    phone.post(ANSWER, {"answer": "no"})
    says(provider, ANOTHER)
    assert "Tack, samtycket är antecknat" in says_yes(olles)
    consent = Consent.objects.get()
    assert consent.guardian == "Olle God"
    assert "Det räcker att en av dem säger ja" in consent.text
    says(provider, SOMEBODY)
    guns, olles = asked(page, cast, one, **BOTH, once_more="on")
    says_yes(guns)
    assert Link.objects.filter(guardian="Olle God", state=LinkState.RECALLED).exists()
    assert Client().post(LINK, {"code": olles}).status_code == 422


def test_a_guardian_answers_for_somebody_who_has_no_number(
    cast: Cast, page: Page, provider: Running
) -> None:
    units = (*cast.enrolment().circle_units, cast.unit("Af Flen").pk)
    one = cast.enrolled(circle_units=units)
    says(provider, SOMEBODY)
    assert "Tack, samtycket är antecknat" in says_yes(asked(page, cast, one, **GUN)[0])


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"guardian_number": ""}, "Skriv personnumret för den som företräder"),
        ({"guardian_number": AMINA}, "Det är personens eget nummer"),
        ({"guardian_number": "1234"}, "personnummer"),
        ({"guardian": ""}, "Skriv vem som gav samtycket"),
        ({"other_guardian": "Olle God"}, "Skriv både namn och personnummer"),
        ({"other_guardian": "Olle God", "other_number": SOMEBODY}, "samma nummer som för den första"),
        ({"other_guardian": "O" * 155, "other_number": ANOTHER}, "för långa tillsammans"),
        ({"unit": "Psykiatrin"}, "En enhet till går inte"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_whom_one_asks_is_said_and_nothing_typed_is_lost(
    cast: Cast, page: Page, one: Participation, told: dict[str, Any], sentence: str
) -> None:
    more = {k: cast.unit(v).pk if k == "unit" else v for k, v in told.items()}
    sent = filled(cast, one, manner="e-id", **{**GUN, **more})
    answer = send(page("karin"), at(one, "samtycke/nytt"), 422, **sent)
    assert sentence in faults(answer)
    assert answer.context["form"]["purpose"].value() == "Planera"
    assert not Link.objects.exists()


def test_the_api_gives_each_guardians_code(cast: Cast, page: Page, one: Participation) -> None:
    fields = {k: str(v) if not isinstance(v, list) else [str(x) for x in v]
              for k, v in filled(cast, one, manner="e-id", **BOTH).items()}  # fmt: skip
    address = f"/api/v1/participations/{one.pk}/forms/note_consent"
    seen = page("karin").get(address).json()["fields"]["seen"]
    sent = {"fields": {**fields, "seen": seen}}
    answer = page("karin").post(address, sent, content_type="application/json")
    assert set(answer.json()["codes"]) == {"Gun God", "Olle God"}


def test_of_somebody_protected_no_page_names_the_guardian_who_answered(
    cast: Cast, page: Page, one: Participation
) -> None:
    (code,) = asked(page, cast, one, **GUN)
    says_yes(code)
    cast.as_everyone()
    said = str(list(Context.objects.values_list("metadata", flat=True)))
    assert "Gun God" not in said
    assert _by_whom(Link.objects.get()) == "Den som företräder personen, med e-legitimation"
    told = {"asked_by": "Personen", "asked_on": TODAY, "given": True, "because": "Prövat."}
    decide_names(one.circle, by=cast.viewer("lena"), **told)
    own = noted(cast, one, "lena")
    client = page("lena")
    client.post(decision_at(own, "sammanstall/"))
    shows = [at(one, "vem-har-last"), at(one, "samtycke"), decision_at(own, "besluta/")]
    assert all("Gun God" in get(client, address) for address in shows)
    cast.as_everyone()
    post = cast.viewer("lena").posts[0]
    name_team([one.circle], [(post.unit_id, post.position_id)], by=cast.viewer("karin"))
    Person.objects.filter(pk=one.person_id).update(protection="marked", alias="Gran 1234")
    client.post(decision_at(own, "sammanstall/"))
    assert [address for address in shows if "Gun God" in get(client, address)] == []
    assert "till den som företräder personen" in get(client, at(one, "samtycke"))
    assert "Karin Ek" in get(client, at(one, "vem-har-last"))
