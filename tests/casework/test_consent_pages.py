"""Consent in a case, as people meet it: noted in a minute, accepted, withdrawn by telephone, handed over."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stafett.casework.actions import Doing, Living
from stafett.casework.models import Participation
from stafett.frame.metadata import without_position
from stafett.safeguards.actions import NewProvision, accept, record_provision, withdraw
from stafett.safeguards.models import (
    Consent,
    ConsentPart,
    Information,
    Opening,
    Provision,
    Release,
    RetentionHold,
)
from stafett.safeguards.viewer import operator
from tests.casework.conftest import Page, faults, get, send
from tests.cast import TODAY, Cast
from tests.documents.photo import with_position

RECORDED = ("course", "agencies", "livelihood", "occupation")
PNG = b"\x89PNG\r\n\x1a\n rest"


def at(one: Participation, word: str) -> str:
    return f"/deltagare/{one.pk}/{word}/"


def shared(cast: Cast) -> Participation:
    """A case in Flen with Af's unit in its team, and nothing consented to."""
    units = (*cast.enrolment().circle_units, cast.unit("Af Flen").pk)
    return cast.enrolled(circle_units=units)


def filled(cast: Cast, one: Participation, **told: Any) -> dict[str, Any]:
    """The form as it is filled in beforehand, with Af and the controller alone."""
    authorities = [one.controller_id, cast.unit("Af Flen").authority_id]
    return {
        "authorities": authorities, "information": ["course", "livelihood"], "purpose": "Planera",
        "from_day": TODAY, "last_day": TODAY + timedelta(days=90), "review_on": TODAY + timedelta(40),
        "manner": "oral", "given_by": "person", "language": "sv", **told,
    }  # fmt: skip


def test_a_consent_is_filled_in_beforehand_with_the_team_and_health_apart(
    cast: Cast, page: Page
) -> None:
    form = page("karin").get(at(shared(cast), "samtycke/nytt")).context["form"]
    assert len(form.initial["authorities"]) == 3
    assert "health" not in form.initial["information"]
    assert set(form.initial["information"]) == set(Information.values) - {"health"}
    assert form.initial["last_day"] == TODAY + timedelta(days=364)


def test_a_noted_consent_lets_the_others_read_at_once(cast: Cast, page: Page) -> None:
    one = shared(cast)
    get(page("per"), f"/deltagare/{one.pk}/", 404)
    send(page("karin"), at(one, "samtycke/nytt"), **filled(cast, one))
    text = get(page("per"), f"/deltagare/{one.pk}/")
    assert "genom samtycke och direktåtkomst" in text
    consent = Consent.objects.get()
    assert "Flens arbetsmarknadsnämnd får berätta för Arbetsförmedlingen" in consent.text
    assert "Vad ett nej kan betyda för mig svarar varje myndighet på" in consent.text
    assert "påverkar det inte min rätt" not in consent.text
    assert (consent.noted_by, consent.until_day) == ("Karin Ek", TODAY + timedelta(days=91))


def test_an_exception_keeps_one_kind_from_one_authority(cast: Cast, page: Page) -> None:
    one, af = shared(cast), cast.unit("Af Flen").authority_id
    sent = filled(cast, one, not_to=[f"{af}:livelihood"])
    send(page("karin"), at(one, "samtycke/nytt"), **sent)
    given = ConsentPart.objects.filter(receiver=af).values_list("information", flat=True)
    assert list(given.order_by("pk")) == ["course"]
    assert ConsentPart.objects.filter(receiver=one.controller_id).count() == 2


def test_a_further_unit_comes_in_to_what_it_is_given_alone(cast: Cast, page: Page) -> None:
    one = shared(cast)
    rut = cast.unit("Psykiatrin")
    send(page("karin"), at(one, "samtycke/nytt"), **filled(cast, one, unit=rut.pk))
    assert get(page("rut"), f"/deltagare/{one.pk}/")
    assert ConsentPart.objects.filter(giver=rut.authority_id, accepted_on=None).exists()


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"authorities": []}, "Välj ett svar"),
        ({"manner": "paper"}, "Lägg till det undertecknade papperet"),
        ({"last_day": TODAY - timedelta(days=1)}, "redan slut den dagen"),
        ({"last_day": TODAY + timedelta(days=500)}, "räcka längst till och med"),
        ({"given_by": "guardian"}, "Skriv vem som gav samtycket"),
        ({"information": ["allt"]}, "Välj"),
        ({"scan": SimpleUploadedFile("x.exe", b"MZ...")}, "varken pdf, png eller jpeg"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_noted(
    cast: Cast, page: Page, told: dict[str, Any], sentence: str
) -> None:
    one = shared(cast)
    answer = send(page("karin"), at(one, "samtycke/nytt"), 422, **filled(cast, one, **told))
    assert sentence in faults(answer)
    assert not Consent.objects.exists()


def test_a_file_that_is_too_large_is_refused(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.casework.forms.scans.LARGEST", 5)
    one = shared(cast)
    sent = filled(cast, one, manner="paper", scan=SimpleUploadedFile("x.png", PNG))
    assert "större än 10 MB" in faults(send(page("karin"), at(one, "samtycke/nytt"), 422, **sent))


def test_of_two_files_for_the_signed_paper_none_is_taken(cast: Cast, page: Page) -> None:
    one = shared(cast)
    files = [SimpleUploadedFile(name, PNG) for name in ("x.png", "y.png")]
    sent = filled(cast, one, manner="paper", scan=files)
    answer = send(page("karin"), at(one, "samtycke/nytt"), 422, **sent)
    assert "Fältet har fått flera filer" in faults(answer)
    assert not Consent.objects.exists()


def test_a_photo_of_the_signed_paper_does_not_say_where_it_was_taken(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    sent = filled(cast, one, manner="paper", scan=SimpleUploadedFile("x.jpg", with_position()))
    send(page("karin"), at(one, "samtycke/nytt"), **sent)
    kept = page("per").get(at(one, f"samtycke/papper/{Consent.objects.get().pk}")).content
    assert kept == without_position(with_position()) != with_position()


def test_the_signed_paper_can_be_fetched_by_those_whom_it_concerns(cast: Cast, page: Page) -> None:
    one = shared(cast)
    sent = filled(cast, one, manner="paper", scan=SimpleUploadedFile("x.png", PNG))
    send(page("karin"), at(one, "samtycke/nytt"), **sent)
    address = at(one, f"samtycke/papper/{Consent.objects.get().pk}")
    answer = page("per").get(address)
    assert answer.content == PNG
    assert answer["Content-Disposition"] == 'attachment; filename="samtycke.png"'


def test_the_english_text_is_english(cast: Cast, page: Page) -> None:
    one = shared(cast)
    send(
        page("karin"),
        at(one, "samtycke/nytt"),
        **filled(cast, one, language="en", purpose_told="Plan together"),
    )
    assert "I say yes to the authorities below" in Consent.objects.get().text


def test_the_page_says_who_may_tell_whom_what_and_how_it_stands(cast: Cast, page: Page) -> None:
    one = shared(cast)
    cast.consented(one, "Af Flen")
    text = get(page("karin"), at(one, "samtycke"))
    assert "Arbetsförmedlingen har inte godtagit det, så inget kommer därifrån än" in text
    assert "gäller" in text
    assert "Samtycke:" in get(page("karin"), f"/deltagare/{one.pk}/")
    send(page("per"), at(one, "samtycke/godta"), which=waiting(cast))
    assert "har inte godtagit" not in get(page("karin"), at(one, "samtycke"))


def waiting(cast: Cast) -> list[int]:
    cast.as_everyone()
    return list(
        ConsentPart.objects.filter(accepted_on=None).values_list("pk", flat=True).order_by("pk")
    )


def test_whoever_answers_the_telephone_withdraws_part_or_all(cast: Cast, page: Page) -> None:
    one = shared(cast)
    consent = cast.consented(one, "Af Flen")
    health = consent.parts.get(information="health", receiver=cast.unit("Af Flen").authority)
    address = at(one, "samtycke/ta-tillbaka")
    assert "Kryssa i vad" in faults(send(page("lena"), address, 422, how="ringde"))
    send(page("lena"), address, which=[health.pk], how="ringde")
    cast.as_everyone()
    assert consent.parts.filter(withdrawn_on=TODAY).count() == 1
    send(page("lena"), address, everything="on", how="ringde igen")
    get(page("per"), f"/deltagare/{one.pk}/", 404)
    text = get(page("karin"), at(one, "samtycke"))
    assert "taget tillbaka 2 juni 2025, antecknat av Lena Chef" in text
    assert "inget som gäller nu" in get(page("karin"), f"/deltagare/{one.pk}/")


def test_a_consent_that_has_ended_says_so(cast: Cast, page: Page) -> None:
    one = shared(cast)
    cast.consented(one, "Af Flen")
    ConsentPart.objects.update(from_day=TODAY - timedelta(9), until_day=TODAY)
    assert "har gått ut" in get(page("karin"), at(one, "samtycke"))


def test_what_was_agreed_goes_to_all_in_one_click_and_they_read_their_copy(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    cast.consented(one, "Af Flen", "FK Eskilstuna")
    form = page("karin").get(at(one, "lamna-ut")).context["form"]
    assert len(form.initial["receivers"]) == 2
    sent = {"receivers": form.initial["receivers"], "agreement": "Per ringer läkaren till fredag."}
    send(page("karin"), at(one, "lamna-ut"), **sent)
    for who in ("per", "fatima"):
        assert "Per ringer läkaren till fredag." in get(page(who), "/deltagare/utlamnat/")
    assert "Per ringer" not in get(page("sven"), "/deltagare/utlamnat/")
    assert "Per ringer" in get(page("karin"), at(one, "samtycke"))
    send(page("karin"), at(one, "samtycke/ta-tillbaka"), everything="on", how="ringde")
    assert "samtycket togs tillbaka 2 juni 2025" in get(page("per"), "/deltagare/utlamnat/")


def test_what_the_case_says_goes_along_as_it_stands(cast: Cast, page: Page) -> None:
    one = shared(cast)
    cast.consented(one, "Af Flen")
    af = cast.unit("Af Flen").authority_id
    kinds = ["course", "agencies", "livelihood", "occupation"]
    send(page("karin"), at(one, "lamna-ut"), receivers=[af], recorded=kinds)
    cast.as_everyone()
    texts = {r.kind: r.text for r in Release.objects.order_by("pk")}
    assert "Deltar i Provinsatsen, Flen, från 1 februari 2024." in texts["participation"]
    assert "Håller ihop från 1 februari 2024: AUC" in texts["participation"]
    none = "Inget är antecknat hos Flens arbetsmarknadsnämnd."
    assert texts["livelihood"] == texts["occupation"] == none


def test_what_another_authority_has_opened_is_not_handed_on_with_ones_own(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    consent = cast.consented(one, "Af Flen", "FK Eskilstuna")
    cast.involved(one, "per")
    theirs = consent.parts.filter(giver__name="Arbetsförmedlingen").select_related("circle")
    accept(list(theirs.order_by("pk")), by=cast.viewer("per"))
    af = cast.unit("Af Flen").authority
    told = NewProvision(af, one.controller, Opening.STANDING, ("agencies",), "Prov 2 §", TODAY)
    record_provision(told, by=operator(TODAY))
    assert "Af Flen" in get(page("karin"), f"/deltagare/{one.pk}/")
    fk = cast.unit("FK Eskilstuna").authority_id
    send(page("karin"), at(one, "lamna-ut"), receivers=[fk], recorded=["agencies"])
    cast.as_everyone()
    assert [copy.text for copy in Release.objects.all()] == [
        "Inget är antecknat hos Flens arbetsmarknadsnämnd."
    ]


def test_what_stands_in_two_consents_is_one_line_and_is_taken_back_in_both(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    for _again in range(2):
        cast.consented(one, "Af Flen")
    client, address = page("karin"), at(one, "samtycke/ta-tillbaka")
    choices = lines_to_take_back(client, address)
    assert len({words for _key, words in choices}) == len(choices) == 14
    send(client, address, which=[choices[0][0]], how="ringde")
    cast.as_everyone()
    assert ConsentPart.objects.filter(withdrawn_on=TODAY).count() == 2
    assert len(lines_to_take_back(client, address)) == 13


def lines_to_take_back(client: Any, address: str) -> list[tuple[str, str]]:
    """Each line that can be ticked by itself, under whomever it is told to."""
    groups = client.get(address).context["form"].fields["which"].choices
    return [line for _receiver, (_whole, *lines) in groups for line in lines]


def test_idag_says_that_consents_wait_and_of_nobody(cast: Cast, page: Page) -> None:
    one = shared(cast)
    assert "att ni godtar" not in get(page("per"), "/")
    cast.consented(one, "Af Flen")
    text = get(page("per"), "/")
    assert "Ett samtycke väntar på att ni godtar det" in text
    assert one.person.name not in text
    assert "att ni godtar" not in get(page("karin"), "/")


def test_what_waits_for_the_controller_is_told_to_the_unit_that_holds_the_case(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    cast.consented(one, "Af Flen", by="per")
    assert "Ett samtycke väntar på att ni godtar det" in get(page("karin"), "/")
    assert "Jag säger ja." in get(page("karin"), "/deltagare/utlamnat/")
    for who in ("eva", "per", "sven"):
        assert "att ni godtar" not in get(page(who), "/"), who


def test_whom_the_person_has_said_no_to_is_not_ticked_in_the_next_form(
    cast: Cast, page: Page
) -> None:
    one, af = shared(cast), str(cast.unit("Af Flen").authority_id)
    consent = cast.consented(one, "Af Flen")
    told = consent.parts.filter(receiver=af).select_related("circle")
    withdraw(list(told), how="ringde", by=cast.viewer("karin"))
    form = page("karin").get(at(one, "samtycke/nytt")).context["form"]
    assert af in dict(form.fields["authorities"].choices)
    assert af not in form["authorities"].value()
    assert "Inte ikryssat: Arbetsförmedlingen." in form.fields["authorities"].help_text
    assert consent.controller_id in map(int, form["authorities"].value())


def test_who_has_a_case_of_their_own_can_be_chosen_in_a_consent(cast: Cast, page: Page) -> None:
    one = cast.enrolled(cases=(cast.case_at("FK"),))
    form = page("karin").get(at(one, "samtycke/nytt")).context["form"]
    assert "Försäkringskassan" in dict(form.fields["authorities"].choices).values()


def test_without_any_consent_the_form_says_so(cast: Cast, page: Page) -> None:
    one = shared(cast)
    assert "Inget samtycke gäller nu" in get(page("karin"), at(one, "lamna-ut"))


def test_who_is_not_the_controller_gives_nothing_of_the_controllers(cast: Cast, page: Page) -> None:
    one = shared(cast)
    consent = cast.consented(one, "Af Flen", "FK Eskilstuna")
    cast.involved(one, "per")
    theirs = consent.parts.filter(giver__name="Arbetsförmedlingen").select_related("circle")
    accept(list(theirs.order_by("pk")), by=cast.viewer("per"))
    fk = cast.unit("FK Eskilstuna").authority_id
    send(page("per"), at(one, "lamna-ut"), receivers=[fk], recorded=["course"])
    cast.as_everyone()
    assert Release.objects.get().text == "Inget är antecknat hos Arbetsförmedlingen."


def test_nothing_goes_to_anybody_when_one_of_them_is_not_to_know(cast: Cast, page: Page) -> None:
    one = shared(cast)
    af, fk = (cast.unit(name).authority_id for name in ("Af Flen", "FK Eskilstuna"))
    cast.consented(one, "Af Flen", "FK Eskilstuna", parts=[
        (one.controller_id, af, "agreement"), (one.controller_id, af, "health"),
        (one.controller_id, fk, "agreement"),
    ])  # fmt: skip
    sent = {"receivers": [af, fk], "agreement": "Vi ses.", "health": "Ont i ryggen."}
    answer = send(page("karin"), at(one, "lamna-ut"), 422, **sent)
    assert "inte sagt ja till att Försäkringskassan får veta: din hälsa och vård" in faults(answer)
    assert "Ont i ryggen." in answer.content.decode()
    empty = send(page("karin"), at(one, "lamna-ut"), 422, receivers=[af])
    assert "Skriv vad ni kom överens om" in faults(empty)
    cast.as_everyone()
    assert not Release.objects.exists()


def test_what_leaves_the_system_is_recorded_with_how(cast: Cast, page: Page) -> None:
    one = shared(cast)
    cast.consented(one, "Af Flen")
    af = cast.unit("Af Flen").authority_id
    sent = {"receivers": [af], "agreement": "Vi ses.", "how": "Brev"}
    send(page("karin"), at(one, "lamna-ut"), **sent)
    assert "Brev" in get(page("karin"), at(one, "samtycke"))
    assert "Vi ses." not in get(page("per"), "/deltagare/utlamnat/")


def test_an_authority_without_standing_access_accepts_and_reads_its_copies(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    consent = cast.consented(one, "Viadidakt")
    get(page("lotta"), f"/deltagare/{one.pk}/", 404)
    assert "Jag säger ja." in get(page("lotta"), "/deltagare/utlamnat/")
    assert page("lotta").post("/deltagare/utlamnat/", {"consent": consent.pk}).status_code == 302
    assert waiting(cast) == []
    assert page("lotta").post("/deltagare/utlamnat/", {"consent": consent.pk}).status_code == 404


def test_parties_of_which_nothing_is_shown_have_the_same_line_whether_they_are_in(
    cast: Cast, page: Page
) -> None:
    one, other = shared(cast), shared(cast)
    fk = cast.unit("FK Eskilstuna").authority_id
    cast.consented(one, "FK Eskilstuna", parts=[(one.controller_id, fk, "course")])
    cast.involved(one, "fatima")
    hidden, nothing = (get(page("karin"), f"/deltagare/{case.pk}/") for case in (one, other))
    line = "Försäkringskassan: inget delas"
    assert line in hidden
    assert line in nothing


def test_a_teams_usual_consent_is_the_initiatives(cast: Cast, page: Page) -> None:
    address = "/insatser/prov/samtycke/"
    told = {
        "purpose": "Att hjälpas åt",
        "information": ["course"],
        "longest_days": 60,
        "review_days": 30,
        "guardians_needed": 1,
    }
    send(page("eva"), address, **told)
    send(page("eva"), address, **{**told, "purpose": "Att hjälpas åt mer"})
    form = page("karin").get(at(shared(cast), "samtycke/nytt")).context["form"]
    assert form.initial["purpose"] == "Att hjälpas åt mer"
    assert form.initial["information"] == ["course"]
    assert form.initial["last_day"] == TODAY + timedelta(days=59)
    answer = send(page("eva"), address, 422, **{**told, "longest_days": 900})
    assert "räcker högst två år" in answer.content.decode()


def test_an_authority_records_and_ends_what_it_opens(cast: Cast, page: Page) -> None:
    flen, region = cast.unit("AUC").authority, cast.unit("Psykiatrin").authority
    address = "/bestammelser/"
    told = {"giver": flen.pk, "receiver": region.pk, "opens": "standing", "information": ["course"],
            "paragraph": "Avtal 7", "from_day": TODAY, "last_day": ""}  # fmt: skip
    send(page("lena"), address, **told)
    text = get(page("lena"), address)
    assert "Avtal 7" in text
    answer = page("lena").post(address, {**told, "last_day": "2025-01-01"})
    assert "redan slut den dagen" in answer.content.decode()
    assert answer.status_code == 422
    one = Provision.objects.get(paragraph="Avtal 7")
    page("lena").post(f"/bestammelser/{one.pk}/avsluta/")
    assert "Avtal 7" not in get(page("lena"), address)


def test_what_one_board_gives_by_itself_waits_for_nobody(cast: Cast, page: Page) -> None:
    one, soc = cast.enrolled(), cast.unit("Försörjningsstöd").authority_id
    sent = filled(cast, one, authorities=[one.controller_id, soc])
    send(page("sven"), at(one, "samtycke/nytt"), **sent)
    assert waiting(cast) == []
    assert ConsentPart.objects.filter(accepted_by="Sven Soc").count() == 4


def test_everything_that_the_case_says_is_handed_over_in_words(cast: Cast, page: Page) -> None:
    one = cast.ended(
        cases=(cast.case_at("FK"),),
        livelihoods=(Living("start", "activity_compensation", 50), Living("end", "wages")),
        occupations=(Doing("start", "studies"), Doing("end", "work_unsupported", Decimal("20"))),
    )
    other = cast.enrolled(cases=(cast.case_at("Af"),))
    for case in (one, other):
        cast.consented(case, "Af Flen")
        kinds = {"receivers": [cast.unit("Af Flen").authority_id], "recorded": list(RECORDED)}
        send(page("karin"), at(case, "lamna-ut"), **kinds)
        cast.as_everyone()
    texts = {r.kind: r.text for r in Release.objects.filter(circle=one.circle_id)}
    assert "Avslutat 30 september 2024." in texts["participation"]
    assert (
        "Försäkringskassan hade ett eget ärende från 1 februari 2024 till 30 september 2024."
        in (texts["involvement"])
    )
    assert "50 %" in texts["livelihood"]
    assert "20" in texts["occupation"]
    goes_on = Release.objects.get(circle=other.circle_id, kind="involvement").text
    assert "Arbetsförmedlingen har ett eget ärende från 1 februari 2024." in goes_on


def test_exceptions_are_folded_away_until_one_is_chosen_and_receivers_never_are(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    address = at(one, "samtycke/nytt")
    form = page("karin").get(address).context["form"]
    folded = {bound.name for group in form.groups() if group.seldom for bound in group.fields}
    assert not folded & {"authorities", "unit"}
    assert "not_to" in folded
    assert '<details class="acting__group"><summary>' in get(page("karin"), address)
    ((key, _label), *_rest) = page("karin").get(address).context["form"].fields["not_to"].choices
    sent = page("karin").post(address, {**filled(cast, one), "not_to": [key], "purpose": ""})
    assert '<details class="acting__group" open><summary>' in sent.content.decode()


def test_all_is_all_also_between_others_and_leads_to_a_page_that_is_still_ones_own(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    cast.consented(one, "Af Flen", "FK Eskilstuna", "Psykiatrin")
    answer = send(page("fatima"), at(one, "samtycke/ta-tillbaka"), everything="on", how="ringde")
    assert answer["Location"] == "/deltagare/"
    cast.as_everyone()
    assert not ConsentPart.objects.filter(circle=one.circle_id, withdrawn_on=None).exists()
    for who in ("per", "rut", "fatima"):
        get(page(who), f"/deltagare/{one.pk}/", 404)


@pytest.mark.parametrize("name", ["from_day", "last_day"])
def test_a_day_too_far_off_to_count_from_is_refused_in_a_sentence(
    cast: Cast, page: Page, name: str
) -> None:
    one = shared(cast)
    told = filled(cast, one, **{name: "9999-12-31"})
    answer = send(page("karin"), at(one, "samtycke/nytt"), 422, **told)
    assert "Det året ligger för långt fram" in faults(answer)


def test_why_a_case_is_kept_is_not_told_to_another_authority(cast: Cast, page: Page) -> None:
    one = shared(cast)
    cast.consented(one, "Af Flen")
    send(page("karin"), at(one, "gallring"), reason="audit", because="Hemlig granskning")
    assert "Hemlig granskning" in get(page("sven"), f"/deltagare/{one.pk}/gallring/")
    assert "svarar för uppgifterna" in get(page("per"), f"/deltagare/{one.pk}/gallring/", 403)
    assert "gallring" not in get(page("per"), f"/deltagare/{one.pk}/")
    hold = RetentionHold.objects.get()
    answer = page("per").post(f"/deltagare/{one.pk}/gallring/{hold.pk}/hav/")
    assert (answer.status_code, RetentionHold.objects.get().lifted_on) == (403, None)
