"""What is a link made of, and what follows from each answer; without a browser or a provider between?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from stafett.casework.models import Participation
from stafett.people.models import Person
from stafett.safeguards.actions import Item, NewConsent, name_team, withdraw
from stafett.safeguards.actions import links as acting
from stafett.safeguards.actions.links import (
    Guardian,
    Made,
    Receiver,
    Shown,
    ask_for_consent,
    begin,
    complete,
    decline,
    forget_texts,
    key_of_number,
    recall,
    release_by_link,
    use_up,
)
from stafett.safeguards.models import (
    Consent,
    Identification,
    Information,
    Link,
    LinkPurpose,
    LinkState,
    Outcome,
    Release,
    Step,
)
from stafett.safeguards.queries.links import (
    asked_with,
    digest_of_secret,
    grouped,
    identification_of,
    link_of,
    links_in,
    locked_link,
    plain_code,
    released,
    withdrawn,
)
from stafett.safeguards.rules import Refused, Terms, parts_between
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.links.walking import AMINA, SOMEBODY, with_number

NINA = "196001189114"
TERMS = Terms(TODAY, TODAY + timedelta(days=90), TODAY + timedelta(days=45))
TEXT = "Jag säger ja till det här."
GUN, NILS = Guardian("Gun God", SOMEBODY), Guardian("Nils Ny", NINA)


@pytest.fixture
def one(cast: Cast) -> Participation:
    made = with_number(cast)
    cast.as_everyone()
    return made


def _asked(cast: Cast, one: Participation, **told: Any) -> NewConsent:
    team = {one.controller_id, cast.unit("Af Flen").authority_id}
    known = {
        "circle": one.circle, "purpose": "Att planera", "parts": parts_between(team, {"course"}, {}),
        "terms": TERMS, "text": TEXT, "manner": "e-id", "given_by": "person", "language": "svenska",
        "interpreter": "Tolk", "support_person": "Stina", "longest_days": 200,
    }  # fmt: skip
    return NewConsent(**{**known, **told})


def _ask(
    cast: Cast, one: Participation, *guardians: Guardian, needed: int = 1, **told: Any
) -> list[Made]:
    if guardians:
        told = {"given_by": "guardian", "guardian": "Gun God", **told}
    by = cast.viewer("karin")
    return ask_for_consent(_asked(cast, one, **told), by=by, guardians=guardians, needed=needed)


def _answer(link: Link, step: Step = Step.SIGN, **told: Any) -> tuple[Outcome, Identification]:
    begun = begin(link, "prov", step)
    one = Identification.objects.get(state_digest=digest_of_secret(begun.asked.state))
    known = {"number": AMINA, "issuer": "https://prov", "subject": "s1", "acr": "loa3", "level": 3}
    return complete(one, Shown(**{**known, **told}), TODAY), one


def _now(link: Link) -> Link:
    return Link.objects.get(pk=link.pk)


def test_a_question_is_kept_whole_with_digests_of_its_secrets_alone(
    cast: Cast, one: Participation
) -> None:
    before = timezone.now()
    (made,) = _ask(cast, one)
    link, karin = made.link, cast.viewer("karin")
    code = made.code.replace("-", "")
    assert re.fullmatch("([2-9A-HJKMNP-Z]{4}-){4}[2-9A-HJKMNP-Z]{4}", made.code)
    assert len(set(code)) > 5
    assert (link.circle_id, link.controller_id, link.purpose, link.text) == (
        one.circle_id, one.controller_id, LinkPurpose.CONSENT, TEXT,
    )  # fmt: skip
    assert (link.code_digest, link.number_key) == (digest_of_secret(code), key_of_number(AMINA))
    assert link.digest == digest_of_secret(TEXT)
    assert timedelta(days=7) <= link.expires_at - before < timedelta(days=7, minutes=5)
    assert (link.made_by, link.made_by_user_id, link.made_at_unit_id) == (
        "Karin Ek", karin.user_id, cast.unit("AUC").pk,
    )  # fmt: skip
    assert (link.state, link.state_at, link.wrong, link.needed, link.together) == (
        LinkState.WAITING, None, 0, 1, None,
    )  # fmt: skip
    assert (link.guardian, link.receiver, link.organisation, link.consent_id) == ("", "", "", None)
    assert link.asked == {
        "purpose": "Att planera", "manner": "e-id", "given_by": "person", "language": "svenska",
        "guardian": "", "support_person": "Stina", "interpreter": "Tolk", "longest_days": 200, "mark": "",
        "parts": [list(part) for part in _asked(cast, one).parts],
        "terms": {"from_day": "2025-06-02", "until_day": "2025-08-31", "review_on": "2025-07-17"},
    }  # fmt: skip
    assert acting._told_again(link) == _asked(cast, one)
    assert key_of_number(AMINA) != key_of_number(NINA)
    assert AMINA not in str(vars(link))
    assert not Consent.objects.exists()


def test_each_guardian_is_asked_by_a_link_of_their_own(cast: Cast, one: Participation) -> None:
    first, second = (made.link for made in _ask(cast, one, GUN, NILS, needed=2))
    assert (first.guardian, second.guardian) == ("Gun God", "Nils Ny")
    assert (first.number_key, second.number_key) == (key_of_number(SOMEBODY), key_of_number(NINA))
    assert first.together == second.together
    assert first.together is not None
    assert (first.needed, second.needed) == (2, 2)
    assert list(asked_with(first)) == [second]
    assert list(asked_with(second)) == [first]
    (alone,) = _ask(cast, one)
    assert list(asked_with(alone.link)) == []
    assert locked_link(second.pk) == second
    assert locked_link(alone.link.pk) == alone.link


@pytest.mark.parametrize(("guardians", "field", "said"), [
    ([Guardian("G" * 100, NINA), Guardian("N" * 59, SOMEBODY)], "other_guardian", "Namnen blir för långa"),
    ([Guardian("Amina", AMINA)], "guardian_number", "Det är personens eget nummer"),
    ([GUN, replace(NILS, number=SOMEBODY)], "other_number", "Det är samma nummer som för den första"),
    ([], "guardian_number", "Skriv personnumret för den som företräder"),
])  # fmt: skip
def test_who_cannot_be_asked_in_the_persons_stead_is_said_at_the_field(
    cast: Cast, one: Participation, guardians: list[Guardian], field: str, said: str
) -> None:
    told: dict[str, Any] = {"given_by": "guardian", "guardian": "Gun"}
    with pytest.raises(Refused) as refused:
        _ask(cast, one, *guardians, **told)
    assert list(refused.value.faults) == [field]
    assert refused.value.faults[field].startswith(said)
    assert not Link.objects.exists()


def test_names_that_just_have_room_are_taken(cast: Cast, one: Participation) -> None:
    assert len(_ask(cast, one, Guardian("G" * 100, NINA), Guardian("N" * 58, SOMEBODY))) == 2


def test_a_person_without_a_number_of_twelve_digits_is_asked_otherwise(
    cast: Cast, one: Participation
) -> None:
    other = cast.enrolled()
    with pytest.raises(Refused, match="inget personnummer eller samordningsnummer"):
        _ask(cast, other)
    with pytest.raises(Refused) as refused:
        _ask(cast, one, parts=[], text="x")
    assert list(refused.value.faults) == [""]
    assert _ask(cast, one, GUN)
    with pytest.raises(PermissionDenied):
        ask_for_consent(_asked(cast, one), by=cast.viewer("olle"))


def _protect(cast: Cast, one: Participation) -> None:
    post = cast.viewer("karin").posts[0]
    name_team([one.circle], [(post.unit_id, post.position_id)], by=operator(TODAY))
    Person.objects.filter(pk=one.person_id).update(protection="marked", alias="Ask")


def test_of_somebody_protected_nothing_goes_by_a_link(cast: Cast, one: Participation) -> None:
    (made,) = _ask(cast, one)
    item = _item(cast, one)
    _protect(cast, one)
    again = Participation.objects.select_related("circle__person").get(pk=one.pk)
    for guardians in ((), (GUN,)):
        with pytest.raises(Refused) as refused:
            _ask(cast, again, *guardians)
        assert list(refused.value.faults) == ["manner"]
        assert "papper eller muntligt" in refused.value.faults["manner"]
    with pytest.raises(Refused, match="lämnas inget med länk. Inget är utlämnat"):
        release_by_link([replace(item, part=_again(item))], _to(), by=cast.viewer("karin"))
    assert not Release.objects.exists()
    assert _answer(made.link)[0] == Outcome.OVER


def _item(cast: Cast, one: Participation) -> Item:
    made = cast.consented(one, "Af Flen", "Psykiatrin")
    receiver = cast.unit("Psykiatrin").authority_id
    part = made.parts.select_related("circle__person").get(
        giver=one.controller_id, receiver=receiver, information=Information.AGREEMENT
    )
    return Item(part, "agreement", "Amina", "Överens", "Börjar måndag.")


def _again(item: Item) -> Any:
    return type(item.part).objects.select_related("circle__person").get(pk=item.part.pk)


def _to(**told: Any) -> Receiver:
    return Receiver(
        **{"name": "Nina", "organisation": "Psykiatrin", "number": NINA, "days": 3, **told}
    )


def test_the_persons_yes_becomes_the_consent_that_was_asked_for(
    cast: Cast, one: Participation
) -> None:
    (made,) = _ask(cast, one)
    before = timezone.now()
    outcome, shown = _answer(made.link)
    link, consent = _now(made.link), Consent.objects.get()
    assert (outcome, link.state, link.consent) == (Outcome.OK, LinkState.GIVEN, consent)
    assert link.state_at
    assert link.state_at >= before
    assert (consent.manner, consent.given_by, consent.guardian, consent.text) == (
        "e-id", "person", "", TEXT,
    )  # fmt: skip
    assert (consent.purpose, consent.language, consent.interpreter, consent.support_person) == (
        "Att planera", "svenska", "Tolk", "Stina",
    )  # fmt: skip
    assert (consent.from_day, consent.until_day, consent.review_on) == (
        TERMS.from_day, TERMS.until_day, TERMS.review_on,
    )  # fmt: skip
    assert consent.parts.count() == 2
    shown.refresh_from_db()
    assert (shown.outcome, shown.issuer, shown.acr, shown.verifier) == (
        Outcome.OK, "https://prov", "loa3", "",
    )  # fmt: skip
    assert shown.used_at
    assert len(shown.subject_key) == 64
    (event,) = Consent.objects.filter(pk=consent.pk)
    assert event.noted_by == "Karin Ek"
    assert _answer(link)[0] == Outcome.OVER


def test_two_guardians_agree_together_and_are_named_together(
    cast: Cast, one: Participation
) -> None:
    first, second = (made.link for made in _ask(cast, one, GUN, NILS, needed=2))
    assert _answer(first, number=SOMEBODY)[0] == Outcome.OK
    assert (_now(first).state, Consent.objects.count()) == (LinkState.AGREED, 0)
    assert _answer(second, number=NINA)[0] == Outcome.OK
    assert Consent.objects.get().guardian == "Gun God, Nils Ny"
    assert (_now(first).state, _now(second).state) == (LinkState.AGREED, LinkState.GIVEN)
    assert not recall(_now(first), by=cast.viewer("karin"))


def test_one_of_two_guardians_is_enough_where_one_is_and_the_others_link_is_over(
    cast: Cast, one: Participation
) -> None:
    first, second = (made.link for made in _ask(cast, one, GUN, NILS, needed=1))
    _answer(second, number=NINA)
    assert Consent.objects.get().guardian == "Nils Ny"
    assert (_now(first).state, _now(second).state) == (LinkState.RECALLED, LinkState.GIVEN)


def test_an_answer_is_judged_by_link_text_strength_and_number_in_that_order(
    cast: Cast, one: Participation, settings: Any
) -> None:
    settings.LINK_LEVELS = {"consent": 3, "release": 4}
    (made,) = _ask(cast, one)
    for told, outcome in (
        ({"level": 2}, Outcome.WEAK), ({"level": 2, "number": NINA}, Outcome.WEAK),
        ({"number": NINA}, Outcome.WRONG), ({"number": ""}, Outcome.WRONG),
    ):  # fmt: skip
        got, shown = _answer(made.link, **told)
        shown.refresh_from_db()
        assert (got, shown.outcome) == (outcome, outcome)
    assert (_now(made.link).wrong, _now(made.link).state) == (2, LinkState.WAITING)
    Link.objects.filter(pk=made.link.pk).update(text="Något annat")
    assert _answer(made.link, number=NINA)[0] == Outcome.CHANGED
    Link.objects.filter(pk=made.link.pk).update(text=TEXT)
    assert _answer(Link(**{**_fields(made.link), "digest": "x"}))[0] == Outcome.CHANGED
    Link.objects.filter(pk=made.link.pk).update(expires_at=timezone.now())
    assert _answer(made.link)[0] == Outcome.OVER
    assert not Consent.objects.exists()


def _fields(link: Link) -> dict[str, Any]:
    return {column.attname: getattr(link, column.attname) for column in link._meta.concrete_fields}


def test_a_link_is_locked_when_the_fifth_shows_that_they_are_somebody_else(
    cast: Cast, one: Participation
) -> None:
    (made,) = _ask(cast, one)
    for count in range(1, 6):
        assert _answer(made.link, number=NINA)[0] == Outcome.WRONG
        assert _now(made.link).wrong == count
        assert (_now(made.link).state == LinkState.LOCKED) is (count == 5)
    assert _answer(made.link)[0] == Outcome.OVER


def test_a_question_is_opened_as_often_as_needed_and_becomes_nothing_by_that(
    cast: Cast, one: Participation
) -> None:
    (made,) = _ask(cast, one)
    for _each in "ab":
        assert _answer(made.link, Step.OPEN)[0] == Outcome.OK
    assert (_now(made.link).state, Consent.objects.count()) == (LinkState.WAITING, 0)


def test_a_yes_in_the_name_of_somebody_who_may_no_longer_ask_is_none(
    cast: Cast, one: Participation
) -> None:
    (made,) = _ask(cast, one)
    post = cast.viewer("lena").posts[0]
    name_team([one.circle], [(post.unit_id, post.position_id)], by=operator(TODAY))
    assert _answer(made.link)[0] == Outcome.OVER
    assert (_now(made.link).state, Consent.objects.count()) == (LinkState.WAITING, 0)


def test_what_somebody_is_sent_with_is_new_each_time_and_kept_as_digests(
    cast: Cast, one: Participation
) -> None:
    (made,) = _ask(cast, one)
    before = timezone.now()
    begun, other = (begin(made.link, "prov", step) for step in (Step.OPEN, Step.SIGN))
    kept = Identification.objects.get(state_digest=digest_of_secret(begun.asked.state))
    assert (kept.link, kept.circle_id, kept.controller_id) == (
        made.link, one.circle_id, one.controller_id,
    )  # fmt: skip
    assert (kept.step, kept.provider, kept.nonce, kept.verifier) == (
        Step.OPEN, "prov", begun.asked.nonce, begun.asked.verifier,
    )  # fmt: skip
    assert kept.browser_digest == digest_of_secret(begun.browser)
    assert kept.nonce.endswith(f".{made.link.digest}")
    assert kept.expires_at - kept.asked_at == timedelta(minutes=15)
    assert kept.asked_at >= before
    assert len(begun.browser) == 43
    assert begun.browser != other.browser
    for what, secret in (("browser", begun.browser), ("state", begun.asked.state)):
        assert identification_of(what, secret) == kept
    assert identification_of("browser", begun.asked.state) is None
    assert identification_of("state", "x") is None


def test_an_identification_is_used_once(cast: Cast, one: Participation) -> None:
    (made,) = _ask(cast, one)
    begun = begin(made.link, "prov", Step.SIGN)
    kept = Identification.objects.get(state_digest=digest_of_secret(begun.asked.state))
    use_up(kept, Outcome.CANCELLED)
    use_up(Identification.objects.get(pk=kept.pk), Outcome.FAILED)
    kept.refresh_from_db()
    assert (kept.outcome, kept.verifier) == (Outcome.CANCELLED, "")
    assert kept.used_at
    assert complete(kept, Shown(AMINA, "i", "s", "a", 3), TODAY) == Outcome.OVER
    assert not Consent.objects.exists()


def test_what_is_released_opens_once_while_its_consent_holds(
    cast: Cast, one: Participation
) -> None:
    item, karin = _item(cast, one), cast.viewer("karin")
    before = timezone.now()
    second = replace(item, title="Mer", text="Och tisdag.")
    made = release_by_link([item, second], _to(), by=karin)
    link, copies = made.link, list(Release.objects.order_by("pk"))
    assert (link.purpose, link.receiver, link.organisation, link.number_key) == (
        LinkPurpose.RELEASE, "Nina", "Psykiatrin", key_of_number(NINA),
    )  # fmt: skip
    assert link.text == "Överens\nBörjar måndag.\n\nMer\nOch tisdag."
    assert timedelta(days=3) <= link.expires_at - before < timedelta(days=3, minutes=5)
    assert (link.asked, link.circle_id, link.code_digest) == (
        {}, one.circle_id, digest_of_secret(made.code.replace("-", "")),
    )  # fmt: skip
    assert [(c.link, c.outside, c.how) for c in copies] == [
        (link, True, "engångslänk till Nina, Psykiatrin")
    ] * 2
    assert [copy.title for copy in released(link)] == ["Överens", "Mer"]
    assert not withdrawn(link)
    assert _to(organisation="").how == "engångslänk till Nina"
    assert _answer(link, Step.OPEN)[0] == Outcome.WRONG
    assert _answer(link, Step.OPEN, number=NINA)[0] == Outcome.OK
    assert _now(link).state == LinkState.OPENED
    assert _answer(link, Step.OPEN, number=NINA)[0] == Outcome.OVER
    with pytest.raises(PermissionDenied):
        release_by_link([item], _to(), by=cast.viewer("olle"))


def test_a_link_does_not_open_what_the_consent_no_longer_covers(
    cast: Cast, one: Participation
) -> None:
    item, karin = _item(cast, one), cast.viewer("karin")
    held, ended = (release_by_link([item], _to(), by=karin).link for _each in "ab")
    shown = begin(held, "prov", Step.OPEN)
    one_more = Identification.objects.get(state_digest=digest_of_secret(shown.asked.state))
    late = TERMS.until_day + timedelta(days=1)
    assert complete(one_more, Shown(NINA, "i", "s", "a", 3), late) == Outcome.OVER
    withdraw([item.part], how="Telefon", by=karin)
    assert _now(ended).state == LinkState.WITHDRAWN
    assert withdrawn(ended)
    assert not withdrawn(_ask(cast, one)[0].link)


def test_a_link_is_recalled_while_it_waits_by_those_in_the_case(
    cast: Cast, one: Participation
) -> None:
    (made,) = _ask(cast, one)
    with pytest.raises(PermissionDenied):
        recall(made.link, by=cast.viewer("olle"))
    assert recall(made.link, by=cast.viewer("karin"))
    assert _now(made.link).state == LinkState.RECALLED
    assert _now(made.link).state_at
    assert not recall(made.link, by=cast.viewer("karin"))
    first, _second = (made.link for made in _ask(cast, one, GUN, NILS, needed=2))
    _answer(first, number=SOMEBODY)
    assert recall(first, by=cast.viewer("karin"))


def test_a_no_is_the_end_of_the_question_for_both_only_where_both_are_needed(
    cast: Cast, one: Participation
) -> None:
    for needed, other in ((2, LinkState.RECALLED), (1, LinkState.WAITING)):
        first, second = (made.link for made in _ask(cast, one, GUN, NILS, needed=needed))
        decline(first)
        assert (_now(first).state, _now(second).state) == (LinkState.DECLINED, other)
    decline(first)
    (gone,) = _ask(cast, one)
    Link.objects.filter(pk=gone.link.pk).update(expires_at=timezone.now())
    decline(gone.link)
    assert _now(gone.link).state == LinkState.WAITING


def test_what_links_showed_is_forgotten_of_these_people_alone(
    cast: Cast, one: Participation
) -> None:
    other = with_number(cast, "196001022622")
    mine, _second = (made.link for made in _ask(cast, one, GUN, NILS))
    (theirs,) = _ask(cast, other)
    _answer(mine, number=NINA)
    decline(mine)
    assert forget_texts([one.person_id]) == 2
    for link in Link.objects.filter(circle=one.circle).order_by("pk"):
        assert (link.text, link.guardian, link.number_key, link.asked) == ("", "", "", {})
        assert link.state == (LinkState.DECLINED if link == mine else LinkState.RECALLED)
        assert link.state_at
    assert (_now(theirs.link).text, _now(theirs.link).state) == (TEXT, LinkState.WAITING)
    assert forget_texts([one.person_id]) == 0


def test_a_code_is_read_however_it_is_typed_and_opens_what_waits_alone(
    cast: Cast, one: Participation
) -> None:
    (made,) = _ask(cast, one)
    assert grouped("ABCDEFGHJ") == "ABCD-EFGH-J"
    assert plain_code(" abcd-2i1o0 ") == "ABCD2"
    for typed in (made.code, made.code.lower(), made.code.replace("-", " ")):
        assert link_of(typed) == made.link
    assert link_of("x") is None
    cast.as_everyone()
    Link.objects.filter(pk=made.link.pk).update(expires_at=timezone.now())
    assert link_of(made.code) is None
    cast.as_everyone()
    Link.objects.filter(pk=made.link.pk).update(expires_at=timezone.now() + timedelta(days=1))
    recall(made.link, by=cast.viewer("karin"))
    assert link_of(made.code) is None


def test_the_links_of_a_case_are_shown_to_the_authority_that_made_them_the_latest_first(
    cast: Cast, one: Participation
) -> None:
    first, second = (_ask(cast, one)[0].link for _each in "ab")
    _ask(cast, with_number(cast, "196001022622"))
    karin, own = cast.viewer("karin"), frozenset({one.controller_id})
    assert links_in(karin, one.circle, own) == [second, first]
    assert links_in(karin, one.circle, frozenset({cast.unit("Af Flen").authority_id})) == []
    assert links_in(replace(karin, controllers=()), one.circle, own) == []
