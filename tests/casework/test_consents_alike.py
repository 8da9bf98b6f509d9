"""The same consent is not noted twice without a word, and what one authority is told is taken back as one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.casework.queries.consents import standing_alike
from stafett.people.models import Person
from stafett.safeguards.models import Consent, ConsentPart, Form, Reading, ReadPerson
from stafett.safeguards.rules import Terms
from tests.casework.conftest import Page, faults, get, send
from tests.casework.test_consent_pages import at, filled, shared
from tests.cast import TODAY, Cast


def test_the_same_consent_is_noted_twice_only_by_saying_so(cast: Cast, page: Page) -> None:
    one = shared(cast)
    karin, new = page("karin"), at(one, "samtycke/nytt")
    send(karin, new, **filled(cast, one))
    answer = send(karin, new, 422, **filled(cast, one, purpose="planera "))
    said = faults(answer)
    assert "Samma samtycke är redan antecknat" in said
    assert "av Karin Ek" in said
    assert "till och med 31 augusti 2025" in said
    told = f"{one.controller} till {cast.unit('Af Flen').authority}."
    assert told in answer.content.decode()
    assert "Anteckna det en gång till ändå" in answer.content.decode()
    assert Consent.objects.count() == 1
    send(karin, new, **filled(cast, one, once_more="on"))
    assert Consent.objects.count() == 2


@pytest.mark.parametrize(("wrong", "said"), [
    ({"last_day": TODAY + timedelta(days=700)}, "Samtycket kan räcka längst till och med"),
    ({"purpose": "Planera [fyll i: vad]"}, "Det står [fyll i: vad] kvar"),
    ({"manner": "paper"}, "papper"),
])  # fmt: skip
def test_what_is_wrong_is_said_before_it_is_asked_whether_it_is_to_stand_twice(
    cast: Cast, page: Page, wrong: dict[str, Any], said: str
) -> None:
    """Karin får höra allt som är fel först; frågan kommer när resten stämmer."""
    one = shared(cast)
    karin, new = page("karin"), at(one, "samtycke/nytt")
    send(karin, new, **filled(cast, one))
    cast.as_everyone()
    Consent.objects.update(purpose=wrong.get("purpose", "Planera"))
    told = faults(send(karin, new, 422, **filled(cast, one, **wrong)))
    assert said in told
    assert "redan antecknat" not in told


def test_what_is_printed_to_be_signed_is_asked_about_though_no_paper_is_there_yet(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    karin = page("karin")
    send(karin, at(one, "samtycke/nytt"), **filled(cast, one))
    form = karin.get(at(one, "samtycke/nytt")).context["form"]
    sent = filled(cast, one, manner="paper", seen=form.initial["seen"])
    answer = karin.post(at(one, "samtycke/nytt") + "blankett.pdf", sent)
    assert "redan antecknat" in faults(answer)


@pytest.mark.parametrize(
    "told", [{"purpose": "Något annat"}, {"information": ["course", "livelihood", "health"]}]
)
def test_a_consent_that_says_something_more_is_no_doublet(
    cast: Cast, page: Page, told: dict[str, Any]
) -> None:
    one = shared(cast)
    karin, new = page("karin"), at(one, "samtycke/nytt")
    send(karin, new, **filled(cast, one))
    assert "once_more" not in {f for g in karin.get(new).context["form"].layout() for f in g[1]}
    send(karin, new, **filled(cast, one, **told))
    assert Consent.objects.count() == 2


def test_what_was_taken_back_is_asked_for_anew_without_a_word(cast: Cast, page: Page) -> None:
    one = shared(cast)
    karin = page("karin")
    send(karin, at(one, "samtycke/nytt"), **filled(cast, one))
    send(karin, at(one, "samtycke/ta-tillbaka"), everything="on", how="ringde")
    send(karin, at(one, "samtycke/nytt"), **filled(cast, one))
    assert Consent.objects.count() == 2


def test_karin_förnyar_ett_samtycke_som_snart_går_ut(cast: Cast, page: Page) -> None:
    """Amina säger ja på nytt medan det gamla ännu gäller. Ingen säger att det redan är antecknat."""
    one = shared(cast)
    karin, new = page("karin"), at(one, "samtycke/nytt")
    send(karin, new, **filled(cast, one))
    until = Consent.objects.get().until_day
    ConsentPart.objects.update(until_day=until - timedelta(days=7))
    assert "redan antecknat" in faults(send(karin, new, 422, **filled(cast, one)))
    cast.as_everyone()
    ConsentPart.objects.update(until_day=until - timedelta(days=8))
    send(karin, new, **filled(cast, one))
    assert Consent.objects.count() == 2


def test_one_that_is_over_before_the_new_one_begins_is_another(cast: Cast, page: Page) -> None:
    one = shared(cast)
    karin, new = page("karin"), at(one, "samtycke/nytt")
    send(karin, new, **filled(cast, one))
    ConsentPart.objects.update(from_day=TODAY - timedelta(9), until_day=TODAY)
    send(karin, new, **filled(cast, one))
    assert Consent.objects.count() == 2


def test_of_a_consent_between_others_no_warning_tells(cast: Cast, page: Page) -> None:
    one = shared(cast)
    cast.consented(one, "Af Flen", "FK Eskilstuna")
    asked = [(cast.unit("Af Flen").authority_id, cast.unit("FK Eskilstuna").authority_id, "course")]
    stands = Consent.objects.get()
    terms = Terms(stands.from_day, stands.until_day, stands.review_on)
    told = standing_alike(cast.as_("karin"), one, stands.purpose, asked, terms)
    assert [part.receiver.name for part in told]
    cast.as_everyone()
    stands.noted_at_unit = cast.unit("Af Flen")
    stands.save()
    assert standing_alike(cast.as_("karin"), one, stands.purpose, asked, terms) == []


def test_all_that_one_authority_is_told_is_taken_back_by_one_tick(cast: Cast, page: Page) -> None:
    one = shared(cast)
    cast.consented(one, "Af Flen", "FK Eskilstuna")
    af = cast.unit("Af Flen").authority
    address = at(one, "samtycke/ta-tillbaka")
    text = get(page("karin"), address)
    assert "Allt till Arbetsförmedlingen" in text
    assert text.count('<div class="choice-group"') == 3
    send(page("karin"), address, which=[f"to:{af.pk}"], how="ringde")
    cast.as_everyone()
    ended = ConsentPart.objects.filter(withdrawn_on=TODAY)
    assert {part.receiver_id for part in ended} == {af.pk}
    assert not ConsentPart.objects.filter(withdrawn_on=None, receiver=af).exists()
    assert ConsentPart.objects.filter(withdrawn_on=None).exists()


def between_others(cast: Cast) -> Participation:
    """Af has said to FK how it goes: in one consent that karin knows of, and in one that per noted."""
    one = shared(cast)
    af, fk = (cast.unit(name).authority_id for name in ("Af Flen", "FK Eskilstuna"))
    cast.consented(one, "Af Flen", "FK Eskilstuna", parts=[(af, fk, "course")])
    cast.consented(one, "Af Flen", "FK Eskilstuna", by="per", parts=[(af, fk, "course")])
    return one


@pytest.mark.parametrize("whole", [True, False])
def test_what_is_taken_back_is_closed_also_in_a_consent_that_one_does_not_know_of(
    cast: Cast, page: Page, whole: bool
) -> None:
    one = between_others(cast)
    address, fk = at(one, "samtycke/ta-tillbaka"), cast.unit("FK Eskilstuna").authority_id
    line = next(iter(page("karin").get(address).context["form"].alike))
    send(page("karin"), address, which=[f"to:{fk}" if whole else line], how="ringde")
    cast.as_everyone()
    assert not ConsentPart.objects.filter(withdrawn_on=None, receiver=fk).exists()


def test_who_stands_beside_the_person_and_was_changed_meanwhile_is_shown_in_both_versions(
    cast: Cast, page: Page
) -> None:
    """Karin har blanketten öppen när Per skriver in en god man: hon ser båda, och sparar sedan."""
    one = shared(cast)
    karin, new = page("karin"), at(one, "samtycke/nytt")
    opened = karin.get(new).context["form"].initial["seen"]
    cast.as_everyone()
    Person.objects.filter(pk=one.person_id).update(guardian="Gun God")
    answer = send(karin, new, 422, **filled(cast, one, guardian="", seen=opened))
    assert "har ändrats sedan du öppnade sidan" in faults(answer)
    assert "Båda versionerna" in answer.content.decode()
    assert "Gun God" in answer.content.decode()
    cast.as_everyone()
    assert not Consent.objects.exists()
    seen = answer.context["form"]["seen"].value()
    send(karin, new, **filled(cast, one, guardian="", seen=seen))


def test_accepting_one_of_several_changes_something_for_that_one_alone(
    cast: Cast, page: Page
) -> None:
    """Loggen säger inte att något ändrades för dem som bara stod i samma lista."""
    cases = [cast.enrolled(person=cast.person(family_name=name)) for name in ("Ett", "Två")]
    for one in cases:
        cast.consented(one, "Af Flen")
    part = ConsentPart.objects.filter(
        circle=cases[0].circle_id, accepted_on=None, giver=cast.unit("Af Flen").authority
    ).first()
    assert part is not None
    answer = page("per").post(reverse("received"), {"consent": str(part.consent_id)})
    assert answer.status_code == 302
    cast.as_everyone()
    changed = Reading.objects.filter(form=Form.CHANGE, door="received").order_by("at", "pk").last()
    assert changed is not None
    met = ReadPerson.objects.filter(reading_id=changed.pk).order_by("pk")
    assert {row.circle_id for row in met} == {cases[0].circle_id}


def test_the_page_where_one_accepts_is_called_that_until_nothing_waits(
    cast: Cast, page: Page
) -> None:
    """Per trycker Godta på Idag och kommer till en sida som heter så; sedan heter den som det som är kvar."""
    one, per = cast.enrolled(), page("per")
    cast.consented(one, "Af Flen")
    address = reverse("received")
    text = get(per, address)
    assert "<h1>Godta samtycken</h1>" in text
    assert "<title>Godta samtycken" in text
    assert text.index("Väntar på att ni godtar") < text.index("<h2>Utlämnat till oss</h2>")
    cast.as_everyone()
    (consent,) = one.circle.consents.all()
    done = per.post(address, {"consent": str(consent.pk)}, follow=True).content.decode()
    assert "<h1>Utlämnat till oss</h1>" in done
    assert "Godta samtycken" not in done
