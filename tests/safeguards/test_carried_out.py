"""Is what a decision ends listed to the last row, and told to the ledger by keys and days alone?"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from stafett.casework.actions import Living
from stafett.casework.models import Livelihood, Participation
from stafett.database.history import in_history
from stafett.people.models import Person
from stafett.safeguards import ended
from stafett.safeguards.actions import carry_out as carrying
from stafett.safeguards.actions import replay as again
from stafett.safeguards.actions.retention import put_hold, write_scopes
from stafett.safeguards.ledger import ENDING, WITHDRAWAL, Entry
from stafett.safeguards.models import ConsentPart, Ending, EndingRow
from stafett.safeguards.queries.due import Scope
from tests.cast import TODAY, Cast

DECIDED: dict[str, Any] = {"decided_on": TODAY, "decided_by": "Lena Chef", "because": "7 §"}


def _ending(cast: Cast, *scopes: Scope, **told: Any) -> Ending:
    cast.as_everyone()
    made = Ending.objects.create(
        controller=cast.unit("AUC").authority, noticed_on=TODAY, ends_from=TODAY, grounds=["x"],
        **{**DECIDED, **told},
    )  # fmt: skip
    write_scopes(made, scopes)
    return made


def _one(cast: Cast, **told: Any) -> Participation:
    return cast.ended(livelihoods=(Living("start", "wages"),), **told)


def _whole(one: Participation) -> Scope:
    return Scope(one.circle_id, None, "case")


def _changed(person: UUID, **told: Any) -> Any:
    """Change a person for a reason; gives the key of who and why."""
    with in_history(why="prov") as context:
        Person.objects.filter(pk=person).update(**told)
    assert context
    return Person.pgh_event_model.objects.filter(pgh_obj_id=person).latest("pgh_id").pgh_context_id  # type: ignore[attr-defined]


def test_an_ending_is_told_to_the_ledger_by_keys_and_days(cast: Cast) -> None:
    circle = UUID(int=5)
    made = _ending(cast, Scope(circle, 3, "note", date(2024, 1, 2)), Scope(None, None, "file"))
    assert carrying.as_told(made) == {
        "ending": str(made.pk), "controller": made.controller_id, "day": "2025-06-02",
        "scopes": [
            {"circle": str(circle), "owner": 3, "ends": "note", "before": "2024-01-02"},
            {"circle": None, "owner": None, "ends": "file", "before": None},
        ],
    }  # fmt: skip
    entry = Entry(ENDING, carrying.as_told(made))
    assert again._scopes(entry) == [
        Scope(circle, 3, "note", date(2024, 1, 2)), Scope(None, None, "file")
    ]  # fmt: skip


def test_every_row_is_listed_by_table_with_who_changed_it_and_why(cast: Cast) -> None:
    one, other = _one(cast), _one(cast)
    context = _changed(one.person_id, language="svenska")
    _changed(other.person_id, language="svenska")
    made = _ending(cast, _whole(one))
    found = carrying.listed(made)
    assert found["people_person"] == [one.person_id]
    assert found["casework_livelihood"] == list(
        Livelihood.objects.filter(participation=one).values_list("pk", flat=True)
    )
    assert len(found["people_personevent"]) == 1
    assert found["pghistory_context"] == [context]
    assert list(found)[-1] == "pghistory_context"
    assert "casework_livelihoodevent" not in found
    carrying._list(made)
    carrying._list(made)
    rows = EndingRow.objects.filter(ending=made).order_by("pk")
    assert [(row.of_table, row.key) for row in rows] == [
        (table, str(key)) for table, keys in found.items() for key in keys
    ]
    assert {row.controller_id for row in rows} == {one.controller_id}


def test_who_and_why_stays_where_a_version_that_stays_has_the_same(cast: Cast) -> None:
    one, other = _one(cast), _one(cast)
    with in_history(why="prov"):
        Person.objects.filter(pk__in=[one.person_id, other.person_id]).update(language="svenska")
    own = _changed(one.person_id, language="engelska")
    assert carrying.listed(_ending(cast, _whole(one)))["pghistory_context"] == [own]
    both = carrying.listed(_ending(cast, _whole(one), _whole(other)))
    assert len(both["pghistory_context"]) == 2
    assert both["pghistory_context"] == sorted(both["pghistory_context"])


def test_nothing_about_history_is_listed_where_nothing_was_changed(cast: Cast) -> None:
    one = _one(cast, next_step_id="deceased")
    found = carrying.listed(_ending(cast, Scope(one.circle_id, None, "livelihood")))
    assert list(found) == ["casework_livelihood"]
    assert carrying.listed(_ending(cast)) == {}


def test_what_is_held_since_stays_and_all_of_it_where_everything_is_held(cast: Cast) -> None:
    one, other, lena = _one(cast), _one(cast), cast.viewer("lena")
    made, second = (_ending(cast, _whole(one), _whole(other)) for _each in "ab")
    put_hold(one.controller_id, one.circle, reason="audit", because="x", by=lena)
    carrying._let_stay_what_is_held(made)
    assert list(made.scopes.values_list("circle_id", flat=True)) == [other.circle_id]
    assert second.scopes.count() == 2
    put_hold(one.controller_id, None, reason="audit", because="x", by=lena)
    carrying._let_stay_what_is_held(second)
    assert not second.scopes.exists()
    assert made.scopes.count() == 1


def test_nothing_is_ended_unless_every_listed_row_went(cast: Cast) -> None:
    carrying._check_whole({"a": [2, 2, 0], "b": [0, 0, 0]})
    for told in ([2, 1, 0], [2, 2, 1], [1, 2, 0]):
        with pytest.raises(OSError, match="rader som skulle gallras är ändrade eller borta: {'b'"):
            carrying._check_whole({"a": [1, 1, 0], "b": told})


def test_what_stands_in_the_way_is_written_down_as_far_as_there_is_room(cast: Cast) -> None:
    made, other = _ending(cast), _ending(cast)
    by = cast.viewer("lena").reaching((made.controller_id,))
    carrying._say(made.pk, by, "x" * 600)
    cast.as_everyone()
    made.refresh_from_db()
    other.refresh_from_db()
    assert (made.trouble, other.trouble) == ("x" * 500, "")


def test_what_is_done_or_not_decided_is_not_ended(cast: Cast) -> None:
    one = _one(cast)
    done = _ending(cast, _whole(one), done_at=timezone.now())
    undecided = _ending(cast, _whole(one), decided_on=None, decided_by="", because="")
    for made in (done, undecided):
        assert carrying.carry_out(made.pk, TODAY) == {}
        cast.as_everyone()
        assert not EndingRow.objects.filter(ending=made).exists()


def test_what_a_restored_database_lacks_of_an_ending_is_counted_row_by_row(cast: Cast) -> None:
    one, other = (_one(cast, next_step_id="deceased") for _each in "ab")
    made = _ending(cast, Scope(one.circle_id, None, "livelihood"))
    entry = Entry(ENDING, carrying.as_told(made))
    nothing = Entry(ENDING, {**entry.told, "scopes": []})
    assert [(each.entry, each.number) for each in again.lacking([nothing, entry], TODAY)] == [
        (entry, 1)
    ]
    cast.as_everyone()
    Livelihood.objects.filter(participation=one).delete()
    left = list(again.lacking([entry], TODAY))
    assert [each.number for each in left] == [1]  # the earlier version that it left
    cast.as_everyone()
    assert Livelihood.objects.filter(participation=other).exists()


def test_what_it_lacks_of_a_withdrawal_is_found_by_what_the_parts_are(cast: Cast) -> None:
    one = cast.enrolled()
    consent, other = cast.consented(one, "Af Flen"), cast.consented(one, "Psykiatrin")
    cast.as_everyone()
    part = consent.parts.order_by("pk")[3]
    told = {"consent": str(consent.pk), "giver": part.giver_id, "receiver": part.receiver_id,
            "information": part.information}  # fmt: skip
    elsewhere = {**told, "consent": str(other.pk)}
    entry = Entry(WITHDRAWAL, {"day": "2025-06-01", "parts": [told, elsewhere]})
    assert again._parts(entry) == [part]
    assert again._parts_left(entry) == 1
    for name, value in (("giver", part.receiver_id), ("receiver", part.giver_id),
                        ("information", "x"), ("consent", str(UUID(int=1)))):  # fmt: skip
        assert again._parts(Entry(WITHDRAWAL, {"parts": [{**told, name: value}]})) == []
    (done,) = again.replay([entry], TODAY)
    assert (done.entry, done.number) == (entry, 1)
    cast.as_everyone()
    part = ConsentPart.objects.get(pk=part.pk)
    assert (part.withdrawn_on, part.withdrawn_how, part.withdrawn_by) == (
        date(2025, 6, 1), "återspelat ur liggaren", "återspelat ur liggaren",
    )  # fmt: skip
    assert ConsentPart.objects.filter(withdrawn_on__isnull=False).count() == 1
    assert list(again.replay([entry], TODAY)) == []


def test_the_same_decision_is_made_again_under_its_own_key_where_that_is_free_or_not_done(
    cast: Cast,
) -> None:
    made = _ending(cast, archive=True)
    told = {
        "ending": str(UUID(int=77)),
        "controller": made.controller_id,
        "day": "2025-06-01",
        "scopes": [],
    }
    cast.as_everyone()
    free = again._ending(Entry(ENDING, told))
    assert free.pk == UUID(int=77)
    there = again._ending(Entry(ENDING, {**told, "ending": str(made.pk)}))
    assert there.pk == made.pk
    for one in (free, there):
        one.refresh_from_db()
        assert (one.controller_id, one.noticed_on, one.ends_from, one.archive) == (
            made.controller_id, date(2025, 6, 1), date(2025, 6, 1), False,
        )  # fmt: skip
        assert (one.decided_on, one.decided_by, one.because) == (
            date(2025, 6, 1), "återspelat ur liggaren", "återspelat ur liggaren",
        )  # fmt: skip
        assert one.done_at is None
    Ending.objects.filter(pk=made.pk).update(done_at=timezone.now())
    new = again._ending(Entry(ENDING, {**told, "ending": str(made.pk)}))
    assert new.pk not in (made.pk, free.pk)
    assert again._is_done(Entry(ENDING, {"ending": str(made.pk)}))
    assert not again._is_done(Entry(ENDING, {"ending": str(free.pk)}))
    assert not again._is_done(Entry(ENDING, {"ending": str(UUID(int=9))}))


def test_every_table_that_ends_is_emptied_in_order_its_earlier_versions_before_it() -> None:
    tables = list(carrying._in_order())
    for one in ended.every():
        earlier = ended.earlier_of(one.model)
        at = tables.index(one.model)
        assert earlier is None or tables[at - 1] is earlier
    assert tables.index(Livelihood) < tables.index(Participation) < tables.index(Person)
    assert len(tables) > len(ended.every())
