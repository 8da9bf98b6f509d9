"""Some who wait for word, from both sides: what the browser meets of the way in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

from django.urls import reverse
from uuid_utils.compat import uuid7

from stafett.outreach.actions import Try, lead_on, leave, note_try, set_up
from stafett.outreach.models import Entry, OutreachWord
from stafett.outreach.reading import read_list
from stafett.outreach.taking_in import take_in
from stafett.people.actions import PersonFacts
from stafett.referrals.actions import (
    Decision,
    NewReferral,
    NewRule,
    Sought,
    add_rule,
    close,
    invite,
    open_door,
    refer,
    seek,
    seek_as_sender,
    withdraw,
)
from stafett.referrals.models import Referral
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.viewer import Viewer
from tests.cast import Cast
from tests.outreach.world import ALVA, HEADERS, LIAM

LONG = "Har efter en lång sjukskrivning och arbetsförmågeutredning uttryckt en önskan om arbetsträning."
LONG_NAME = "202203032392;Christina-Wilhelmina;Överskärgårdsson-Haddad;Gymnasieskolan i Flen;;;"
TEXT = "Kom som du är. Arbetsmarknadsrehabiliteringssamordningen hjälper dig vidare."


def refer_some(cast: Cast, today: date) -> list[str]:
    """FK refers three to Flen, of whom one is invited and one not taken in; AUC sends two to Katrineholm, and
    takes one back; some were sought while they waited; Flen's door is open.

    The pages of those of whom there is something to put right.
    """
    eva = viewer_of(cast.user("eva"), today)
    add_rule(cast.initiative, NewRule("age", "18–29 år", "Den som är 31.", 18, 29), by=eva)
    open_door(cast.branch("flen"), True, TEXT, "08-465 004 05, vardagar 9–12", by=eva)
    fatima, karin = (viewer_of(cast.user(who), today) for who in ("fatima", "karin"))
    _sent(cast, fatima, "Noor", 2001, today - timedelta(days=40))
    asked = _sent(cast, fatima, "Christina-Wilhelmina", 1985, today - timedelta(days=12))
    invite(asked, "Informationsmöte", today + timedelta(days=2), by=karin)
    seek(asked, Sought(today, "phone", "no_answer", LONG), by=karin)
    turned = _sent(cast, fatima, "Alma", 1990, today - timedelta(days=9))
    close(turned, "decline", Decision(LONG, "no_room"), by=karin)
    sol, back = [_sent(cast, karin, name, 1999, today, "katrineholm") for name in ("Sol", "Siri")]
    karin = viewer_of(cast.user("karin"), today)
    seek_as_sender(sol.sent, Sought(today, "phone", "no_answer", LONG), by=karin)
    withdraw(back.sent, LONG, by=karin)
    pages = [reverse("referral", args=[one.pk]) for one in (asked, turned)]
    return pages + [reverse("sent_referral", args=[one.sent.pk]) for one in (sol, back)]


def _sent(cast: Cast, by: Viewer, name: str, year: int, day: date, to: str = "flen") -> Referral:
    branch = cast.branch(to)
    facts = PersonFacts(
        branch.controller_id,
        "none",
        given_name=name,
        family_name="Haddad-Överskär",
        birth_year=year,
    )
    told = NewReferral(
        branch, facts, LONG, "pushed", unit_id=by.posts[0].unit_id, asked_for="Arbetsträning",
        own_words="De sa att jag måste.", consent_manner="oral", consent_on=day,
    )  # fmt: skip
    made = refer(told, by=replace(by, day=day))
    cast.as_everyone()
    return Referral.objects.get(pk=made.pk)


def reach_out(cast: Cast, today: date) -> str:
    """AUC holds the list of the young to reach: one referred, one sought in vain, and one who has left it.

    The page of that one.
    """
    lena, karin = (
        viewer_of(cast.user(who), today - timedelta(weeks=10)) for who in ("lena", "karin")
    )
    outreach = set_up(cast.unit("AUC").authority, cast.unit("AUC"), 8, by=lena)
    found = read_list(BytesIO("\n".join([HEADERS, LIAM, ALVA, LONG_NAME]).encode()), karin.day)
    assert found.faults == []
    take_in(outreach, found.rows, by=karin)
    first, second, third = Entry.objects.select_related("person").order_by("pk")
    now = replace(karin, day=today)
    words = {one.label: one for one in OutreachWord.objects.filter(outreach=outreach)}
    for one, result, doing in ((first, "nådd", "arbetar"), (third, "inget svar", None)):
        told = Try(
            uuid7(), today, words["telefonsamtal"], words[result], LONG, words.get(doing or ""), today,
        )  # fmt: skip
        note_try(one, told, by=now)
    facts = PersonFacts(
        cast.branch("flen").controller_id, "none", given_name="Liam", family_name="Lind"
    )
    referral = NewReferral(
        cast.branch("flen"), facts, LONG, "freely", consent_manner="oral", consent_on=today
    )
    lead_on(first, referral, by=now)
    leave(second, words["fullföljt utbildning"], today, by=now)
    return reverse("entry", args=[second.pk])
