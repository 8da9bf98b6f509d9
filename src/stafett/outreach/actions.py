"""The only writes of the list: each try to reach somebody, how they leave it, and what is chosen among."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.setting_right import keep
from stafett.database.history import in_history
from stafett.frame.formats import plain_day
from stafett.outreach.access import check_decides, check_works
from stafett.outreach.models import (
    About,
    Attempt,
    Entry,
    Led,
    OutreachList,
    OutreachWord,
)
from stafett.outreach.rules import PROPOSED
from stafett.parties.models import Authority, Unit
from stafett.parties.refusals import Refused
from stafett.referrals.actions import NewReferral, refer
from stafett.referrals.models import Origin, SentReferral
from stafett.safeguards.actions import let_in_many
from stafett.safeguards.actions.circle import let_stay_until
from stafett.safeguards.models import RowKind
from stafett.safeguards.reach import set_reach
from stafett.safeguards.viewer import Viewer


@transaction.atomic
def set_up(authority: Authority, unit: Unit, weeks: int, *, by: Viewer) -> OutreachList:
    """Say which unit holds the authority's list, and how many weeks somebody may go unreached.

    The first time Stafett's own proposal of words comes with it. When another unit gets the task, those on the
    list go with it: the new unit is let in, and the one before it out, from today.
    """
    check_decides(by, authority)
    if unit.authority_id != authority.pk:
        raise Refused(_("Enheten hör till en annan myndighet. Välj en av era egna."), "unit")
    told = {"unit": unit, "weeks": weeks, "decided_by": by.name, "decided_on": by.day}
    before = OutreachList.objects.select_for_update().filter(pk=authority.pk).first()
    if before is None:
        made = OutreachList.objects.create(authority=authority, **told)
        OutreachWord.objects.bulk_create(
            OutreachWord(outreach=made, about=about, label=label, reaches=reaches, ours=True)
            for about, label, reaches in PROPOSED
        )
        return made
    if before.unit_id != unit.pk:
        _move(before, unit, by)
    for name, value in told.items():
        setattr(before, name, value)
    before.save()
    return before


def _move(outreach: OutreachList, unit: Unit, by: Viewer) -> None:
    set_reach(tuple({*by.controllers, outreach.pk}))
    rows = list(Entry.objects.filter(outreach=outreach).select_related("circle").order_by("pk"))
    let_in_many([(one.circle_id, unit.pk, by.day) for one in rows], by=by)
    for one in rows:
        let_stay_until(one.circle, outreach.unit_id, by.day, by=by)


@dataclass(frozen=True)
class NewWord:
    """A word to choose: what it is about, what it says, and whether it counts as reached."""

    about: str
    label: str
    reaches: bool = False


@transaction.atomic
def add_word(outreach: OutreachList, told: NewWord, *, by: Viewer) -> OutreachWord:
    """Let the unit choose another word; one that was taken away comes back as it was."""
    check_decides(by, outreach.authority)
    label = " ".join(told.label.split())
    rows = OutreachWord.objects.select_for_update().filter(outreach=outreach, about=told.about)
    before = rows.filter(label__iexact=label).first()
    if before is None:
        return OutreachWord.objects.create(
            outreach=outreach, about=told.about, label=label,
            reaches=told.reaches and told.about == About.RESULT,
        )  # fmt: skip
    if before.until_day is None:
        raise Refused(_("Ordet finns redan. Välj ett annat."), "label")
    before.until_day = None
    before.save(update_fields=["until_day"])
    return before


@transaction.atomic
def end_word(one: OutreachWord, *, by: Viewer) -> None:
    """Let a word be chosen no more from today; where it stands it is left."""
    check_decides(by, one.outreach.authority)
    rows = OutreachWord.objects.select_for_update()
    current = rows.get(pk=one.pk)
    if current.until_day is not None:
        raise Refused(_("Ordet är redan borttaget."))
    alike = rows.filter(outreach=one.outreach_id, about=one.about, until_day=None)
    if alike.exclude(pk=one.pk).first() is None:
        raise Refused(_("Det är det enda ordet som finns kvar. Lägg till ett annat först."))
    current.until_day = by.day
    current.save(update_fields=["until_day"])


BY_TRY = "by_try"
"""What the history says of a change on the list that a try made: the try's key."""


@dataclass(frozen=True)
class Try:
    """A try to reach somebody, what they said that they do now, and when it is tried again."""

    key: UUID
    made_on: date
    way: OutreachWord
    result: OutreachWord
    words: str = ""
    doing: OutreachWord | None = None
    next_contact: date | None = None


@transaction.atomic
def note_try(one: Entry, told: Try, *, by: Viewer) -> Attempt:
    """Note a try; sent twice it is noted once. What is not told of what they do now stands as it was."""
    check_works(by, one)
    current = on_list(one)
    before = Attempt.objects.filter(pk=told.key, entry=current).first()
    if before is not None:
        return before
    _check_next(told.next_contact, by.day)
    check_try(current, told, by.day)
    _check_word(current, told.doing, About.DOING)
    made = Attempt.objects.create(
        id=told.key, controller_id=current.controller_id,
        owner_authority_id=current.owner_authority_id, kind=current.kind, circle_id=current.circle_id,
        entry=current, made_on=told.made_on, way=told.way, result=told.result,
        words=told.words.strip(), noted_by=by.name,
    )  # fmt: skip
    current.next_contact = told.next_contact
    if told.doing is not None and (current.doing_on is None or current.doing_on <= told.made_on):
        current.doing, current.doing_on = told.doing, told.made_on
    with in_history(**{BY_TRY: str(made.pk)}):
        current.save(update_fields=["next_contact", "doing", "doing_on"])
    return made


def check_try(one: Entry, told: Try, today: date) -> None:
    """Raise Refused on a day that a try to reach this one cannot have, and on words that are not the list's."""
    if told.made_on > today:
        raise Refused(_("Dagen har inte varit än. Anteckna försöket efteråt."), "made_on")
    if told.made_on < one.listed_on:
        raise Refused(_("Dagen är före den då personen kom på listan."), "made_on")
    _check_word(one, told.way, About.WAY)
    _check_word(one, told.result, About.RESULT)


def _check_next(day: date | None, today: date) -> None:
    if day is not None and day < today:
        raise Refused(_("Dagen har varit. Skriv när ni försöker nästa gång."), "next_contact")


def _check_word(one: Entry, word: OutreachWord | None, about: About) -> None:
    """Raise Refused unless the word is one of the list's own, of that kind."""
    if word is not None and (word.outreach_id, word.about) != (one.outreach_id, about.value):
        raise Refused(_("Ordet finns inte bland dem som den här listan väljer mellan."))


def on_list(one: Entry) -> Entry:
    """The row as it now is, locked; raises Refused when the person has left the list."""
    rows = Entry.objects.select_related("circle__person", "outreach__unit")
    current = rows.select_for_update(of=("self",)).get(pk=one.pk)
    if current.left_on is not None:
        raise Refused(_("Personen har lämnat listan. Ladda om sidan för att se hur det står nu."))
    return current


@dataclass(frozen=True)
class Facts:
    """What stands on the list of somebody, besides who it is."""

    school: str
    programme: str
    contact: str
    doing: OutreachWord | None
    next_contact: date | None


@transaction.atomic
def correct(one: Entry, told: Facts, *, by: Viewer, because: str) -> Entry:
    """Write anew what stands on the list, with the reason; how it stood is kept (law 6)."""
    check_works(by, one)
    current = on_list(one)
    if told.contact.strip() and current.circle.person.protection:
        said = _(
            "Personen har skyddade personuppgifter. Här får inget stå om hur hen nås: lämna tomt."
        )
        raise Refused(said, "contact")
    if told.next_contact != current.next_contact:
        _check_next(told.next_contact, by.day)
    _check_word(current, told.doing, About.DOING)
    current.school, current.programme = told.school.strip(), told.programme.strip()
    current.contact, current.next_contact = told.contact.strip(), told.next_contact
    if told.doing != current.doing:
        current.doing, current.doing_on = told.doing, by.day
    with in_history(why=because):
        current.save()
    return current


@transaction.atomic
def leave(one: Entry, reason: OutreachWord, on: date, *, by: Viewer) -> Entry:
    """Let somebody leave the list from a day, with the reason; the row is kept by the rule of retention."""
    check_works(by, one)
    current = on_list(one)
    if on > by.day:
        raise Refused(_("Dagen har inte varit än. Anteckna det när den har varit."), "left_on")
    if on < current.listed_on:
        raise Refused(_("Dagen är före den då personen kom på listan."), "left_on")
    _check_word(current, reason, About.REASON)
    current.left_on, current.left_reason, current.left_by = on, reason, by.name
    current.next_contact = None
    current.save(update_fields=["left_on", "left_reason", "left_by", "next_contact"])
    return current


@transaction.atomic
def take_back(one: Entry, *, by: Viewer, because: str) -> Entry:
    """Let somebody who left by a mistake be on the list as before, with why; that they left is kept (law 6)."""
    check_works(by, one)
    rows = Entry.objects.select_for_update(of=("self",))
    current = rows.get(pk=one.pk)
    if current.left_on is None:
        raise Refused(_("Personen står redan på listan."))
    again = Entry.objects.filter(person=current.person_id, left_on=None).first()
    if again is not None:
        told = {"day": plain_day(again.listed_on)}
        raise Refused(_("Personen står på listan igen sedan %(day)s. Arbeta vidare där.") % told)
    return keep(current, because, left_on=None, left_reason=None, left_by="")


@transaction.atomic
def lead_on(one: Entry, told: NewReferral, *, by: Viewer) -> SentReferral:
    """Refer somebody on the list, in its unit's name; what is sent is the way in's own (law 2).

    Nobody leaves the list by it: the responsibility lasts. Raises as `refer` does.
    """
    check_works(by, one)
    current = on_list(one)
    sent = refer(
        replace(told, origin=Origin.OUTREACH.value, unit_id=current.outreach.unit_id), by=by
    )
    if not Led.objects.filter(sent=sent.pk).exists():
        Led.objects.create(
            controller_id=current.controller_id, owner_authority_id=current.owner_authority_id,
            kind=RowKind.REFERRAL, circle_id=current.circle_id, entry=current, sent=sent.pk,
            on_day=by.day, noted_by=by.name,
        )  # fmt: skip
    return sent


__all__ = [
    "BY_TRY", "Facts", "NewWord", "Try", "add_word", "correct", "end_word", "lead_on", "leave", "note_try",
    "on_list", "set_up", "take_back",
]  # fmt: skip
