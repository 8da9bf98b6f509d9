"""Links to somebody who does not log in: made, recalled, and what follows when they show who they are."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from stafett.accounts.openid.identify import Question, digest_in, key_of, question
from stafett.database.history import in_history
from stafett.database.noticed import notice
from stafett.people.models import IdentityKind, Person
from stafett.safeguards.access import check_in
from stafett.safeguards.actions.consent import (
    Item,
    NewConsent,
    covers,
    digest_of,
    faults_of,
    give_consent,
    release,
)
from stafett.safeguards.actions.in_turn import hold_circles
from stafett.safeguards.actions.receivers import (
    Receiver,
    check_not_the_person,
    named_by_consent,
)
from stafett.safeguards.models import (
    Circle,
    GivenBy,
    Identification,
    Link,
    LinkPurpose,
    LinkState,
    Manner,
    Outcome,
    Release,
    Step,
)
from stafett.safeguards.queries.links import (
    ALPHABET,
    LETTERS,
    asked_with,
    digest_of_secret,
    grouped,
    locked_link,
)
from stafett.safeguards.queries.viewers import viewer_of
from stafett.safeguards.rules import Refused, Terms
from stafett.safeguards.viewer import Viewer

CONSENT_DAYS = 7
"""So long a person may think about what is asked."""
MINUTES = 15
"""So long somebody has for showing who they are."""
SITTING = timedelta(minutes=2 * MINUTES)
"""So long what was opened stays open in the browser that opened it."""
LONGEST_NAMES = 160
"""A consent has room for so many characters of the names of those who gave it."""
MOST_WRONG = 5
"""So many times somebody else may show who they are before a link is locked."""


@dataclass(frozen=True)
class Made:
    """A link with its code, which is shown once and kept nowhere."""

    link: Link
    code: str


def _code() -> str:
    return "".join(secrets.choice(ALPHABET) for _each in range(LETTERS))


def key_of_number(number: str) -> str:
    """What is kept of a number of twelve digits that somebody has to show."""
    return key_of("number", number)


@dataclass(frozen=True)
class Guardian:
    """Somebody who answers in the person's stead: who they are, and the number they have to show."""

    name: str
    number: str
    """Twelve digits; only a digest of it is kept."""


@transaction.atomic
def ask_for_consent(
    told: NewConsent, *, by: Viewer, guardians: Sequence[Guardian] = (), needed: int = 1
) -> list[Made]:
    """Ask the person by a link, or each guardian by one of their own, of whom so many have to say yes.

    Nothing is consented to before they have said yes with an e-ID. Raises PermissionDenied outside the
    circle, and rules.Refused for what cannot be asked so.
    """
    unit = check_in(by, told.circle)
    person = told.circle.person
    faults = faults_of(told, by.day) | _faults_of_asking(told, person, guardians)
    if faults:
        raise Refused(faults)
    whom: list[tuple[str, dict[str, Any]]] = [(person.identity_number, {})]
    if guardians:
        same = {"together": uuid7(), "needed": needed}
        whom = [(one.number, {**same, "guardian": one.name}) for one in guardians]
    made = [
        _link(
            told.circle, LinkPurpose.CONSENT, told.text, unit, by, days=CONSENT_DAYS,
            asked=_kept(told), number_key=key_of_number(number), **more,
        )
        for number, more in whom
    ]  # fmt: skip
    return [Made(link, grouped(code)) for link, code in made]


def _named(guardians: Sequence[Guardian | Link]) -> str:
    """Those who answer, as a consent names them."""
    return ", ".join(one.name if isinstance(one, Guardian) else one.guardian for one in guardians)


def _faults_of_guardians(person: Person, guardians: Sequence[Guardian]) -> dict[str, str]:
    """What is wrong with whom a question is put to, in the person's stead."""
    numbers = [one.number for one in guardians]
    if len(_named(guardians)) > LONGEST_NAMES:
        return {"other_guardian": _("Namnen blir för långa tillsammans. Skriv dem kortare.")}
    if not numbers:
        return {
            "guardian_number": _(
                "Skriv personnumret för den som företräder personen: det är det e-legitimationen visar."
            )
        }
    if person.identity_number in numbers:
        return {
            "guardian_number": _(
                "Det är personens eget nummer. Skriv numret för den som svarar, eller välj personen själv."
            )
        }
    if len(set(numbers)) < len(numbers):
        return {"other_number": _("Det är samma nummer som för den första. Skriv den andras.")}
    return {}


def _faults_of_asking(
    told: NewConsent, person: Person, guardians: Sequence[Guardian]
) -> dict[str, str]:
    if person.protection:
        return {
            "manner": _("Den som har skyddade personuppgifter frågas på papper eller muntligt.")
        }
    if told.given_by != GivenBy.PERSON:
        return _faults_of_guardians(person, guardians)
    official = (IdentityKind.PERSONAL, IdentityKind.COORDINATION)
    if person.identity_kind not in official or len(person.identity_number) != 12:
        return {
            "manner": _(
                "Personen har inget personnummer eller samordningsnummer här, så en e-legitimation går inte "
                "att jämföra med något. Välj på papper eller muntligt."
            )
        }
    return {}


NOT_KEPT = ("circle", "parts", "terms", "text", "scan")


def _kept(told: NewConsent) -> dict[str, Any]:
    plain = {name: value for name, value in vars(told).items() if name not in NOT_KEPT}
    days = {name: day.isoformat() for name, day in asdict(told.terms).items()}
    return {**plain, "parts": [list(part) for part in told.parts], "terms": days}


def _told_again(link: Link) -> NewConsent:
    kept: Mapping[str, Any] = link.asked
    plain = {name: value for name, value in kept.items() if name not in NOT_KEPT}
    terms = Terms(**{name: date.fromisoformat(day) for name, day in kept["terms"].items()})
    parts = [(giver, receiver, kind) for giver, receiver, kind in kept["parts"]]
    told = NewConsent(circle=link.circle, parts=parts, terms=terms, text=link.text, **plain)
    return replace(told, manner=Manner.IDENTIFIED)


@transaction.atomic
def release_by_link(
    items: Sequence[Item], to: Receiver, *, by: Viewer, purpose: LinkPurpose = LinkPurpose.RELEASE,
    asked: Mapping[str, Any] | None = None,
) -> Made:  # fmt: skip
    """Hand items of one case over to somebody outside, by a link that they open with an e-ID: once, or as often
    as needed until they have answered what is asked.

    It goes to whom the consent names and to nobody else: somebody at the authority of the items' parts. Raises
    what `release` raises, and rules.Refused for another organisation, for the person's own number, and
    about somebody protected.
    """
    circle = items[0].part.circle
    hold_circles([circle.pk])
    unit = check_in(by, circle)
    if circle.person.protection:
        raise Refused(
            {
                "": _(
                    "Om den som har skyddade personuppgifter lämnas inget med länk. Inget är utlämnat."
                )
            }
        )
    check_not_the_person(circle.person, to)
    to = replace(to, organisation=named_by_consent(items, to.organisation))
    keys = release([replace(item, how=to.how) for item in items], by=by)
    link, code = _link(
        circle, purpose, "\n\n".join(f"{one.title}\n{one.text}" for one in items), unit, by,
        days=to.days, number_key=key_of_number(to.number), receiver=to.name,
        organisation=to.organisation, asked=dict(asked or {}),
    )  # fmt: skip
    Release.objects.filter(pk__in=keys).update(link=link)
    return Made(link, grouped(code))


@transaction.atomic
def release_more(link: Link, items: Sequence[Item], *, by: Viewer) -> None:
    """Let a link that waits show these items as well. Raises what `release` raises."""
    keys = release(items, by=by)
    Release.objects.filter(pk__in=keys).update(link=link)


def _link(
    circle: Circle, purpose: LinkPurpose, text: str, unit: int, by: Viewer, *, days: int, **more: Any
) -> tuple[Link, str]:  # fmt: skip
    """A link in a case with its secret."""
    assert by.user_id is not None
    code = _code()
    link = Link.objects.create(
        circle=circle, controller_id=circle.controller_id, purpose=purpose,
        code_digest=digest_of_secret(code), text=text, digest=digest_of(text),
        expires_at=timezone.now() + timedelta(days=days), made_by=by.name,
        made_by_user_id=by.user_id, made_at_unit_id=unit, **more,
    )  # fmt: skip
    return link, code


@transaction.atomic
def recall(link: Link, *, by: Viewer) -> bool:
    """Let a link that waits open nothing from now on. False when it was over already.

    Raises PermissionDenied outside the circle.
    """
    check_in(by, link.circle)
    waits = locked_link(link.pk)
    others = set(asked_with(waits).values_list("state", flat=True))
    refused = waits.needed > 1 and LinkState.DECLINED in others
    if waits.state not in (LinkState.WAITING, LinkState.AGREED):
        return False
    if refused or LinkState.GIVEN in others:
        return False
    _end(waits, LinkState.RECALLED)
    return True


def still_asks(link: Link, day: date) -> Link | None:
    """The link as it stands now, held: None when it is over, or its consent covers what it shows no more."""
    hold_circles([link.circle_id])
    now = locked_link(link.pk)
    return now if _opens(now) and _still_covered(now, day) else None


def end_link(link: Link, state: LinkState) -> None:
    """Let a link that waits open nothing more, in the words of `state`; one that is over stays as it is."""
    waits = locked_link(link.pk)
    if waits.state == LinkState.WAITING:
        _end(waits, state)


def _end(link: Link, state: LinkState) -> None:
    link.state, link.state_at = state, timezone.now()
    link.save(update_fields=["state", "state_at", "consent"])


@dataclass(frozen=True)
class Begun:
    """Somebody on their way to a provider: what is sent with them, and the secret of their browser."""

    asked: Question
    browser: str


@transaction.atomic
def begin(link: Link, provider: str, step: Step) -> Begun:
    """Note that somebody is sent to show who they are, for what this link shows and nothing else."""
    asked, browser, now = question(link.digest), secrets.token_urlsafe(32), timezone.now()
    Identification.objects.create(
        circle_id=link.circle_id, controller_id=link.controller_id, link=link, step=step,
        provider=provider, state_digest=digest_of_secret(asked.state),
        browser_digest=digest_of_secret(browser), nonce=asked.nonce, verifier=asked.verifier,
        asked_at=now, expires_at=now + timedelta(minutes=MINUTES),
    )  # fmt: skip
    return Begun(asked, browser)


@dataclass(frozen=True)
class Shown:
    """What a provider said, once it is believed: who by number and subject, and how strongly."""

    number: str
    issuer: str
    subject: str
    acr: str
    level: int


@transaction.atomic
def use_up(one: Identification, outcome: Outcome) -> None:
    """Note how an identification ended; it is never taken again."""
    locked_link(one.link_id)
    if _is_unused(one):
        one.used_at, one.outcome, one.verifier = timezone.now(), outcome, ""
        one.save()


def _is_unused(one: Identification) -> bool:
    """Asked with the link locked: of two answers that come at once the first alone counts."""
    return Identification.objects.filter(pk=one.pk, used_at=None).exists()


@transaction.atomic
def complete(one: Identification, shown: Shown, day: date) -> Outcome:
    """Take what a provider said: open the link, or note the yes. Whatever comes of it is noted."""
    hold_circles([one.circle_id])
    link = locked_link(one.link_id)
    if not _is_unused(one):
        return Outcome.OVER
    one.link = link
    one.issuer, one.acr = shown.issuer, shown.acr
    one.subject_key = key_of(shown.issuer, shown.subject)
    outcome = _judged(one, link, shown)
    if outcome == Outcome.WRONG:
        _count_wrong(link)
    if outcome == Outcome.OK:
        outcome = DONE[Step(one.step)](link, day)
    use_up(one, outcome)
    return outcome


def _judged(one: Identification, link: Link, shown: Shown) -> Outcome:
    """What is to be said of an answer, before anything is done."""
    if not _opens(link):
        return Outcome.OVER
    if digest_in(one.nonce) != link.digest or digest_of(link.text) != link.digest:
        return Outcome.CHANGED
    if shown.level < settings.LINK_LEVELS[link.purpose]:
        return Outcome.WEAK
    same = secrets.compare_digest(key_of_number(shown.number), link.number_key)
    return Outcome.OK if shown.number and same else Outcome.WRONG


def _opens(link: Link) -> bool:
    waits = link.state == LinkState.WAITING and link.expires_at > timezone.now()
    return waits and not link.circle.person.protection


def _count_wrong(link: Link) -> None:
    link.wrong += 1
    link.save(update_fields=["wrong"])
    if link.wrong >= MOST_WRONG:
        _end(link, LinkState.LOCKED)


def _open(link: Link, day: date) -> Outcome:
    """A question is read as often as needed until it is answered; what is released opens once."""
    if not _still_covered(link, day):
        return Outcome.OVER
    if link.purpose == LinkPurpose.RELEASE:
        _end(link, LinkState.OPENED)
    return Outcome.OK


def _still_covered(link: Link, day: date) -> bool:
    """True while consents cover all that the link shows of somebody."""
    copies = link.releases.select_related("part")
    return all(covers(copy.part, copy.kind, day) for copy in copies)


def _sign(link: Link, day: date) -> Outcome:
    """The yes becomes a consent, in the name of whoever asked: their right is tried again, as of today.

    Where more than one guardian is needed it waits until the last of them has said yes to the same text.
    """
    agreed = list(asked_with(link).filter(state=LinkState.AGREED, digest=link.digest))
    if len(agreed) + 1 < link.needed:
        _end(link, LinkState.AGREED)
        return Outcome.OK
    by, told = viewer_of(link.made_by_user, day), _told_again(link)
    try:
        with transaction.atomic(), in_history(user=None, name=_by_whom(link)):
            link.consent = give_consent(replace(told, guardian=_named([*agreed, link])), by=by)
    except (PermissionDenied, Refused):
        return Outcome.OVER
    _end(link, LinkState.GIVEN)
    _close_the_rest(link)
    return Outcome.OK


def _by_whom(link: Link) -> str:
    """Who said it, as the history tells it: a guardian's name stands with the consent, which can lose it."""
    if link.guardian:
        return _("Den som företräder personen, med e-legitimation")
    return _("Personen, med e-legitimation")


def _close_the_rest(link: Link) -> None:
    """Let the others who were asked open nothing more: the question is answered."""
    for other in asked_with(link).filter(state=LinkState.WAITING):
        _end(other, LinkState.RECALLED)


DONE = {Step.OPEN: _open, Step.SIGN: _sign}


@transaction.atomic
def decline(link: Link, instead_of: Identification | None = None) -> None:
    """The person says no: nothing is consented to, and the question is over.

    A yes that they were on their way to sign with `instead_of` comes to nothing.
    """
    waits = locked_link(link.pk)
    if instead_of and instead_of.step == Step.SIGN:
        use_up(instead_of, Outcome.CANCELLED)
    if _opens(waits):
        _end(waits, LinkState.DECLINED)
        notice([waits])
        if waits.needed > 1:
            _close_the_rest(waits)


def forget_texts(people: Collection[UUID]) -> int:
    """Close these people's links and take out what they showed, and to whose number; says how many."""
    rows = Link.objects.filter(circle__person__in=people)
    waiting = rows.filter(state=LinkState.WAITING)
    waiting.update(state=LinkState.RECALLED, state_at=timezone.now())
    return rows.exclude(text="").update(text="", guardian="", number_key="", asked={})


__all__: Sequence[str] = [
    "Begun", "Guardian", "Made", "Receiver", "Shown", "ask_for_consent", "begin", "complete", "decline",
    "end_link", "forget_texts", "key_of_number",
    "recall", "release_by_link", "release_more", "still_asks", "use_up",
]  # fmt: skip
