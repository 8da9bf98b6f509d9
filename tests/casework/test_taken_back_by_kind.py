"""What a person takes back by kind and receiver is said before it is saved, and every part of it ends."""

from __future__ import annotations

from typing import Any

import pytest

from stafett.casework.models import Participation
from stafett.safeguards.actions import accept
from stafett.safeguards.models import ConsentPart
from tests.casework.conftest import Page, faults, get, send
from tests.casework.test_consent_pages import at, shared
from tests.cast import TODAY, Cast

EVERYBODY = ("AUC", "Af Flen", "FK Eskilstuna")


def three(cast: Cast) -> Participation:
    """A case where three authorities may tell each other everything, twice over, and health is one of it."""
    one = shared(cast)
    for _again in range(2):
        cast.consented(one, "Af Flen", "FK Eskilstuna")
    return one


def authority(cast: Cast, unit: str) -> int:
    return cast.unit(unit).authority_id


def take_back(client: Any, one: Participation, **told: Any) -> list[str]:
    """Choose it, read what stops, press again; gives what was read."""
    address, sent = at(one, "samtycke/ta-tillbaka"), {"how": "ringde", "givers": "all", **told}
    asked = client.post(address, sent)
    assert asked.status_code == 422
    form = asked.context["form"]
    assert "En fråga att svara på" in faults(asked)
    assert "sak att rätta" not in faults(asked)
    assert not ConsentPart.objects.filter(withdrawn_on=TODAY).exists()
    done = client.post(address, {**sent, "told": form["told"].value()})
    assert done.status_code == 302, faults(done)
    return list(form.also)


def ended(cast: Cast) -> set[tuple[int, int, str]]:
    cast.as_everyone()
    parts = ConsentPart.objects.filter(withdrawn_on=TODAY)
    return {(one.giver_id, one.receiver_id, one.information) for one in parts.order_by("pk")}


def going_on(cast: Cast) -> set[tuple[int, int, str]]:
    cast.as_everyone()
    parts = ConsentPart.objects.filter(withdrawn_on=None)
    return {(one.giver_id, one.receiver_id, one.information) for one in parts.order_by("pk")}


def test_one_kind_to_all_takes_every_part_of_that_kind_and_nothing_else(
    cast: Cast, page: Page
) -> None:
    one = three(cast)
    said = take_back(page("karin"), one, kinds=["livelihood"], receivers=["all"])
    stopped, left = ended(cast), going_on(cast)
    assert len(stopped) == 6
    assert {kind for _giver, _receiver, kind in stopped} == {"livelihood"}
    assert "livelihood" not in {kind for _giver, _receiver, kind in left}
    assert len(left) == 36
    assert said[:3] == [
        "Arbetsförmedlingen får inte längre berätta för Flens arbetsmarknadsnämnd och Försäkringskassan: "
        "vad personen försörjer sig på.",
        "Flens arbetsmarknadsnämnd får inte längre berätta för Arbetsförmedlingen och Försäkringskassan: "
        "vad personen försörjer sig på.",
        "Försäkringskassan får inte längre berätta för Arbetsförmedlingen och Flens arbetsmarknadsnämnd: "
        "vad personen försörjer sig på.",
    ]


def test_all_kinds_to_one_takes_all_that_it_is_told_by_anybody(cast: Cast, page: Page) -> None:
    one, af = three(cast), authority(cast, "Af Flen")
    take_back(page("karin"), one, kinds=["all"], receivers=[af])
    assert {receiver for _giver, receiver, _kind in ended(cast)} == {af}
    assert af not in {receiver for _giver, receiver, _kind in going_on(cast)}


def test_from_us_alone_leaves_what_others_tell(cast: Cast, page: Page) -> None:
    one, ours = three(cast), authority(cast, "AUC")
    take_back(page("karin"), one, kinds=["health", "course"], receivers=["all"], givers="ours")
    stopped = ended(cast)
    assert len(stopped) == 4
    assert {giver for giver, _receiver, _kind in stopped} == {ours}


@pytest.mark.parametrize("receivers", [["all"], ["fk"]])
def test_it_ends_also_where_one_does_not_know_of_the_consent(
    cast: Cast, page: Page, receivers: list[str]
) -> None:
    """Karin vet inget om det som Per antecknat mellan Af och FK. Ett nej är ett nej till det också."""
    one, (af, fk) = shared(cast), (authority(cast, name) for name in ("Af Flen", "FK Eskilstuna"))
    cast.consented(one, "Af Flen", "FK Eskilstuna", parts=[(af, fk, "course")])
    cast.consented(one, "Af Flen", "FK Eskilstuna", by="per", parts=[(af, fk, "course")])
    to = [str(fk) if name == "fk" else name for name in receivers]
    take_back(page("karin"), one, kinds=["course"], receivers=to)
    assert going_on(cast) == set()


def test_a_choice_that_nothing_known_is_in_says_so_and_tells_nothing(
    cast: Cast, page: Page
) -> None:
    one, (af, fk) = shared(cast), (authority(cast, name) for name in ("Af Flen", "FK Eskilstuna"))
    cast.consented(one, "Af Flen", "FK Eskilstuna",
                   parts=[(af, fk, "course"), (fk, af, "health")])  # fmt: skip
    cast.consented(one, "Af Flen", "FK Eskilstuna", by="per", parts=[(af, fk, "health")])
    said = take_back(page("karin"), one, kinds=["health"], receivers=[fk])
    assert said == [
        "Inget som ni känner till stämmer med det du valt. Finns det hos andra slutar det gälla."
    ]
    assert going_on(cast) == {(af, fk, "course"), (fk, af, "health")}


def test_what_has_changed_since_it_was_said_is_said_anew(cast: Cast, page: Page) -> None:
    one, client = three(cast), page("karin")
    sent = {"how": "ringde", "kinds": ["course"], "receivers": ["all"], "givers": "all"}
    address = at(one, "samtycke/ta-tillbaka")
    mark = client.post(address, sent).context["form"]["told"].value()
    for changed in ({"kinds": ["health"]}, {"givers": "ours"}):
        again = client.post(address, {**sent, **changed, "told": mark})
        assert again.status_code == 422
        assert again.context["form"]["told"].value() != mark
    assert ended(cast) == set()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"kinds": ["course"]}, "Till vem? Kryssa i till vem"),
        ({"receivers": ["all"]}, "Vad? Kryssa i vad, eller Alla slag"),
        ({}, "Vad? Kryssa i vad som tas tillbaka, eller Allt."),
    ],
)
def test_both_lists_are_asked_for(cast: Cast, page: Page, told: dict[str, Any], said: str) -> None:
    one = three(cast)
    address = at(one, "samtycke/ta-tillbaka")
    assert said in faults(send(page("karin"), address, 422, how="ringde", **told))


@pytest.mark.parametrize(
    "part",
    [{"kinds": ["course"]}, {"receivers": ["all"]}, {"which": ["to:af"]}, {"givers": "ours"}],
)
def test_all_and_a_part_at_once_is_asked_about_and_takes_nothing_back(
    cast: Cast, page: Page, part: dict[str, Any]
) -> None:
    one = three(cast)
    if "which" in part:
        part = {"which": [f"to:{authority(cast, 'Af Flen')}"]}
    address = at(one, "samtycke/ta-tillbaka")

    said = faults(send(page("karin"), address, 422, how="ringde", everything="on", **part))

    assert "Du har kryssat i både Allt och en del av det." in said
    assert ended(cast) == set()


def test_all_alone_takes_all(cast: Cast, page: Page) -> None:
    one = three(cast)

    send(
        page("karin"), at(one, "samtycke/ta-tillbaka"), how="ringde", everything="on", givers="all"
    )

    assert going_on(cast) == set()


def test_from_whom_is_asked_only_where_it_makes_a_difference(cast: Cast, page: Page) -> None:
    one, (auc, af) = shared(cast), (authority(cast, name) for name in ("AUC", "Af Flen"))
    cast.consented(one, "Af Flen", parts=[(auc, af, "course")])
    address = at(one, "samtycke/ta-tillbaka")
    assert "Från vem?" not in get(page("karin"), address)
    assert "Från vem?" not in get(page("per"), address)
    cast.as_everyone()
    cast.consented(one, "Af Flen", parts=[(af, auc, "course")])
    assert "Från vem?" in get(page("karin"), address)


def test_the_lists_say_the_person_and_the_single_parts_are_folded_in_the_order_asked(
    cast: Cast, page: Page
) -> None:
    one = three(cast)
    text = get(page("karin"), at(one, "samtycke/ta-tillbaka"))
    assert "Vad personen försörjer sig på" in text
    assert "försörjer dig" not in text
    assert "<summary>Eller peka ut delarna en och en</summary>" in text
    form = page("karin").get(at(one, "samtycke/ta-tillbaka")).context["form"]
    _receiver, (_whole, *lines) = form.fields["which"].choices[0]
    said = [words.partition(": ")[2] for _key, words in lines]
    assert said[0] == said[1] == "att personen deltar, när, och vem som håller ihop"
    assert said[-1] == "personens hälsa och vård"


def test_one_consent_is_one_sentence_and_what_stands_otherwise_a_row(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    consent = cast.consented(one, "Af Flen", "FK Eskilstuna")
    said = page("karin").get(at(one, "samtycke")).context["shared"].said
    names = "Arbetsförmedlingen, Flens arbetsmarknadsnämnd och Försäkringskassan"
    (whole,) = said
    assert whole.sentences[0].startswith(f"{names} får berätta för varandra: att personen deltar")
    assert (whole.status, [row.words for row in whole.rows]) == ("gäller", [
        "Arbetsförmedlingen till Flens arbetsmarknadsnämnd och Försäkringskassan: allt det",
        "Försäkringskassan till Arbetsförmedlingen och Flens arbetsmarknadsnämnd: allt det",
    ])  # fmt: skip
    cast.as_everyone()
    theirs = consent.parts.exclude(giver=one.controller).select_related("circle")
    for who in ("per", "fatima"):
        accept(list(theirs.filter(giver__in=cast.viewer(who).works_for)), by=cast.as_(who))
        cast.as_everyone()
    (whole,) = page("karin").get(at(one, "samtycke")).context["shared"].said
    assert (whole.status, whole.rows) == ("gäller", [])
    take_back(page("karin"), one, kinds=["health"], receivers=["all"], givers="ours")
    (whole,) = page("karin").get(at(one, "samtycke")).context["shared"].said
    (row,) = whole.rows
    assert row.words == (
        "Flens arbetsmarknadsnämnd till Arbetsförmedlingen och Försäkringskassan: personens hälsa och vård"
    )
    assert row.status == "taget tillbaka 2 juni 2025, antecknat av Karin Ek (ringde)"
    shown = get(page("karin"), at(one, "samtycke"))
    assert row.words in shown
    assert "utom det här:" in shown
    assert "med dig" not in shown


def test_what_is_left_of_what_waits_is_said_as_the_rest(cast: Cast, page: Page) -> None:
    one = shared(cast)
    cast.consented(one, "Af Flen", "FK Eskilstuna")
    take_back(page("karin"), one, kinds=["health"], receivers=["all"])
    (whole,) = page("karin").get(at(one, "samtycke")).context["shared"].said
    names = "Arbetsförmedlingen, Flens arbetsmarknadsnämnd och Försäkringskassan"
    assert {row.words for row in whole.rows} == {
        f"{names} till varandra: personens hälsa och vård",
        "Arbetsförmedlingen till Flens arbetsmarknadsnämnd och Försäkringskassan: resten av det",
        "Försäkringskassan till Arbetsförmedlingen och Flens arbetsmarknadsnämnd: resten av det",
    }


def test_who_sees_only_what_concerns_their_own_is_not_told_that_all_tell_each_other(
    cast: Cast, page: Page
) -> None:
    """Fatima på FK får inte veta vad kommunen och Af lämnar varandra (lag 2)."""
    one = three(cast)
    for whole in page("fatima").get(at(one, "samtycke")).context["shared"].said:
        (sentence,) = whole.sentences
        assert "varandra" not in sentence
        assert "Flens arbetsmarknadsnämnd får berätta för Försäkringskassan;" in sentence


def test_kinds_that_others_are_told_are_said_apart(cast: Cast, page: Page) -> None:
    one, (auc, af) = shared(cast), (authority(cast, name) for name in ("AUC", "Af Flen"))
    cast.consented(
        one, "Af Flen", parts=[(auc, af, "course"), (af, auc, "course"), (auc, af, "health")]
    )
    (whole,) = page("karin").get(at(one, "samtycke")).context["shared"].said
    between = "Arbetsförmedlingen och Flens arbetsmarknadsnämnd får berätta för varandra"
    assert set(whole.sentences) == {
        f"{between}: att personen deltar, när, och vem som håller ihop.",
        "Flens arbetsmarknadsnämnd får berätta för Arbetsförmedlingen: personens hälsa och vård.",
    }
