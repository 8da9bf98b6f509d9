"""Till akten: what goes to an authority's own file, as far as who takes it out may see; and that is logged."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stafett.casework.actions import Doing, Life, Living, record_livelihood
from stafett.casework.models import Occupation, Participation
from stafett.safeguards.actions import state_file
from stafett.safeguards.in_words import in_words
from stafett.safeguards.models import Consent, Form, Release, Use
from stafett.vocabulary.models import told
from tests.casework.conftest import Page, get, send
from tests.casework.test_consent_pages import PNG, at, filled, shared
from tests.casework.test_consent_paper import printed, words
from tests.cast import TODAY, Cast
from tests.circumstances.conftest import did
from tests.reports.rendering import word_reader
from tests.safeguards.readings import readings_of


def test_a_period_has_person_holders_cases_and_livelihoods_and_who_took_it_out(
    cast: Cast, page: Page
) -> None:
    state_file(cast.unit("AUC").authority, Use.TOOL, TODAY, "Plan", by=cast.as_("eva"))
    one = cast.ended(
        cases=(cast.case_at("FK"),),
        livelihoods=(Living("start", "activity_compensation", 50), Living("end", "wages")),
        occupations=(Doing("start", "studies"), Doing("end", "work_unsupported", Decimal("20"))),
    )
    answer = page("karin").get(f"/deltagare/{one.pk}/till-akten.pdf")
    said = words(answer)
    for part in (
        "Till: Flens arbetsmarknadsnämnd", "Uttaget av: Karin Ek, AUC", "När: ",
        "Därför fick den som tog ut det se det: AUC är med i ärendet genom",
        "är Stafett ett arbetsverktyg sedan 2 juni 2025, enligt Eva Led",
        f"Namn: {one.person.name}", "Född: 2001", "Insats: Provinsatsen, Flen",
        "Tid: 1 feb – 30 sep 2024", "Utfall: Arbete", "Ärendenummer: ",
        "AUC, Flens arbetsmarknadsnämnd: 1 feb – 30 sep 2024",
        "Försäkringskassan: 1 feb – 30 sep 2024",
        ", 50 %: direkt före, ", ", 20 timmar i veckan: direkt efter, ",
        "Personuppgiftsansvarig: Flens arbetsmarknadsnämnd",
    ):  # fmt: skip
        assert part in said, part
    assert answer["Content-Disposition"] == 'attachment; filename="deltagande-till-akten.pdf"'


def test_none_of_the_occupations_is_said_in_words_that_stand_by_themselves(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled(occupations=(Doing("start", "none"),))
    told = "Varken arbete, studier, praktik, arbetssökande eller rehabilitering"
    for place in ("till-akten.pdf", "", "tidslinje/"):
        answer = page("karin").get(f"/deltagare/{one.pk}/{place}")
        said = words(answer) if place.endswith("pdf") else answer.content.decode()
        assert told in " ".join(said.split()), place
        assert "Ingen av dessa" not in said


def test_none_of_them_is_said_so_too_where_it_was_and_where_the_person_reads_it(
    cast: Cast, page: Page
) -> None:
    """I *Ändringar*, i försörjning över tid, i uppföljningen och i personens egna uppgifter."""
    one = cast.ended(occupations=(Doing("start", "none"),))
    row = one.occupations.get()
    words_ = told(row.what)
    cast.as_("karin")
    record_livelihood(
        [(one, Life("start", (), (Doing("start", "studies"),)))], by=cast.as_("karin")
    )
    assert f"Sysselsättning: {words_}" in get(page("karin"), f"/deltagare/{one.pk}/")
    assert in_words(row, Occupation._meta.get_field("what"), "none") == words_
    assert told("annat") == "annat"
    going_on = cast.enrolled()
    did(cast, going_on, word="none", amount=None)
    assert f"{words_}, börjar" in get(page("karin"), f"/deltagare/{going_on.pk}/tidslinje/")


def test_what_is_not_recorded_is_said_and_an_unstated_file_too(cast: Cast, page: Page) -> None:
    one = cast.enrolled(person=cast.person(birth_date="2001-02-03", birth_year=None))
    said = words(page("karin").get(f"/deltagare/{one.pk}/till-akten.pdf"))
    assert said.count("Inget som den som tog ut det får se.") == 2
    assert "har inte sagt om Stafett är akten" in said
    assert "Född: 3 februari 2001" in said
    assert "AUC, Flens arbetsmarknadsnämnd: från 1 feb 2024" in said
    assert "Utfall" not in said


def test_of_somebody_protected_the_paper_says_the_year_alone_as_the_page_does(
    cast: Cast, page: Page
) -> None:
    post = cast.viewer("karin").posts[0]
    one = cast.enrolled(
        person=cast.person(
            birth_date="2001-02-03", birth_year=None, protection="marked", alias="Lingon 1"
        ),
        named_team=((post.unit_id, post.position_id),),
    )
    said = words(page("karin").get(f"/deltagare/{one.pk}/till-akten.pdf"))
    assert "Född: 2001" in said
    assert "februari" not in said


def test_it_holds_what_that_authority_may_see_and_goes_to_its_own_file(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled(cases=(cast.case_at("FK"),), livelihoods=(Living("start", "wages"),))
    cast.consented(one, "Af Flen")
    cast.as_everyone()
    kept = Consent.objects.get().parts.exclude(information__in=["course", "agencies"])
    send(page("karin"), at(one, "samtycke/ta-tillbaka"), how="ringde",
         which=list(kept.order_by("pk").values_list("pk", flat=True)))  # fmt: skip
    said = words(page("per").get(f"/deltagare/{one.pk}/till-akten.pdf"))
    assert "Till: Arbetsförmedlingen" in said
    assert "Uttaget av: Per Af, Af Flen" in said
    assert "samtycke" in said
    assert "Försäkringskassan: från 1 feb 2024" in said
    assert "direkt före" not in said.lower()
    closed = "inte öppnar för er är inte med, om det finns: försörjning, sysselsättning."
    assert closed in said
    assert closed in get(page("per"), f"/deltagare/{one.pk}/")


def test_what_is_left_out_is_said_with_why_alike_whether_there_is_any(
    cast: Cast, page: Page
) -> None:
    """Who else is in the case, and whether anything was noted, can be read out of none of it."""
    alone = cast.enrolled()
    shared = cast.enrolled(livelihoods=(Living("start", "wages"),))
    cast.consented(shared, "Af Flen")
    cast.involved(shared, "per")
    papers = [words(page("karin").get(f"/deltagare/{one.pk}/till-akten.pdf"))
              for one in (alone, shared)]  # fmt: skip
    said = [paper.partition("Det här är inte med")[2] for paper in papers]
    assert "var och en svarar för sina" in said[0]
    assert "Anteckningar, möten, planer och beslut är inte med" in said[0]
    assert "samtycket inte öppnar" not in said[0]
    assert said[0] == said[1]


def test_taking_it_out_is_logged_as_an_export(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    page("karin").get(f"/deltagare/{one.pk}/till-akten.pdf")
    found = readings_of(cast, one.person_id)[-1]
    assert (found.form, found.door, found.name) == (Form.EXPORT, "period_to_file", "Karin Ek")


def test_printing_a_form_to_sign_is_logged_as_an_export_too(cast: Cast, page: Page) -> None:
    one = shared(cast)
    printed(page("karin"), one, **filled(cast, one))
    found = readings_of(cast, one.person_id)[-1]
    assert (found.form, found.door, found.method) == (Form.EXPORT, "consent_form", "POST")


def test_a_copy_goes_to_the_receivers_file_or_to_the_givers(cast: Cast, page: Page) -> None:
    one = shared(cast)
    cast.consented(one, "Af Flen")
    af = cast.unit("Af Flen").authority_id
    send(page("karin"), at(one, "lamna-ut"), receivers=[af], agreement="Per ringer.\nAnna skriver.")
    cast.as_everyone()
    address = f"/deltagare/utlamnat/{Release.objects.get().pk}/till-akten.pdf"
    got, gave = words(page("per").get(address)), words(page("karin").get(address))
    for said in (got, gave):
        for part in (
            f"Om: {one.person.name}", "Från: Flens arbetsmarknadsnämnd",
            "Utlämnat: 2 juni 2025, Karin Ek", "Med stöd av samtycke från: 2 juni 2025",
            "Per ringer. Anna skriver.",
        ):  # fmt: skip
            assert part in said, part
        assert "togs tillbaka" not in said
    assert "Till: Arbetsförmedlingen Uttaget av: Per Af, Af Flen" in got
    assert "Kopian är den egna myndighetens, utlämnad av Flens arbetsmarknadsnämnd." in got
    assert "Till: Flens arbetsmarknadsnämnd Uttaget av: Karin Ek, AUC" in gave
    assert "Flens arbetsmarknadsnämnd lämnade ut det till Arbetsförmedlingen." in gave
    assert f'href="{address}"' in get(page("per"), "/deltagare/utlamnat/")


def test_a_copy_whose_consent_was_taken_back_or_that_left_the_system_says_so(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    cast.consented(one, "Af Flen")
    af = cast.unit("Af Flen").authority_id
    send(page("karin"), at(one, "lamna-ut"), receivers=[af], agreement="Per ringer.", how="brev")
    send(page("karin"), at(one, "samtycke/ta-tillbaka"), everything="on", how="ringde")
    cast.as_everyone()
    address = f"/deltagare/utlamnat/{Release.objects.get().pk}/till-akten.pdf"
    said = words(page("karin").get(address))
    assert "Lämnat utanför Stafett, genom: brev" in said
    assert "Samtycket togs tillbaka: 2 juni 2025" in said


def test_a_consent_goes_to_the_file_word_for_word_in_its_own_language(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    sent = filled(cast, one, language="en", purpose_told="Plan", manner="paper")
    send(page("karin"), at(one, "samtycke/nytt"), scan=SimpleUploadedFile("x.png", PNG), **sent)
    consent = Consent.objects.get()
    said = words(page("karin").get(at(one, f"samtycke/{consent.pk}/till-akten.pdf").rstrip("/")))
    assert "I say yes to the authorities below" in said
    assert "Taken out to the file To: Flens arbetsmarknadsnämnd" in said
    assert consent.digest[:8] in said
    assert "Signature" not in said
    assert "har inte sagt" not in said


def test_the_page_says_whether_stafett_is_the_file_and_leads_to_the_paper(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    cast.consented(one, "Af Flen")
    state_file(
        cast.unit("AUC").authority, Use.FILE, TODAY - timedelta(3), "Plan", by=cast.as_("eva")
    )
    text = get(page("karin"), f"/deltagare/{one.pk}/")
    assert (
        "För Flens arbetsmarknadsnämnd är Stafett akten sedan 30 maj 2025, enligt Eva Led." in text
    )
    assert f"/deltagare/{one.pk}/till-akten.pdf" in text
    others = get(page("per"), f"/deltagare/{one.pk}/")
    assert "Arbetsförmedlingen har inte sagt om" in others
    assert "Flens arbetsmarknadsnämnd är Stafett" not in others
    assert "/till-akten.pdf" in get(page("karin"), at(one, "samtycke"))


def letter(cast: Cast, page: Page) -> tuple[Participation, Release]:
    """A copy that left Stafett by letter, to Af."""
    one = shared(cast)
    cast.consented(one, "Af Flen", purpose="Att planera arbetsträning")
    af = cast.unit("Af Flen").authority_id
    told = {"receivers": [af], "agreement": "Per ringer.", "how": "brev"}
    send(page("karin"), at(one, "lamna-ut"), **told)
    cast.as_everyone()
    return one, Release.objects.get()


def test_a_receiver_outside_gets_a_document_that_says_what_under_which_consent(
    cast: Cast, page: Page
) -> None:
    one, copy = letter(cast, page)
    address = f"/deltagare/utlamnat/{copy.pk}/till-mottagaren"
    said = words(page("karin").get(f"{address}.pdf"))
    for part in (
        "Till: Arbetsförmedlingen", "Från: Flens arbetsmarknadsnämnd, Karin Ek",
        f"Om: {one.person.name}", "Utlämnat: 2 juni 2025, brev", "Per ringer.",
        "Ändamål: Att planera arbetsträning", "Med stöd av samtycke från: 2 juni 2025",
        "besvaras av Flens arbetsmarknadsnämnd",
    ):  # fmt: skip
        assert part in said, part
    word = word_reader.opened(page("karin").get(f"{address}.docx").content)
    assert "Per ringer." in word_reader.words(word.element)
    text = get(page("karin"), at(one, "samtycke"))
    assert f'href="{address}.pdf"' in text
    assert f'href="{address}.docx"' in text
    found = readings_of(cast, one.person_id)
    assert ("copy_to_receiver", Form.EXPORT) in {(r.door, r.form) for r in found}


def test_the_document_is_the_givers_to_hand_over_and_nobody_elses(cast: Cast, page: Page) -> None:
    one, copy = letter(cast, page)
    get(page("per"), f"/deltagare/utlamnat/{copy.pk}/till-mottagaren.pdf", 404)
    assert "till-mottagaren" not in get(page("sven"), at(one, "samtycke"))
    Release.objects.filter(pk=copy.pk).update(outside=False, how="")
    get(page("karin"), f"/deltagare/utlamnat/{copy.pk}/till-mottagaren.pdf", 404)


def test_the_document_is_not_handed_over_once_the_consent_is_taken_back(
    cast: Cast, page: Page
) -> None:
    one, copy = letter(cast, page)
    send(page("karin"), at(one, "samtycke/ta-tillbaka"), everything="on", how="ringde")
    refused = get(page("karin"), f"/deltagare/utlamnat/{copy.pk}/till-mottagaren.pdf", 403)
    assert "Samtycket gäller inte längre" in refused
    assert "till-mottagaren" not in get(page("karin"), at(one, "samtycke"))


def test_the_document_is_not_handed_over_once_the_consent_has_run_out(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    _one, copy = letter(cast, page)
    address = f"/deltagare/utlamnat/{copy.pk}/till-mottagaren.pdf"
    clock = "stafett.safeguards.middleware.timezone.localdate"
    client = page("karin")
    monkeypatch.setattr(clock, lambda: copy.part.until_day - timedelta(days=1))
    assert "Per ringer." in words(client.get(address))
    monkeypatch.setattr(clock, lambda: copy.part.until_day)
    get(client, address, 403)
