"""Does a mail leave once, when it may, saying nothing of anybody; and is it known when it does not?"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from stafett.notices import jobs
from stafett.notices.actions import forget, read, try_again
from stafett.notices.models import Mailing, Notice
from stafett.notices.queries import failed
from stafett.notices.rules import TRIES, Why
from stafett.notices.sending import NotSent, deliver
from stafett.safeguards.actions import withdraw
from stafett.safeguards.rules import Refused
from tests.cast import TODAY, Cast
from tests.handover.giving import at_af, proposed
from tests.meetings.world import booked
from tests.notices.telling import (
    DAY,
    HOUR,
    NOW,
    SITE,
    mailings,
    news,
    notices,
    sent_at,
    waiting_jobs,
    wants,
    work,
)


@pytest.fixture
def asked(cast: Cast) -> Any:
    """Per is asked to take over a case, and wants mail at once; the job has looked."""
    wants(cast, "per", how="at_once")
    case = at_af(cast)
    proposed(cast, case)
    assert news(cast, "per") == ["handover_proposed"]
    mail.outbox.clear()
    return case


class Server:
    """A mail server that says no so many times, and how often it was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *troubles: Exception) -> None:
        """In the place of the real one."""
        self.troubles: Iterator[Exception] = iter(troubles)
        self.asked = 0
        real = EmailMessage.send

        def send(message: EmailMessage, *args: Any) -> int:
            self.asked += 1
            trouble = next(self.troubles, None)
            if trouble is not None:
                raise trouble
            return real(message)

        monkeypatch.setattr(EmailMessage, "send", send)


GONE = smtplib.SMTPServerDisconnected("per@prov.example Amina Öberg")


def test_a_mail_leaves_at_once_for_whoever_wants_it_so(cast: Cast, asked: Any) -> None:
    work()
    (sent,) = mail.outbox
    assert sent.to == ["per@prov.example"]
    assert sent.subject == "Du har 1 ny sak i Stafett"
    assert "- Överlämning att svara på: 1" in sent.body
    assert f"{SITE}/notiser/" in sent.body
    (one,) = mailings(cast, "per")
    assert (one.stands, one.number, one.ended_at) == ("sent", 1, NOW)
    assert [each.mailing_id for each in notices(cast, "per")] == [one.pk]


def test_a_job_that_runs_twice_sends_once(cast: Cast, asked: Any) -> None:
    (job,) = waiting_jobs()
    work()
    jobs.send.func(**job.args)
    assert len(mail.outbox) == 1


def test_the_row_is_locked_before_the_mail_leaves_so_that_another_worker_waits(
    cast: Cast, asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(monkeypatch)
    with CaptureQueriesContext(connection) as queries:
        work()
    locked = [
        q["sql"] for q in queries if "FOR UPDATE" in q["sql"] and "notices_mailing" in q["sql"]
    ]
    assert len(locked) == server.asked == 1


def test_what_a_mail_has_told_of_is_not_mailed_again(cast: Cast, asked: Any) -> None:
    work()
    news(cast, "per")
    assert len(mailings(cast, "per")) == 1


def test_two_things_before_it_leaves_are_one_mail(cast: Cast, asked: Any) -> None:
    booked(cast, asked, "Af Flen", on=TODAY + DAY)
    news(cast, "per")
    work()
    (sent,) = mail.outbox
    assert sent.subject == "Du har 2 nya saker i Stafett"


def test_neither_mail_nor_job_nor_log_holds_anything_about_a_person(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Canaries: names, numbers, keys and authorities of the case stand nowhere outside the walled table."""
    wants(cast, "per", how="at_once")
    case = at_af(cast, case_number="zqarende")
    person = case.person
    type(person).objects.filter(pk=person.pk).update(given_name="Zqfor", family_name="Zqefter")
    one = proposed(cast, case, what="Zqskal")
    booked(cast, case, "Af Flen", on=TODAY + DAY, purpose="Zqsyfte", place="Zqplats")
    mail.outbox.clear()
    with caplog.at_level(logging.DEBUG):
        news(cast, "per")
        Server(monkeypatch, smtplib.SMTPDataError(550, b"Zqserver per@prov.example"))
        with pytest.raises(NotSent) as trouble:
            work()
        work()
    (sent,) = mail.outbox
    texts = [
        sent.message().as_string(),
        sent.body,
        str(list(ProcrastinateJob.objects.order_by("pk").values())),
        caplog.text,
        str(trouble.getrepr(style="short")),
        str(list(Mailing.objects.values())),
    ]  # fmt: skip
    keys = [case.pk, case.circle_id, case.person_id, one.pk]
    for text in texts:
        folded = text.casefold()
        assert "zq" not in folded
        assert [key for key in keys if str(key) in folded or key.hex in folded] == []
        assert "flen" not in folded.replace("af flen", "") or text is texts[1]
    assert "per@" not in caplog.text
    assert (
        sent.extra_headers["Message-ID"] == f"<{mailings(cast, 'per')[0].pk}@stafett.prov.example>"
    )


def test_at_night_it_waits_for_the_morning(cast: Cast, asked: Any) -> None:
    night = NOW + 10 * HOUR
    sent_at(cast, "per", night)
    assert mail.outbox == []
    (one,) = mailings(cast, "per")
    assert (one.stands, one.due_at) == ("waiting", NOW + 21 * HOUR)
    assert [job.scheduled_at for job in waiting_jobs()][-1] == one.due_at
    sent_at(cast, "per", one.due_at)
    assert len(mail.outbox) == 1


def test_once_a_day_it_waits_for_its_hour(cast: Cast) -> None:
    proposed(cast, at_af(cast))
    news(cast, "per")
    (one,) = mailings(cast, "per")
    assert one.due_at == NOW + 22 * HOUR
    work()
    assert mail.outbox == []


def test_without_anything_new_nothing_is_sent(cast: Cast, asked: Any) -> None:
    read(cast.as_("per"), NOW)
    work()
    assert mail.outbox == []
    assert mailings(cast, "per")[0].stands == "nothing"


def test_what_the_receiver_may_no_longer_see_is_not_mailed_either(cast: Cast) -> None:
    wants(cast, "per", how="at_once")
    case = cast.enrolled()
    consent = cast.consented(case, "Af Flen")
    booked(cast, case, "Af Flen", on=TODAY + DAY)
    news(cast, "per")
    withdraw(list(consent.parts.select_related("circle")), how="ringde", by=cast.as_("karin"))
    cast.as_everyone()
    work()
    assert mail.outbox == []


def test_whose_account_is_closed_gets_no_mail(cast: Cast, asked: Any) -> None:
    type(cast.user("per")).objects.filter(pk=cast.user("per").pk).update(is_active=False)
    work()
    assert mail.outbox == []
    assert mailings(cast, "per")[0].stands == "nothing"


def test_whoever_wants_none_gets_none(cast: Cast) -> None:
    wants(cast, "per", how="never")
    proposed(cast, at_af(cast))
    assert news(cast, "per") == ["handover_proposed"]
    assert mailings(cast, "per") == []


def test_a_server_without_an_address_of_its_own_sends_none(cast: Cast, settings: Any) -> None:
    settings.ADDRESS = ""
    proposed(cast, at_af(cast))
    assert news(cast, "per") == ["handover_proposed"]
    assert mailings(cast, "per") == []


def test_what_is_switched_off_is_neither_shown_nor_mailed(cast: Cast) -> None:
    wants(cast, "per", how="at_once", off=["handover_proposed"])
    proposed(cast, at_af(cast))
    assert news(cast, "per") == []
    assert mailings(cast, "per") == []


def test_a_mail_that_waits_is_sent_when_it_is_now_wanted_or_not_at_all(cast: Cast) -> None:
    proposed(cast, at_af(cast))
    news(cast, "per")
    wants(cast, "per", how="at_once")
    assert mailings(cast, "per")[0].due_at == NOW
    wants(cast, "per", how="never")
    assert mailings(cast, "per")[0].stands == "nothing"


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (GONE, Why.NO_SERVER),
        (ConnectionRefusedError(111, "Zq"), Why.NO_SERVER),
        (smtplib.SMTPRecipientsRefused({"per@prov.example": (550, b"Zq")}), Why.RECEIVER),
        (smtplib.SMTPDataError(552, b"Zq"), Why.REFUSED),
    ],
)
def test_why_it_did_not_get_through_is_a_word_of_ours(
    cast: Cast, asked: Any, monkeypatch: pytest.MonkeyPatch, trouble: Exception, why: Why
) -> None:
    Server(monkeypatch, trouble)
    with pytest.raises(NotSent, match=f"^{why.value}$"):
        work()
    (one,) = mailings(cast, "per")
    assert (one.stands, one.tries, one.why) == ("waiting", 1, why)
    assert [each.mailing_id for each in notices(cast, "per")] == [None]


def test_it_is_tried_again_by_itself_with_longer_and_longer_waits(cast: Cast, asked: Any) -> None:
    (job,) = waiting_jobs()
    waits = []
    for attempts in range(TRIES - 1):
        told: Any = jobs.send.get_retry_exception(
            exception=NotSent(Why.NO_SERVER), job=jobs_job(job, attempts)
        )
        waits.append(told)
    assert all(each is not None for each in waits)


def jobs_job(row: ProcrastinateJob, attempts: int) -> Any:
    """The job as the worker knows it after so many tries."""
    from procrastinate.jobs import Job

    return Job(
        id=row.pk, queue=row.queue_name, lock=None, queueing_lock=None, task_name=row.task_name,
        task_kwargs=row.args, attempts=attempts,
    )  # fmt: skip


@pytest.fixture
def stuck(cast: Cast, asked: Any, monkeypatch: pytest.MonkeyPatch) -> Mailing:
    """Per's mail has been tried for the last time."""
    Server(monkeypatch, *[GONE] * TRIES)
    (one,) = mailings(cast, "per")
    for _try in range(TRIES - 1):
        with pytest.raises(NotSent):
            deliver(one.pk, NOW)
    deliver(one.pk, NOW)
    one.refresh_from_db()
    return one


def test_after_the_last_try_it_stands_as_failed_and_is_tried_again_when_somebody_says_so(
    cast: Cast, stuck: Mailing
) -> None:
    assert (stuck.stands, stuck.why, stuck.tries) == ("failed", "no_server", TRIES)
    boss = manager_of_af(cast)
    assert [each.pk for each in failed(boss)] == [stuck.pk]
    try_again(stuck.pk, NOW, by=boss)
    sent_at(cast, "per", NOW)
    assert len(mail.outbox) == 1
    with pytest.raises(Refused, match="står inte längre"):
        try_again(stuck.pk, NOW, by=boss)


def manager_of_af(cast: Cast) -> Any:
    """Somebody who answers for Af's records."""
    from stafett.accounts.actions import open_account
    from stafett.parties import actions as parties
    from stafett.safeguards.viewer import operator

    by, unit = operator(TODAY), cast.unit("Af Flen")
    staff = parties.add_staff(unit.authority, "Ada Af", by=by, email="ada@prov.example")
    post = parties.open_post(unit, "unit_manager", "Chef", from_day=TODAY, by=by)
    parties.appoint(staff, post, from_day=TODAY, by=by)
    open_account("ada@prov.example", "Ada Af", by=by, staff=staff, password="hemligt-nog-i-prov")
    return cast.viewer("ada")


def test_other_authorities_see_nothing_of_it_and_the_operator_all(
    cast: Cast, stuck: Mailing
) -> None:
    from stafett.safeguards.viewer import operator

    assert list(failed(cast.viewer("lena"))) == []
    assert [each.pk for each in failed(operator(TODAY))] == [stuck.pk]


def test_while_one_has_failed_the_next_is_made_for_the_next_day_and_takes_its_place(
    cast: Cast, stuck: Mailing
) -> None:
    news(cast, "per")
    (later,) = [one for one in mailings(cast, "per") if one.stands == "waiting"]
    assert later.due_at == NOW + 22 * HOUR
    sent_at(cast, "per", later.due_at)
    assert len(mail.outbox) == 1
    stuck.refresh_from_db()
    assert stuck.stands == "nothing"


def test_one_that_failed_is_not_sent_beside_one_that_waits(cast: Cast, stuck: Mailing) -> None:
    from stafett.safeguards.viewer import operator

    news(cast, "per")
    try_again(stuck.pk, NOW, by=operator(TODAY))
    assert sorted(one.stands for one in mailings(cast, "per")) == ["nothing", "waiting"]


def test_without_an_address_there_is_no_use_in_trying(cast: Cast, asked: Any) -> None:
    (one,) = mailings(cast, "per")
    type(cast.user("per")).objects.filter(pk=one.user_id).update(email="")
    deliver(one.pk, NOW)
    one.refresh_from_db()
    assert (one.stands, one.why, one.tries) == ("failed", "no_address", 1)


def test_a_mail_that_is_not_there_is_nothing_to_send(cast: Cast) -> None:
    from uuid import uuid4

    deliver(uuid4(), NOW)
    assert mail.outbox == []


def test_what_stands_in_the_way_of_one_keeps_no_other_from_being_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    proposed(cast, at_af(cast))
    per, real = cast.user("per").pk, jobs.actions.look_for

    def broken(viewer: Any, now: Any) -> int:
        if viewer.user_id != per:
            raise ValueError("Amina Öberg")
        return real(viewer, now)

    monkeypatch.setattr(jobs.actions, "look_for", broken)
    with pytest.raises(RuntimeError, match="accounts could not be looked at"):
        jobs.look.func(timestamp=0)
    assert [one.what for one in notices(cast, "per")] == ["handover_proposed"]
    assert "ValueError" in caplog.text
    assert "Amina" not in caplog.text


def test_the_job_tells_everybody_who_sees_people_and_is_content(cast: Cast) -> None:
    cast.enrolled()
    jobs.look.func(timestamp=0)
    cast.as_everyone()
    told = Notice.objects.order_by("user").values_list("user__email", flat=True)
    assert sorted(email.partition("@")[0] for email in told) == ["karin", "lena"]


def test_what_was_read_long_ago_is_let_go_and_the_mail_of_it_too(cast: Cast, asked: Any) -> None:
    work()
    cast.as_everyone()
    assert forget(NOW + 91 * DAY) == 0
    Notice.objects.filter(user=cast.user("per")).update(read_at=NOW)
    assert forget(NOW + 89 * DAY) == 0
    assert forget(NOW + 91 * DAY) == 1
    assert mailings(cast, "per") == []


def test_what_nobody_reads_is_let_go_after_a_year(
    cast: Cast, asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=366))
    jobs.forget.func(timestamp=0)
    assert notices(cast, "per") == []
