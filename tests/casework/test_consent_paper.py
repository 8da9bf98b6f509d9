"""The form of a consent on paper: to sign before it is noted, and to compare with what was noted after."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stafett.casework.models import Participation
from stafett.initiatives.models import ConsentTemplate
from stafett.safeguards.models import Consent
from tests.casework.conftest import Page, faults, get, send
from tests.casework.test_consent_pages import PNG, at, filled, shared
from tests.cast import TODAY, Cast
from tests.reports.rendering import pdf_reader, word_reader


def printed(client: Any, one: Participation, form: str = "pdf", **sent: Any) -> Any:
    new = f"/deltagare/{one.pk}/samtycke/nytt/"
    seen = client.get(new).context["form"].initial["seen"]
    return client.post(f"{new}blankett.{form}", {"seen": seen, **sent})


def words(answer: Any) -> str:
    """The text of a PDF on one line, words put together again where a line broke them."""
    assert answer.status_code == 200, faults(answer)
    text = re.sub("[\xad\ufffe\x02]\\s*", "", pdf_reader.text(answer.content))
    return re.sub(r"\s+", " ", text)


def test_the_form_says_exactly_what_was_chosen_and_nothing_is_saved(cast: Cast, page: Page) -> None:
    one, af = shared(cast), cast.unit("Af Flen").authority_id
    answer = printed(page("karin"), one, **filled(cast, one, not_to=[f"{af}:livelihood"]))
    said = words(answer)
    for sentence in (
        "Samtycke till att myndigheter berättar för varandra",
        "inget annat. Ändamålet är: Planera",
        "Flens arbetsmarknadsnämnd får berätta för Arbetsförmedlingen: att du deltar",
        "från och med 2 juni 2025 till och med 31 augusti 2025",
        "senast 12 juli 2025",
        "Jag kan ändra mig när som helst",
        "Flens arbetsmarknadsnämnd svarar för uppgifterna om att jag deltar",
        "Den som berättat vad det innebär: Karin Ek, AUC, Flens arbetsmarknadsnämnd",
        "Ort och dag",
    ):
        assert sentence in said
    assert said.count("vad du försörjer dig på") == 1
    back = "Arbetsförmedlingen får berätta för Flens arbetsmarknadsnämnd: att du deltar, när"
    assert f"{back}, och vem som håller ihop; vad du försörjer dig på." in said
    assert "din hälsa" not in said
    assert answer["Content-Disposition"] == 'attachment; filename="samtycke.pdf"'
    assert not Consent.objects.exists()


def test_the_mark_on_the_paper_is_that_of_the_consent_noted_from_it(cast: Cast, page: Page) -> None:
    one, karin = shared(cast), page("karin")
    sent = filled(cast, one)
    said = words(printed(karin, one, **sent))
    found = re.search(r"Märke (\w{8})", said)
    assert found
    scan = SimpleUploadedFile("x.png", PNG)
    send(karin, at(one, "samtycke/nytt"), **{**sent, "manner": "paper", "mark": f" {found[1].upper()}"},
         scan=scan)  # fmt: skip
    noted = Consent.objects.get()
    assert noted.digest[:8] == found[1]
    groups = [noted.digest[start : start + 8] for start in range(0, 64, 8)]
    assert "Kontrollsumma: " + " ".join(groups) in said


def test_a_paper_that_says_something_else_is_not_noted_and_nothing_typed_is_lost(
    cast: Cast, page: Page
) -> None:
    one, karin = shared(cast), page("karin")
    found = re.search(r"Märke (\w{8})", words(printed(karin, one, **filled(cast, one))))
    assert found
    sent = filled(cast, one, purpose="Något annat", manner="paper", mark=found[1])
    answer = send(
        karin, at(one, "samtycke/nytt"), 422, scan=SimpleUploadedFile("x.png", PNG), **sent
    )
    assert "inte det som står på papperet" in faults(answer)
    right = re.search(r"Märke (\w{8})", words(printed(karin, one, **{**sent, "manner": "oral"})))
    assert right
    assert right[1] not in answer.content.decode()
    assert "Något annat" in answer.content.decode()
    assert not Consent.objects.exists()


def test_guardian_support_person_and_interpreter_have_a_line_each(cast: Cast, page: Page) -> None:
    one = shared(cast)
    told = {"given_by": "guardian", "guardian": "Gun Man", "support_person": "Sture Stöd",
            "interpreter": "Amina Noor"}  # fmt: skip
    said = words(printed(page("karin"), one, **filled(cast, one, **told)))
    assert f"Gun Man, i stället för {one.person.name}" in said
    assert "Stödperson: Sture Stöd" in said
    assert "Tolk: Amina Noor" in said


def test_the_person_signs_where_nobody_does_it_for_them(cast: Cast, page: Page) -> None:
    one = shared(cast)
    said = words(printed(page("karin"), one, **filled(cast, one)))
    assert f"Ort och dag {one.person.name}" in said
    assert "i stället för" not in said
    assert "Tolk:" not in said


def test_the_english_form_is_english_to_its_last_line(cast: Cast, page: Page) -> None:
    one = shared(cast)
    sent = filled(cast, one, language="en", purpose_told="Plan", given_by="guardian", guardian="Gun Man",
                  interpreter="Amina Noor")  # fmt: skip
    answer = printed(page("karin"), one, **sent)
    said = words(answer)
    for sentence in ("I say yes to the authorities below", "Explained by: Karin Ek", "Checksum:",
                     "on behalf of", "Interpreter: Amina Noor"):  # fmt: skip
        assert sentence in said
    assert not re.search("Underskrift|Kontrollsumma|Märke|Sida", said)
    with pdf_reader.opened(answer.content) as file:
        assert str(file.Root.Lang) == "en"


def test_word_has_the_same_words(cast: Cast, page: Page) -> None:
    one = shared(cast)
    answer = printed(page("karin"), one, "docx", **filled(cast, one))
    said = word_reader.words(word_reader.opened(answer.content).element)
    assert "Flens arbetsmarknadsnämnd får berätta för Arbetsförmedlingen: att du deltar" in said
    assert one.person.name in said


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"authorities": []}, "Välj ett svar"),
        ({"given_by": "guardian"}, "Skriv vem som gav samtycket"),
        ({"last_day": TODAY + timedelta(days=500)}, "räcka längst till och med"),
    ],
)
def test_what_is_wrong_is_said_before_anybody_signs_it(
    cast: Cast, page: Page, told: dict[str, Any], sentence: str
) -> None:
    one = shared(cast)
    answer = printed(page("karin"), one, **filled(cast, one, **told))
    assert answer.status_code == 422
    assert sentence in faults(answer)
    text = answer.content.decode()
    assert f'<form method="post" action="/deltagare/{one.pk}/samtycke/nytt/"' in text
    assert "Planera" in text


def test_a_form_about_one_authority_alone_asks_for_nothing_and_is_not_printed(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    answer = printed(page("karin"), one, **filled(cast, one, authorities=[one.controller_id]))
    assert "Inget är valt" in faults(answer)


def test_only_word_and_pdf_are_printed(cast: Cast, page: Page) -> None:
    one = shared(cast)
    assert printed(page("karin"), one, "exe", **filled(cast, one)).status_code == 404


def test_a_consent_of_another_case_is_not_found_by_this_one(cast: Cast, page: Page) -> None:
    one = shared(cast)
    other = cast.consented(shared(cast), "Af Flen")
    get(page("karin"), f"/deltagare/{one.pk}/samtycke/{other.pk}/blankett.pdf", 404)


def test_a_consent_given_by_word_of_mouth_can_be_printed_and_signed_later(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    cast.consented(one, "Af Flen")
    consent = Consent.objects.get()
    said = words(page("karin").get(at(one, f"samtycke/{consent.pk}/blankett.pdf").rstrip("/")))
    assert consent.text.splitlines()[0] in said
    assert "Underskrift" in said
    assert f"Gavs: muntligt, {one.person.name}" in said
    assert "Antecknat: " in said
    assert "Arbetsförmedlingen har inte godtagit det, så inget kommer därifrån än." in said


def test_a_signed_paper_is_not_asked_for_again_and_says_what_was_taken_back(
    cast: Cast, page: Page
) -> None:
    one, karin = shared(cast), page("karin")
    sent = filled(cast, one, manner="paper", support_person="Sture Stöd")
    send(karin, at(one, "samtycke/nytt"), scan=SimpleUploadedFile("x.png", PNG), **sent)
    send(karin, at(one, "samtycke/ta-tillbaka"), everything="on", how="ringde")
    consent = Consent.objects.get()
    said = words(karin.get(f"/deltagare/{one.pk}/samtycke/{consent.pk}/blankett.pdf"))
    assert "Underskrift" not in said
    assert "Stödperson: Sture Stöd" in said
    assert "Taget tillbaka 2 juni 2025, antecknat av Karin Ek (ringde)." in said


def test_the_page_leads_to_the_papers_and_the_form_can_be_printed(cast: Cast, page: Page) -> None:
    one = shared(cast)
    cast.consented(one, "Af Flen")
    consent = Consent.objects.get()
    text = get(page("karin"), at(one, "samtycke"))
    for form in ("pdf", "docx"):
        assert f"/samtycke/{consent.pk}/blankett.{form}" in text
    assert consent.digest[:8] in text
    assert f"/deltagare/{one.pk}/samtycke/nytt/blankett.pdf" in get(
        page("karin"), at(one, "samtycke/nytt")
    )


@pytest.mark.parametrize(("language", "fact"), [
    ("sv", "Säger jag nej påverkar det inte min rätt till ersättning, bistånd eller vård."),
    ("en", "does not affect my right"),
])  # fmt: skip
def test_that_a_no_costs_nothing_stands_on_the_form_only_where_it_is_decided(
    cast: Cast, page: Page, language: str, fact: str
) -> None:
    one, told = shared(cast), []
    for decided in (False, True):
        cast.as_everyone()
        ConsentTemplate.objects.update_or_create(
            initiative=one.initiative, defaults={"no_costs_nothing": decided}
        )
        sent = filled(cast, one, language=language, purpose_told="To plan together")
        told.append(fact in words(printed(page("karin"), one, **sent)))
    assert told == [False, True]
