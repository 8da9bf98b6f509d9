"""Is an authority told that somebody's protection took its own rows out of its sight, and not of whom?"""

from __future__ import annotations

from dataclasses import replace

from stafett.casework.models import Participation
from stafett.casework.queries.shut_out import shut_out
from stafett.safeguards.actions import Item, name_team, release
from stafett.safeguards.models import Information, RowKind
from stafett.safeguards.viewer import Viewer, operator
from tests.casework.conftest import Page, get
from tests.cast import TODAY, Cast

BY = operator(TODAY)


def handed_over(cast: Cast) -> Participation:
    """A case in which Af has a copy, and Försäkringskassan a case of its own."""
    one = cast.enrolled()
    consent = cast.consented(one, "Af Flen", "FK Eskilstuna")
    part = consent.parts.select_related("circle").get(
        giver=one.controller_id, receiver=cast.unit("Af Flen").authority_id,
        information=Information.AGREEMENT,
    )  # fmt: skip
    copy = Item(part, RowKind.AGREEMENT, "Amina Öberg", "Överenskommet", "Vi ses.")
    release([copy], by=cast.viewer("karin"))
    cast.involved(one, "fatima")
    cast.as_everyone()
    return one


def manager(cast: Cast, who: str) -> Viewer:
    """The same person as the one who answers for the records of their authority."""
    viewer = cast.as_(who)
    return replace(viewer, posts=tuple(replace(p, role="unit_manager") for p in viewer.posts))


def told(cast: Cast, who: str) -> list[tuple[str, int]]:
    found = [(one.name, number) for one, number in shut_out(manager(cast, who))]
    cast.as_everyone()
    return found


def protect(cast: Cast, one: Participation, *who: str) -> None:
    posts = [cast.viewer(name).posts[0] for name in who]
    name_team([one.circle], [(post.unit_id, post.position_id) for post in posts], by=BY)


def test_whose_rows_went_out_of_sight_is_told_how_many_and_by_whom(cast: Cast) -> None:
    one = handed_over(cast)
    assert told(cast, "per") == told(cast, "fatima") == []
    protect(cast, one, "karin")
    controller = [("Flens arbetsmarknadsnämnd", 1)]
    assert told(cast, "per") == told(cast, "fatima") == controller
    assert told(cast, "lena") == [], "the controller names the team itself"
    assert told(cast, "rut") == [], "who owns nothing there is told nothing"


def test_who_has_somebody_in_the_team_is_not_told(cast: Cast) -> None:
    one = handed_over(cast)
    protect(cast, one, "karin", "per")
    assert told(cast, "per") == []
    assert told(cast, "fatima") == [("Flens arbetsmarknadsnämnd", 1)]


def test_who_does_not_answer_for_records_is_told_nothing(cast: Cast) -> None:
    protect(cast, handed_over(cast), "karin")
    assert shut_out(cast.as_("per")) == []


def test_idag_says_it_without_a_word_of_whom(cast: Cast, page: Page) -> None:
    one = handed_over(cast)
    protect(cast, one, "karin")
    cast.unit("Af Flen").positions.filter(role="caseworker").update(role="unit_manager")
    text = get(page("per"), "/")
    assert "I 1 ärende hos Flens arbetsmarknadsnämnd får bara namngivna se uppgifter" in text
    assert str(one.pk) not in text
    assert one.person.name not in text
