"""What stands beside a decision is read by the work name of a protected member of staff; the text is kept."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import CharField
from django.utils import timezone

from stafett.notes.actions import NewNote, write
from stafett.notes.models import Note
from stafett.parties.models import Staff, Tenure
from stafett.parties.protected_staff import protect_staff, protect_staff_no_more
from stafett.parties.staff_names import StaffName, as_written
from stafett.safeguards.models import FollowUp, Reading, Reviewed
from stafett.safeguards.queries.follow_up import items
from tests.cast import TODAY, Cast

REAL = "Karin Ek"


def held(cast: Cast) -> Tenure:
    return Tenure.objects.select_related("position__unit__authority").get(staff__name=REAL)


def stored(one: Note) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT written_by FROM notes_note WHERE id = %s", [one.pk])
        return str(cursor.fetchone()[0])


def test_a_name_written_before_follows_on_pages_and_over_the_api_and_is_kept_as_it_was(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    note = write(one, NewNote("Ringde.", TODAY), by=cast.as_("karin"))
    where, over_api = f"/deltagare/{one.pk}/anteckningar/", f"/api/v1/participations/{one.pk}/notes"
    assert REAL in page("lena").get(where).content.decode()
    cast.as_everyone()
    staff = protect_staff(held(cast), by=cast.viewer("eva"))
    for address in (where, over_api):
        text = page("lena").get(address).content.decode()
        assert staff.name in text
        assert REAL not in text
    cast.as_everyone()
    assert stored(note) == REAL
    with as_written():
        assert Note.objects.get().written_by == REAL
    assert Note.objects.get().written_by == staff.name


def test_when_the_protection_ends_the_name_is_there_again(cast: Cast) -> None:
    write(cast.enrolled(), NewNote("Ringde.", TODAY), by=cast.as_("karin"))
    cast.as_everyone()
    tenure = held(cast)
    protect_staff(tenure, by=cast.viewer("eva"))
    assert Note.objects.get().written_by != REAL
    protect_staff_no_more(tenure, by=cast.viewer("eva"))
    assert Note.objects.get().written_by == REAL


def test_a_name_that_a_colleague_has_too_points_at_nobody_and_stays(cast: Cast) -> None:
    write(cast.enrolled(), NewNote("Ringde.", TODAY), by=cast.as_("karin"))
    cast.as_everyone()
    tenure = held(cast)
    Staff.objects.create(authority=cast.unit("Af Flen").authority, name=REAL)
    protect_staff(tenure, by=cast.viewer("eva"))
    assert Note.objects.get().written_by == REAL


def test_whoever_follows_up_the_log_reads_that_name_too_also_in_readings_from_before(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    page("karin").get(f"/deltagare/{one.pk}/")
    cast.as_everyone()
    auc, today = cast.unit("AUC").authority, timezone.localdate()
    drawn = FollowUp.objects.create(
        controller=auc,
        from_day=today,
        last_day=today,
        readings=1,
        suggested=1,
        drawn_by="Lena Chef",
    )
    reading = Reading.objects.filter(controller=auc, name=REAL).latest("at")
    Reviewed.objects.create(follow_up=drawn, controller=auc, reading_id=reading.pk)
    assert [item.who for item in items(cast.as_("lena"), drawn)] == [REAL]
    cast.as_everyone()
    staff = protect_staff(held(cast), by=cast.viewer("eva"))
    assert [item.who for item in items(cast.as_("lena"), drawn)] == [staff.name]


BESIDE = {"settled_by", "decided_by", "revoked_by", "erased_by", "made_by", "called_back_by", "answered_by",
          "end_read_by", "proposed_by", "closed_by", "called_by", "noted_by", "written_by", "offered_by",
          "sent_by", "stated_by", "ended_by", "put_by", "lifted_by", "received_by", "prolonged_by",
          "compiled_by", "handed_by", "drawn_by", "signed_by", "accepted_by", "withdrawn_by", "recorded_by",
          "released_by", "signed_name", "frozen_name", "withdrawn_name"}  # fmt: skip
"""What a name beside something done is called."""


def test_every_name_beside_something_done_is_read_so() -> None:
    fields = [
        field for model in apps.get_models() if model.__module__.startswith("stafett.")
        for field in model._meta.fields
        if field.name in BESIDE and isinstance(field, CharField)
    ]  # fmt: skip
    assert len(fields) > 50
    assert [str(field) for field in fields if not isinstance(field, StaffName)] == []
