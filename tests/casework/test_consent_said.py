"""What the pages say of a consent holds: given, accepted or not, and what comes of it; nothing at odds."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from stafett.casework.models import Participation
from stafett.initiatives.models import USUAL_PURPOSE, ConsentTemplate
from stafett.people.models import Person
from stafett.safeguards.actions import accept, withdraw
from stafett.safeguards.models import Consent, ConsentPart, Information
from tests.casework.conftest import Page, faults, get, send
from tests.casework.test_consent_pages import at, filled, shared
from tests.cast import Cast

FK = "Försäkringskassan"
NOTHING = f"{FK}: inget delas"


def told(cast: Cast, page: Page, one: Participation, who: str = "karin") -> str:
    """The case's page."""
    text = get(page(who), f"/deltagare/{one.pk}/")
    cast.as_everyone()
    return text


def given_by(unit: str, cast: Cast) -> list[ConsentPart]:
    rows = ConsentPart.objects.filter(giver=cast.unit(unit).authority_id)
    return list(rows.select_related("circle").order_by("pk"))


def test_a_consent_that_an_authority_has_not_accepted_is_said_to_wait_for_it(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    assert NOTHING in told(cast, page, one)
    cast.consented(one, "FK Eskilstuna")
    text = told(cast, page, one)
    assert f"{FK} till och med 30 augusti 2025 (har inte godtagit sin del än" in text
    assert text.count("har inte godtagit") == 1, "the same is said once"
    assert NOTHING not in text


def test_one_that_is_accepted_says_that_nothing_has_come_of_it_yet(cast: Cast, page: Page) -> None:
    one = shared(cast)
    cast.consented(one, "FK Eskilstuna")
    accept(given_by("FK Eskilstuna", cast), by=cast.viewer("fatima"))
    assert "har inte godtagit sin del än" not in told(cast, page, one)
    assert f"{FK}: samtycket gäller, men inget ärende därifrån är antecknat här" in told(
        cast, page, one
    )


def test_one_whose_own_case_is_shown_is_said_not_to_have_accepted_in_the_words_of_the_consents_page(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled(cases=(cast.case_at("FK"),))
    cast.consented(one, "FK Eskilstuna")
    waits = f"{FK} har inte godtagit det, så inget kommer därifrån än"
    text = told(cast, page, one)
    assert "(har inte godtagit sin del än" in text
    assert f"{FK}: " not in text, "the same is said once"
    assert waits in get(page("karin"), at(one, "samtycke"))
    accept(given_by("FK Eskilstuna", cast), by=cast.viewer("fatima"))
    assert "har inte godtagit sin del än" not in told(cast, page, one)
    assert f"{FK}: " not in told(cast, page, one)


def test_of_ones_own_authority_nothing_else_is_said_than_that_its_consent_holds(
    cast: Cast, page: Page
) -> None:
    one, af = shared(cast), "Arbetsförmedlingen"
    cast.consented(one, "Af Flen", parts=[(one.controller_id, af_of(cast), "course")])
    assert f"{af}: samtycket gäller, men inget ärende hos er är antecknat här" in told(
        cast, page, one, "per"
    )
    cast.consented(one, "Af Flen")
    accept(given_by("Af Flen", cast), by=cast.viewer("per"))
    text = told(cast, page, one, "per")
    assert f"{af}: samtycket gäller, men inget ärende hos er är antecknat här" in text
    assert f"{af}: samtycket gäller, men inget ärende därifrån är antecknat här" in told(
        cast, page, one
    )
    assert f"{af}: inget delas" not in text


def test_what_ones_own_authority_gives_is_its_own_consent_too(cast: Cast, page: Page) -> None:
    team, af = cast.enrolment().circle_units, cast.unit("Af Flen")
    one = cast.enrolled(holder_unit_id=af.pk, circle_units=(*team, af.pk))
    assert "Flens kommun: inget delas" in told(cast, page, one)
    cast.consented(one, "Af Flen", parts=[(one.controller_id, af.authority_id, "course")])
    holds = "samtycket gäller, men inget ärende hos er är antecknat här"
    assert f"Flens kommun: {holds}" in told(cast, page, one)


def af_of(cast: Cast) -> int:
    return cast.unit("Af Flen").authority_id


def test_what_is_taken_back_is_as_if_it_had_not_been(cast: Cast, page: Page) -> None:
    one = shared(cast)
    cast.consented(one, "FK Eskilstuna")
    withdraw(given_by("FK Eskilstuna", cast), how="ringde", by=cast.viewer("karin"))
    assert NOTHING in told(cast, page, one)


@pytest.mark.parametrize("both", [True, False])
def test_what_the_controller_has_not_accepted_is_said_where_consents_stand(
    cast: Cast, page: Page, both: bool
) -> None:
    one = shared(cast)
    if both:
        cast.consented(one, "Af Flen")
    cast.consented(one, "FK Eskilstuna", by="fatima")
    text = told(cast, page, one)
    waits = f"{FK}, när Flens arbetsmarknadsnämnd har godtagit det"
    assert (f"; {waits}" in text) == both
    assert waits in text
    assert "inget som gäller nu" not in text
    assert ("Arbetsförmedlingen till och med" in text) == both


def test_nothing_that_shares_health_is_ticked_whatever_the_initiative_asks_for(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    ConsentTemplate.objects.update_or_create(
        initiative=one.initiative, defaults={"information": list(Information.values)}
    )
    form: Any = page("karin").get(at(one, "samtycke/nytt")).context["form"]
    assert set(form.initial["information"]) == set(Information.values) - {"health"}
    assert "Hälsa är aldrig ikryssat" in str(form.fields["information"].help_text)


def test_no_group_says_that_it_is_optional_where_one_of_it_is_needed(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    form = page("karin").get(at(one, "samtycke/nytt")).context["form"]
    optional = [str(group.legend) for group in form.groups() if group.optional]
    assert optional == ["Undantag"]
    cast.as_everyone()
    cast.consented(one, "Af Flen")
    text = get(page("karin"), at(one, "samtycke/ta-tillbaka"))
    assert "Något av dem behövs" in text
    assert "(frivilligt)" not in text
    cast.as_everyone()
    new = get(page("karin"), at(one, "samtycke/nytt"))
    assert new.count("<summary>Undantag <span") == 1
    assert "svarar med e-legitimation</summary>" in new


USUAL = "att planera tillsammans, så att stödet hänger ihop och ingen behöver börja om"


@pytest.mark.parametrize(
    ("template", "typed", "said"),
    [
        ({}, {}, "to plan together, so that the support is coordinated"),
        ({"purpose": "att bygga båt", "purpose_en": "to build a boat"}, {}, "to build a boat"),
        ({"purpose_en": "to build a boat"}, {}, "to build a boat"),
        ({}, {"purpose": "att sy", "purpose_told": "to sew"}, "to sew"),
        ({}, {"purpose_told": "to sew"}, "to sew"),
    ],
    ids=[
        "the usual",
        "the initiative's own",
        "the usual in own words",
        "by hand",
        "by hand beside",
    ],
)
def test_an_english_form_has_its_purpose_in_english(
    cast: Cast, page: Page, template: dict[str, str], typed: dict[str, str], said: str
) -> None:
    one = shared(cast)
    cast.as_everyone()
    ConsentTemplate.objects.create(initiative=cast.initiative, **template)
    purpose = template.get("purpose", USUAL)
    sent = filled(cast, one, language="en", **{"purpose": purpose, **typed})
    send(page("karin"), at(one, "samtycke/nytt"), **sent)
    consent = Consent.objects.get()
    assert f"The purpose is: {said}" in consent.text
    assert consent.purpose == sent["purpose"]
    assert consent.purpose not in consent.text


@pytest.mark.parametrize(
    ("template", "typed"),
    [({}, "att sy"), ({"purpose": "att bygga båt"}, "att bygga båt"),
     ({"purpose": "att bygga båt", "purpose_en": "to build a boat"}, "att sy")],
)  # fmt: skip
def test_where_nobody_has_said_the_purpose_in_english_the_form_asks_for_it(
    cast: Cast, page: Page, template: dict[str, str], typed: str
) -> None:
    one = shared(cast)
    cast.as_everyone()
    ConsentTemplate.objects.create(initiative=cast.initiative, **template)
    sent = filled(cast, one, language="en", purpose=typed)
    answer = send(page("karin"), at(one, "samtycke/nytt"), 422, **sent)
    assert "ändamålet står bara på svenska" in faults(answer)
    assert not Consent.objects.exists()


def test_a_swedish_form_has_the_usual_purpose_in_swedish_whoever_reads_the_page_in_english() -> (
    None
):
    with override("en"):
        found = ConsentTemplate()
        assert str(found.purpose).startswith("to plan together")
        assert found.purpose_in("sv") == USUAL
    assert ConsentTemplate(purpose="att sy").purpose_in("sv") == "att sy"
    assert ConsentTemplate(purpose="to plan").purpose_in("en") == ""


@pytest.mark.parametrize("typed", ["Att bygga båt.", USUAL], ids=["this one", "the usual one"])
def test_the_swedish_purpose_is_no_english_one(cast: Cast, page: Page, typed: str) -> None:
    one = shared(cast)
    sent = filled(cast, one, language="en", purpose="att bygga båt", purpose_told=typed)
    answer = send(page("karin"), at(one, "samtycke/nytt"), 422, **sent)
    assert "Det här är det svenska ändamålet" in faults(answer)
    assert not Consent.objects.exists()
    assert send(page("karin"), at(one, "samtycke/nytt"), **{**sent, "language": "sv"})


PURPOSES = ("purpose", "purpose_told")


def test_the_purpose_is_shown_whole_and_kept_as_one_line(cast: Cast, page: Page) -> None:
    """Det personen skriver under ska gå att läsa innan: rutan växer, och radbrytningar följer inte med."""
    one = shared(cast)
    form = page("karin").get(at(one, "samtycke/nytt")).context["form"]
    for name in PURPOSES:
        assert "<textarea" in str(form[name])
        assert "grows" in str(form[name])
    send(page("karin"), at(one, "samtycke/nytt"), **filled(cast, one, purpose="Att\r\nbygga  båt"))
    assert Consent.objects.get().purpose == "Att bygga båt"


def test_the_form_says_each_thing_once(cast: Cast, page: Page) -> None:
    text = get(page("karin"), at(shared(cast), "samtycke/nytt"))
    assert text.count("ehövs när det gavs på papper") == 1
    assert text.count("Vem gav det?") == 1


def _with_guardian(cast: Cast) -> Participation:
    one = shared(cast)
    cast.as_everyone()
    Person.objects.filter(pk=one.person_id).update(guardian="Gun God")
    return one


def test_a_guardian_who_is_known_is_filled_in_and_counts_only_when_they_gave_it(
    cast: Cast, page: Page
) -> None:
    one = _with_guardian(cast)
    form = page("karin").get(at(one, "samtycke/nytt")).context["form"]
    assert form.initial["guardian"] == "Gun God"
    sent = filled(cast, one, guardian="Gun God")
    send(page("karin"), at(one, "samtycke/nytt"), **sent)
    assert Consent.objects.get().guardian == ""
    send(
        page("karin"),
        at(one, "samtycke/nytt"),
        **{**sent, "given_by": "guardian", "once_more": "on"},
    )
    assert Consent.objects.filter(given_by="guardian", guardian="Gun God").count() == 1


def test_another_name_than_the_known_guardians_is_still_asked_about(cast: Cast, page: Page) -> None:
    one = _with_guardian(cast)
    sent = filled(cast, one, guardian="Olle God")
    answer = send(page("karin"), at(one, "samtycke/nytt"), 422, **sent)
    assert "Olle God" in answer.content.decode()
    assert not Consent.objects.exists()


def test_where_one_authority_stands_alone_the_form_says_what_can_be_done(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.casework.forms.consents.team_known", lambda *_asked: [])
    text = get(page("karin"), at(shared(cast), "samtycke/nytt"))
    assert "Lägg först till den part det gäller i ärendet" in text
    assert "Går inte med e-legitimation" in text


@pytest.mark.parametrize(
    ("purpose", "line"),
    [("att bygga båt", "Ändamålet är: att bygga båt."), ("Att bygga båt.", "Att bygga båt."),
     ("Kan vi bygga båt?", "Kan vi bygga båt?")],
)  # fmt: skip
def test_the_purpose_ends_with_a_full_stop_on_the_paper(
    cast: Cast, page: Page, purpose: str, line: str
) -> None:
    one = shared(cast)
    send(page("karin"), at(one, "samtycke/nytt"), **filled(cast, one, purpose=purpose))
    assert f"{line}\n" in Consent.objects.get().text


def test_the_english_words_are_plain() -> None:
    with override("en"):
        assert "who coordinates it" in str(Information.COURSE.label)
        assert "the support is coordinated" in str(USUAL_PURPOSE)


def test_several_that_have_not_accepted_are_said_together_and_once(cast: Cast, page: Page) -> None:
    one = shared(cast)
    cast.consented(one, "FK Eskilstuna", "Af Flen")
    text = told(cast, page, one)
    day = "till och med 30 augusti 2025 (har inte godtagit sin del än"
    assert f"Arbetsförmedlingen och {FK} {day}" in text
    assert text.count("har inte godtagit") == 1


def test_one_that_nothing_is_told_to_is_said_not_to_have_accepted_where_the_parties_stand(
    cast: Cast, page: Page
) -> None:
    one, fk = shared(cast), cast.unit("FK Eskilstuna").authority_id
    cast.consented(one, "FK Eskilstuna", parts=[(fk, one.controller_id, "course")])
    waits = f"{FK} har inte godtagit det, så inget kommer därifrån än"
    assert f"{FK}: samtycke är antecknat; {waits}" in told(cast, page, one)
