"""Two hands note what the person says at once: the later sees both, and nothing that was typed is lost."""

from __future__ import annotations

from typing import Any

from django.test import Client

from stafett.casework.models import Participation
from stafett.handover.actions import Hearing, hear
from stafett.handover.models import Handover
from stafett.handover.settling import open_of
from tests.casework.conftest import Page, _on_the_casts_day, get, send
from tests.cast import TODAY, Cast
from tests.handover.giving import at_af, proposed
from tests.handover.test_pages import at

__all__ = ["_on_the_casts_day"]
WANTS, DOES_NOT = "Jag vill gärna.", "Jag vill inte."
BOTH = "Nedan står båda"


def opened(client: Client, address: str) -> dict[str, Any]:
    """What a form says when it is opened, with its mark of how things stood."""
    form = client.get(address).context["form"]
    return {name: value for name, value in form.initial.items() if value not in (None, False)}


def noted(cast: Cast, case: Participation, who: str = "karin") -> None:
    """Somebody notes meanwhile that the person wants to."""
    one = open_of(case)
    assert one
    hear(one, Hearing(WANTS), by=cast.as_(who))
    cast.as_everyone()


def save_again(client: Client, address: str, answer: Any) -> None:
    """Save once more, with what the page shows."""
    assert answer.status_code == 422
    text = answer.content.decode()
    assert BOTH in text
    assert WANTS in text
    assert DOES_NOT in text
    assert Handover.objects.get().heard == WANTS
    sent = client.post(address, answer.context["form"].data.dict())
    assert sent.status_code == 302, sent.content.decode()
    assert Handover.objects.get().heard == DOES_NOT


def test_the_later_of_two_sees_what_the_first_has_noted(cast: Cast, page: Page) -> None:
    case = at_af(cast)
    proposed(cast, case, hearing=Hearing())
    client, address = page("per"), at(case, "personen")
    was = opened(client, address)
    noted(cast, case)
    save_again(client, address, client.post(address, {**was, "heard": DOES_NOT}))


def test_whoever_notes_it_first_is_asked_nothing_and_can_change_it(cast: Cast, page: Page) -> None:
    case = at_af(cast)
    proposed(cast, case, hearing=Hearing())
    send(page("karin"), at(case, "personen"), heard=WANTS)
    send(page("karin"), at(case, "personen"), heard=DOES_NOT)
    assert Handover.objects.get().heard == DOES_NOT


def test_whoever_takes_over_loses_no_words_that_were_typed(cast: Cast, page: Page) -> None:
    case = at_af(cast)
    proposed(cast, case, hearing=Hearing())
    client, address = page("per"), at(case, "ta-emot")
    was = opened(client, address)
    noted(cast, case)
    save_again(client, address, client.post(address, {**was, "heard": DOES_NOT}))
    assert Handover.objects.get().stand == "done"


def test_whoever_typed_nothing_takes_over_with_what_was_noted_meanwhile(
    cast: Cast, page: Page
) -> None:
    case = at_af(cast)
    proposed(cast, case, hearing=Hearing())
    client, address = page("per"), at(case, "ta-emot")
    was = opened(client, address)
    noted(cast, case)
    assert "Vad säger personen?" not in get(page("per"), address)
    assert client.post(address, was).status_code == 302
    one = Handover.objects.get()
    assert (one.stand, one.heard) == ("done", WANTS)


def test_the_giver_who_confirms_loses_no_words_that_were_typed(cast: Cast, page: Page) -> None:
    case = at_af(cast)
    proposed(cast, case, hearing=Hearing(), confirmed=False)
    send(page("per"), at(case, "ta-emot"), to="")
    client, address = page("karin"), at(case, "bekrafta")
    was = opened(client, address)
    noted(cast, case, "per")
    save_again(client, address, client.post(address, {**was, "heard": DOES_NOT}))
    assert Handover.objects.get().stand == "done"


def test_who_confirms_for_somebody_outside_sees_it_too(cast: Cast, page: Page) -> None:
    case = cast.enrolled()
    proposed(cast, case, outside="Komvux Flen", hearing=Hearing())
    client, address = page("karin"), at(case, "utanfor")
    was = opened(client, address) | {
        "confirmed_by": "Siv Rask", "manner": "phone", "ends_on": TODAY.isoformat(),
        "outcome": cast.outcome("studier").pk, "heard": DOES_NOT,
    }  # fmt: skip
    noted(cast, case)
    save_again(client, address, client.post(address, was))
