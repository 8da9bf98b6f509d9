"""The paper of a consent: the text word for word, who was there, lines to sign on, and what compares the two.

Before it is given, from what is filled in; after, from what was kept. The words are the same, and so the
digest: it stands on the paper and in the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from stafett.casework.consent_text import LANGUAGES
from stafett.casework.models import Participation
from stafett.casework.queries.consents import knows_all, lines_of, somebody_noted
from stafett.frame.formats import plain_day
from stafett.papers.paper import Facts, Paper, Part, Points, SignOn, Text, lines
from stafett.parties.models import Unit
from stafett.safeguards.access import check_in
from stafett.safeguards.actions import NewConsent, digest_of
from stafett.safeguards.models import Consent, ConsentPart
from stafett.safeguards.rules import MARK
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Present:
    """Who signs, who told the person what it means, and who was there."""

    person: str
    told_by: str
    guardian: str = ""
    support_person: str = ""
    interpreter: str = ""


def to_sign(asked: NewConsent, case: Participation, by: Viewer) -> Paper:
    """The form before it is given, in its own language."""
    unit = Unit.objects.select_related("authority").get(pk=check_in(by, asked.circle))
    there = Present(
        case.person.name, f"{by.name}, {_whole(unit)}", asked.guardian.strip(),
        asked.support_person, asked.interpreter,
    )  # fmt: skip
    with override(language_of(asked.language)):
        return _paper(
            asked.text,
            [_signature(there), _compared(digest_of(asked.text))],
            by,
            asked.language,
        )


def as_kept(
    consent: Consent, mine: Sequence[ConsentPart], by: Viewer, *, signed: bool, named: bool,
    also: Sequence[Part] = (),
) -> Paper:  # fmt: skip
    """The form after it was given: how, noted by whom, and how the parts that the viewer may know of stand.

    `signed` when the paper with the signature is kept, or none is wanted: it is then not asked for. `named`
    when the viewer may know who noted it.
    """
    with override(language_of(consent.language)):
        told_by = f"{consent.noted_by}, {_whole(consent.noted_at_unit)}"
        there = Present(
            consent.circle.person.name, told_by if named else somebody_noted(), consent.guardian,
            consent.support_person, consent.interpreter,
        )  # fmt: skip
        parts = [*also, _noted(consent, there, mine, by), _compared(consent.digest)]
        return _paper(
            consent.text, parts if signed else [_signature(there), *parts], by, consent.language
        )


def _paper(text: str, parts: Sequence[Part], by: Viewer, language: str) -> Paper:
    title, _newline, body = text.partition("\n")
    foot = _("Märke %(mark)s") % {"mark": digest_of(text)[:MARK]}
    return Paper(
        title, (Part("", lines(body)), *parts), by.day, by.name, foot, language_of(language)
    )


def language_of(asked: str) -> str:
    """The language that a consent's text is in: one of those that it is written in."""
    return asked if asked in LANGUAGES else "sv"


def _whole(unit: Unit) -> str:
    return f"{unit.name}, {unit.authority.name}"


def _signature(there: Present) -> Part:
    """Who told them, and a line for each who signs: the guardian in the person's place where there is one."""
    told = Facts(((_("Den som berättat vad det innebär"), there.told_by),))
    return Part(_("Underskrift"), (told, SignOn(tuple(_labels(there)))))


def _labels(there: Present) -> Iterator[str]:
    yield _("Ort och dag")
    if there.guardian:
        yield _("%(guardian)s, i stället för %(person)s") % {
            "guardian": there.guardian, "person": there.person,
        }  # fmt: skip
    else:
        yield there.person
    if there.support_person:
        yield _("Stödperson: %(name)s") % {"name": there.support_person}
    if there.interpreter:
        yield _("Tolk: %(name)s") % {"name": there.interpreter}


def _noted(consent: Consent, there: Present, mine: Sequence[ConsentPart], by: Viewer) -> Part:
    """How it was given and noted, and how each part stands today."""
    manner = consent.get_manner_display()  # type: ignore[attr-defined]
    giver = there.guardian or there.person
    pairs = [
        (_("Gavs"), f"{manner}, {giver}"),
        (_("Antecknat"), f"{plain_day(localtime(consent.noted_at).date())}, {there.told_by}"),
        (_("Stödperson"), there.support_person),
        (_("Tolk"), there.interpreter),
    ]
    facts = Facts(tuple((name, said) for name, said in pairs if said))
    named = knows_all(by, consent.circle)
    stands = Points(tuple(line.words for line in lines_of(mine, by, named=named)))
    return Part(_("Så är det antecknat"), (facts, stands))


def _compared(digest: str) -> Part:
    """What says that the paper and the record are the same text."""
    groups = " ".join(digest[start : start + MARK] for start in range(0, len(digest), MARK))
    return Part(
        _("Papperet och det som antecknas är samma text"),
        (
            Text(
                _(
                    "Kontrollsumman är räknad på texten, från rubriken till raden om vem som svarar (SHA-256). "
                    "Ändras ett enda tecken blir den en annan. De åtta första tecknen är papperets märke."
                )
            ),
            Facts(((_("Kontrollsumma"), groups),)),
        ),
    )
