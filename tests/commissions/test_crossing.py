"""Words of an assignment that wait for an acceptance: who is told, how they are sent, what stays (law 2)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from stafett.commissions.actions import send_words
from stafett.commissions.crossing import unsent
from stafett.commissions.models import Commission
from stafett.commissions.queries import commission
from stafett.commissions.rules import Result, Step
from stafett.safeguards.actions import accept, withdraw
from stafett.safeguards.models import ConsentPart, Release
from stafett.safeguards.rules import Refused
from tests.casework.conftest import get, send
from tests.cast import Cast
from tests.commissions.test_doors import at
from tests.commissions.test_scenarios import with_af
from tests.commissions.test_settling import one_way
from tests.commissions.world import given, now, of_af, stepped

NOT_ACCEPTED = "har inte godtagit samtycket"


def asked(cast: Cast, words: str = "Vem är handledare?") -> tuple[Commission, Commission]:
    """An assignment that Af has asked about before it has accepted the consent: the giver's row, and Af's."""
    row = given(cast, with_af(cast), "Af Flen")
    copy = of_af(cast, row.participation)
    stepped(cast, copy, Step.ASK, "per", words)
    return row, copy


def theirs(cast: Cast) -> list[ConsentPart]:
    cast.as_everyone()
    parts = ConsentPart.objects.filter(giver=cast.unit("Af Flen").authority)
    return list(parts.select_related("circle").order_by("pk"))


def accepted(cast: Cast) -> None:
    accept(theirs(cast), by=cast.viewer("per"))


def told(cast: Cast, row: Commission) -> list[tuple[str, str]]:
    return [(one.question, one.reply) for one in now(cast, row).exchanges]


def test_who_asks_before_the_authority_has_accepted_is_told_before_and_after(
    cast: Cast, page: Any
) -> None:
    row = given(cast, with_af(cast), "Af Flen")
    copy = of_af(cast, row.participation)
    per = page("per")
    godta = reverse("accept_consent", args=[row.participation_id])
    before = get(per, at(copy, "fraga"))
    assert "når inte AUC förrän din myndighet har godtagit samtycket" in before
    assert godta in before
    assert godta not in get(per, at(copy, "ta-emot"))
    send(per, at(copy, "fraga"), words="Zqfraga")
    after = get(per, at(copy))
    assert "Men orden har inte nått AUC." in after
    again = get(per, at(copy))
    assert "din myndighet har inte godtagit samtycket" in again
    assert godta in again
    assert at(copy, "skicka-orden") not in again


def test_the_giver_is_told_why_it_cannot_be_read_and_what_to_do(cast: Cast, page: Any) -> None:
    row, _copy = asked(cast)
    karin = page("karin")
    for text in (get(karin, at(row)), get(karin, at(row, "svara"))):
        assert f"Arbetsförmedlingen {NOT_ACCEPTED}. Ring dem" in text
    assert f'button--primary button--small" href="{at(row, "svara")}"' not in get(karin, at(row))
    accepted(cast)
    for text in (get(karin, at(row)), get(karin, at(row, "svara"))):
        assert NOT_ACCEPTED not in text
        assert "de får skicka det nu" in text


def test_what_was_written_before_goes_by_an_act_and_not_by_the_acceptance(
    cast: Cast, page: Any
) -> None:
    row, copy = asked(cast)
    stepped(cast, row, Step.REPLY, "karin", "Vi ringer.")
    stepped(cast, copy, Step.ASK, "per", "Vilka dagar?")
    per = page("per")
    godta = reverse("accept_consent", args=[row.participation_id])
    line = "Uppdraget ”Intervjuträning”: det ni har skrivit har inte nått AUC."
    assert line in get(per, godta)
    assert line in get(per, reverse("received"))
    send(per, godta, which=[str(one.pk) for one in theirs(cast)])
    assert line in get(per, at(copy))
    elsewhere = "Orden finns hos Af Flen."
    assert told(cast, row) == [(elsewhere, "Vi ringer."), (elsewhere, "")]
    assert not Release.objects.filter(owner_authority=row.owner_authority_id).exists()
    assert at(copy, "skicka-orden") in get(per, at(copy))
    form = get(per, at(copy, "skicka-orden"))
    assert "Vem är handledare?" in form
    assert "Vi ringer." not in form
    assert "<details" not in form.partition("<main")[2]
    send(per, at(copy, "skicka-orden"))
    assert told(cast, row) == [("Vem är handledare?", "Vi ringer."), ("Vilka dagar?", "")]
    gone = Release.objects.get(owner_authority=row.owner_authority_id)
    assert gone.text == "Intervjuträning:\nVem är handledare?\nVilka dagar?"
    text = get(page("karin"), at(row))
    assert "Ring dem" not in text
    assert text.index("Vem är handledare?") < text.index("Vi ringer.") < text.index("Vilka dagar?")
    assert at(copy, "skicka-orden") not in get(per, at(copy))
    assert "inga ord som väntar" in get(per, at(copy, "skicka-orden"))


def test_accepted_beside_the_case_what_waits_is_told_too(cast: Cast, page: Any) -> None:
    asked(cast)
    consent = theirs(cast)[0].consent_id
    per = page("per")
    per.post(reverse("received"), {"consent": str(consent)})
    assert "öppna uppdraget och tryck Skicka orden" in get(per, reverse("received"))


def test_a_result_that_waited_goes_with_its_words(cast: Cast) -> None:
    row, copy = asked(cast)
    stepped(cast, copy, Step.ACCEPT, "per")
    stepped(cast, copy, Step.CLOSE, "per", "Sökte två.", result=Result.REACHED)
    assert now(cast, row).result == Result.ELSEWHERE
    accepted(cast)
    send_words(copy, by=cast.as_("per"))
    stands = now(cast, row)
    assert (stands.result, stands.result_words) == (Result.REACHED, "Sökte två.")


def test_no_words_go_without_an_accepted_consent_or_by_anybody_else(cast: Cast, page: Any) -> None:
    row, copy = asked(cast)
    with pytest.raises(Refused, match="Inget är skickat"):
        send_words(copy, by=cast.as_("per"))
    assert NOT_ACCEPTED in get(page("per"), at(copy, "skicka-orden"))
    accepted(cast)
    for who, which in (("karin", copy), ("fatima", copy), ("olle", row)):
        with pytest.raises(PermissionDenied):
            send_words(which, by=cast.as_(who))
    with pytest.raises(Refused, match="inga ord"):
        send_words(row, by=cast.as_("karin"))
    assert told(cast, row) == [("Orden finns hos Af Flen.", "")]


def test_where_no_consent_lets_them_both_are_told_that(cast: Cast, page: Any) -> None:
    row = one_way(cast)
    copy = of_af(cast, row.participation)
    per = page("per")
    assert "Det du skriver stannar hos er" in get(per, at(copy, "fraga"))
    send(per, at(copy, "fraga"), words="Zqfraga")
    text = get(per, at(copy))
    assert "Men orden stannar hos er" in text
    assert "inget samtycke låter din myndighet berätta det" in text
    text = get(page("karin"), at(row))
    assert "inget samtycke låter dem berätta det" in text
    assert "Zqfraga" not in text


def test_what_is_written_after_a_withdrawal_is_told_of_by_nothing(cast: Cast, page: Any) -> None:
    """Af's own yes is taken back, Flen's holds: Af asks anew in its own record, and Karin sees nothing new."""
    row, copy = asked(cast)
    withdraw(theirs(cast), how="ringde", by=cast.as_("karin"))
    before = get(page("karin"), at(row))
    stepped(cast, copy, Step.ASK, "per", "Zqny?")
    after = get(page("karin"), at(row))
    assert told(cast, row) == [("Orden finns hos Af Flen.", "")]
    assert "Det Af Flen har skrivit" in before
    assert ("Det Af Flen har skrivit" in after, "Zqny" in after) == (True, False)
    assert told(cast, copy) == [("Vem är handledare?", ""), ("Zqny?", "")]
    with pytest.raises(Refused):
        send_words(copy, by=cast.as_("per"))
    cast.consented(row.participation, "Af Flen")
    accepted(cast)
    with pytest.raises(Refused, match="inga ord"):
        send_words(copy, by=cast.as_("per"))
    assert told(cast, row) == [("Orden finns hos Af Flen.", "")]
    stepped(cast, copy, Step.ASK, "per", "Var?")
    assert told(cast, row) == [("Orden finns hos Af Flen.", "")] * 2 + [("Var?", "")]
    send_words(copy, by=cast.as_("per"))
    assert told(cast, row) == told(cast, copy)


def test_only_those_whose_words_they_are_are_told_that_they_wait(cast: Cast, page: Any) -> None:
    row, copy = asked(cast)
    circle = row.participation.circle_id
    assert list(unsent(cast.as_("per"), [circle])) == [circle]
    for who in ("karin", "fatima", "eva", "olle"):
        assert unsent(cast.as_(who), [circle]) == {}
    assert commission(cast.as_("per"), row.participation_id, copy.pk).own
    accepted(cast)
    assert at(copy, "skicka-orden") not in get(page("sven"), at(row))


def test_a_new_question_stands_after_the_old_one_with_its_answer(cast: Cast, page: Any) -> None:
    row = given(cast, cast.enrolled())
    for question, reply in (("Vem?", "Stig."), ("När?", "")):
        stepped(cast, row, Step.ASK, "eva", question)
        if reply:
            stepped(cast, row, Step.REPLY, "karin", reply)
    stepped(cast, row, Step.ASK, "eva", "Var?")
    assert told(cast, row) == [("Vem?", "Stig."), ("När?", ""), ("Var?", "")]
    assert "Stig.</del>" not in get(page("eva"), at(row))
    text = get(page("eva"), at(row)).partition("Frågor och svar")[2].partition("</dl>")[0]
    places = [text.index(said) for said in ("Vem?", "Stig.", "När?", "Inget svar än.", "Var?")]
    assert places == sorted(places)
    base = f"/api/v1/participations/{row.participation_id}/commissions"
    (one,) = page("karin").get(base).json()
    assert one["exchanges"][0] == {"question": "Vem?", "reply": "Stig."}
    assert (one["question"], one["reply"]) == ("Var?", "")


def test_the_words_are_sent_over_the_api(cast: Cast, page: Any) -> None:
    row, copy = asked(cast)
    address = f"/api/v1/participations/{row.participation_id}/commissions/{copy.pk}/forms/send"
    per = page("per")

    def post() -> Any:
        return per.post(address, '{"fields": {}}', content_type="application/json")

    assert post().status_code == 422
    accepted(cast)
    assert post().json() == {"done": "Orden är skickade till AUC."}
    assert told(cast, row) == [("Vem är handledare?", "")]
