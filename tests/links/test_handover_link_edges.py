"""What a link about taking over does at its edges: too little consent, a late answer, a long reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from stafett.handover.actions import (
    Hearing,
    Leaving,
    answer,
    ask_by_link,
    decline_by_link,
    question_by_link,
    take_by_link,
)
from stafett.handover.forms.by_link import AnswerByLinkForm
from stafett.handover.models import Handover
from stafett.initiatives.actions import add_outcome
from stafett.safeguards import answering
from stafett.safeguards.actions import Item
from stafett.safeguards.actions.links import Receiver
from stafett.safeguards.models import COVERS, ConsentPart, Link, LinkPurpose, Release
from stafett.safeguards.rules import Refused, parts_between
from stafett.safeguards.viewer import operator
from tests.accounts.openid.running import Running
from tests.casework.conftest import Page, faults, get, send
from tests.cast import TODAY, Cast
from tests.handover.giving import HEARD, proposed
from tests.handover.test_pages import at
from tests.links.test_handover_by_link import CLINIC, filled
from tests.links.walking import with_number

pytestmark = pytest.mark.loopback
NINA = "196001189114"


def asked(cast: Cast, **told: Any) -> Link:
    """A link that waits, made as the page makes it."""
    case = with_number(cast)
    cast.consented(case, "Psykiatrin")
    row = proposed(cast, case, outside=CLINIC, confirmed=False)
    return made(cast, row, **told)


def made(cast: Cast, row: Handover, **told: Any) -> Link:
    by = cast.as_("karin")
    known = {"leaving": Leaving(cast.outcome("arbete").pk), "hearing": HEARD, **told}
    items = [
        Item(part, COVERS[part.information][0], "Amina", part.information, "Text", "länk")
        for part in ConsentPart.objects.filter(
            circle=row.participation.circle_id, giver=row.participation.controller_id,
            receiver=cast.unit("Psykiatrin").authority_id, information__in=("course", "agreement"),
        ).select_related("circle")
    ]  # fmt: skip
    to = Receiver("Nina Norr", "", NINA)
    return ask_by_link(row, items, to, known["leaving"], known["hearing"], by=by).link


def test_making_the_link_is_the_givers_confirmation(cast: Cast) -> None:
    row = Handover.objects.get(link=asked(cast))
    assert (row.given_on, row.given_by, row.heard) == (TODAY, "Karin Ek", HEARD.heard)


@pytest.mark.parametrize(
    ("told", "field"),
    [({"leaving": Leaving(0)}, "outcome"), ({"hearing": Hearing()}, "heard")],
)
def test_what_a_yes_needs_is_asked_for_when_the_link_is_made(
    cast: Cast, told: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        asked(cast, **told)
    assert list(refused.value.faults) == [field]
    assert not Release.objects.exists()


def test_nobody_is_asked_to_take_over_somebody_who_has_died(cast: Cast) -> None:
    told = {"code": "avliden", "label": "Avliden", "common_id": "deceased"}
    gone = add_outcome(cast.initiative, **told, by=operator(TODAY)).pk
    with pytest.raises(Refused, match="ingen tar över"):
        asked(cast, leaving=Leaving(gone))
    assert not Release.objects.exists()


def test_an_answer_after_the_link_has_run_out_is_noted_and_goes_nowhere(cast: Cast) -> None:
    link = asked(cast)
    question_by_link(link, "När?", day=TODAY)
    cast.as_everyone()
    Link.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    answer(Handover.objects.get(), "På måndag", by=cast.as_("karin"))
    row = Handover.objects.get()
    assert (row.stand, row.answer) == ("proposed", "På måndag")
    assert link.releases.count() == 2


def test_a_new_link_does_not_show_the_next_receiver_what_the_last_one_asked(cast: Cast) -> None:
    link = asked(cast)
    question_by_link(link, "När?", day=TODAY)
    cast.as_everyone()
    Link.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    answer(Handover.objects.get(), "På måndag", by=cast.as_("karin"))
    again = made(cast, Handover.objects.get())
    row = Handover.objects.get()
    assert (row.link_id, row.question, row.answer) == (again.pk, "", "")
    link.refresh_from_db()
    assert link.state == "recalled"
    with pytest.raises(Refused, match="Länken gäller inte längre"):
        take_by_link(link, day=TODAY)


@pytest.mark.parametrize("act", [question_by_link, decline_by_link])
def test_an_answer_without_words_is_refused(cast: Cast, act: Any) -> None:
    link = asked(cast)
    with pytest.raises(Refused) as refused:
        act(link, "  ", day=TODAY)
    assert list(refused.value.faults) == ["said"]


def test_a_consent_that_does_not_cover_what_is_agreed_is_not_enough(
    cast: Cast, page: Page, provider: Running
) -> None:
    case = with_number(cast)
    team = {case.controller_id, cast.unit("Psykiatrin").authority_id}
    cast.consented(case, "Psykiatrin", parts=parts_between(team, {"course"}, {}))
    proposed(cast, case, outside=CLINIC)
    assert "Inget samtycke gäller nu" in get(page("karin"), at(case, "lank"))


def test_a_reason_has_room_for_so_much_and_the_initiatives_list_is_there_when_it_has_one(
    cast: Cast, page: Page, provider: Running
) -> None:
    case = with_number(cast)
    cast.consented(case, "Psykiatrin")
    proposed(cast, case, outside=CLINIC)
    listed = cast.initiative.end_reasons.order_by("order", "pk")[0].label
    told = filled(cast, listed_reason=listed, end_reason="x" * 200)
    assert "Skriv kortare" in faults(send(page("karin"), at(case, "lank"), 422, **told))
    send(page("karin"), at(case, "lank"), 200, **filled(cast, listed_reason=listed))
    assert Link.objects.get().asked["reason"] == f"{listed}: anställning"


def test_where_the_initiative_has_no_list_there_is_none_to_choose_from(
    cast: Cast, page: Page, provider: Running
) -> None:
    case = with_number(cast)
    cast.consented(case, "Psykiatrin")
    proposed(cast, case, outside=CLINIC)
    cast.as_everyone()
    cast.initiative.end_reasons.all().delete()
    assert "ur insatsens lista" not in get(page("karin"), at(case, "lank"))


def test_what_a_purpose_asks_is_registered_once() -> None:
    with pytest.raises(ValueError, match="is asked about already"):
        answering.register(LinkPurpose.HANDOVER, AnswerByLinkForm)


def test_that_a_withdrawal_ends_the_question_is_said_beforehand_by_what_it_was_asked_under(
    cast: Cast, page: Page
) -> None:
    link = asked(cast)
    case = link.handover.participation
    address = f"/deltagare/{case.pk}/samtycke/ta-tillbaka/"

    def saying() -> list[str]:
        choices = page("karin").get(address).context["form"].fields["which"].choices
        lines = [words for _who, some in choices for _key, words in some]
        return [words.split("\n")[0] for words in lines if f"{CLINIC} förfaller." in words]

    first, *others = saying()
    assert first == "Allt till Regionens vårdnämnd."
    assert len(others) == 2
    assert all("Flens arbetsmarknadsnämnd till Regionens vårdnämnd" in words for words in others)
    cast.as_everyone()
    Link.objects.update(state="recalled", state_at=timezone.now())
    assert saying() == []


def test_idag_and_the_handovers_page_say_the_same_of_whom_it_waits_for(
    cast: Cast, page: Page
) -> None:
    """Innan länken finns är det Karins sak att nå dem; med länken väntar alla på mottagaren."""
    case, client = with_number(cast), page("karin")
    cast.consented(case, "Psykiatrin")
    row = proposed(cast, case, outside=CLINIC, confirmed=False)
    for there in ("/", at(case, "")):
        assert "väntar på oss" in get(client, there)
    made(cast, row)
    for there in ("/", at(case, "")):
        text = get(client, there)
        assert f"väntar på {row.receiver}" in text
        assert "väntar på oss" not in text
