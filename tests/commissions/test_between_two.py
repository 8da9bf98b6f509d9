"""The edges of what two authorities tell each other of an assignment, and what others see of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from stafett.casework import unsent
from stafett.commissions.actions import send_words
from stafett.commissions.models import Commission
from stafett.commissions.queries import told_once
from stafett.commissions.settling import comes_of_withdrawal
from tests.cast import Cast
from tests.commissions.test_scenarios import with_af
from tests.commissions.world import given
from tests.meetings.world import af_gives_too


def test_words_are_sent_by_the_unit_whose_record_it_is(cast: Cast) -> None:
    case = with_af(cast)
    af_gives_too(cast)
    row = given(cast, case, "AUC", "per")
    cast.as_everyone()
    ours = Commission.objects.get(copy_of=row.pk)
    with pytest.raises(PermissionDenied, match="Det görs av AUC"):
        send_words(ours, by=cast.as_("eva"))


def test_whoever_works_at_both_reads_what_they_gave(cast: Cast) -> None:
    case = with_af(cast)
    row = given(cast, case, "Af Flen")
    cast.as_everyone()
    theirs = Commission.objects.get(copy_of=row.pk)
    per = cast.viewer("per")
    both = replace(per, posts=(*cast.viewer("karin").posts, *per.posts))
    assert told_once([row, theirs], both) == told_once([theirs, row], both) == [row]


def test_one_within_the_authority_ends_with_no_consent(cast: Cast) -> None:
    case = with_af(cast)
    given(cast, case)
    assert comes_of_withdrawal(case.circle_id, cast.as_("karin")) == []
    given(cast, case, "Af Flen")
    (one,) = comes_of_withdrawal(case.circle_id, cast.as_("karin"))
    assert "Uppdrag till Af Flen" in one.said


def test_one_source_tells_once_of_what_waits() -> None:
    with pytest.raises(ValueError, match="already"):
        unsent.register("commissions", lambda _viewer, _circles: {})
