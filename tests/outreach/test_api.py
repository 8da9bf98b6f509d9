"""What another program reads and does with the outreach list, and what it is told when there is nothing."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.urls import reverse

from stafett.outreach.actions import lead_on
from stafett.outreach.models import Attempt, Led
from stafett.outreach.queries import counted
from tests.cast import TODAY, Cast
from tests.outreach.world import listed, tried
from tests.referrals.world import facts, new

LIST = "/api/v1/outreach"


def step(client: Any, key: object, name: str, **fields: str) -> Any:
    return client.post(
        f"{LIST}/{key}/{name}", json.dumps({"fields": fields}), content_type="application/json"
    )


def test_the_list_is_read_and_a_try_noted(cast: Cast, page: Any) -> None:
    one, karin = listed(cast), page("karin")
    (told,) = karin.get(LIST).json()
    assert (told["name"], told["school"]) == ("Liam Lind", "Flens gymnasium")
    empty = step(karin, one.pk, "try")
    assert empty.status_code == 422
    assert {fault["field"] for fault in empty.json()["faults"]} >= {"result"}
    assert step(karin, one.pk, "refer").status_code == 422
    assert step(karin, one.pk, "dans").status_code == 404


def test_a_try_that_is_filled_in_is_noted(cast: Cast, page: Any) -> None:
    one, karin = listed(cast), page("karin")
    form = karin.get(reverse("entry_try", args=[one.pk])).context["form"]
    chosen = {name: str(field.choices[-1][0]) for name, field in form.fields.items()
              if hasattr(field, "choices")}  # fmt: skip
    answer = step(karin, one.pk, "try", made_on=TODAY.isoformat(), **chosen)
    assert answer.status_code == 200, answer.content.decode()
    cast.as_everyone()
    assert Attempt.objects.get().entry == one


def test_the_headers_to_fill_in_are_fetched_as_a_file(cast: Cast, page: Any) -> None:
    listed(cast)
    answer = page("karin").get(reverse("outreach_template"))
    assert "uppsokande-mall.csv" in answer["Content-Disposition"]
    assert "personnummer" in answer.content.decode("utf-8-sig").lower()


def test_who_decides_is_told_of_no_authority_that_is_anothers(cast: Cast, page: Any) -> None:
    theirs = cast.unit("Af Flen").authority_id
    answer = page("lena").get(reverse("outreach_set_up", args=[theirs]))
    assert answer.status_code == 404
    assert page("lena").get(reverse("entry", args=[uuid4()])).status_code == 404


def test_what_a_referral_from_the_list_led_to_is_counted(cast: Cast, page: Any) -> None:
    one = listed(cast)
    before = counted(cast.as_("karin"), one.outreach, TODAY, TODAY)
    told = new(cast, "AUC", facts=facts(cast.branch(), given_name="Liam", family_name="Lind"))
    lead_on(one, told, by=cast.as_("karin"))
    assert counted(cast.as_("karin"), one.outreach, TODAY, TODAY) != before


def test_one_on_the_list_is_read_with_every_try_and_what_it_led_to(cast: Cast, page: Any) -> None:
    one, karin = listed(cast), page("karin")
    tried(cast, one, words="Ingen svarade")
    told = new(cast, "AUC", facts=facts(cast.branch(), given_name="Liam", family_name="Lind"))
    lead_on(one, told, by=cast.as_("karin"))
    read = karin.get(f"{LIST}/{one.pk}").json()
    assert (read["name"], read["unit"], read["may_work"]) == ("Liam Lind", "AUC", True)
    assert [each["words"] for each in read["tries"]] == ["Ingen svarade"]
    assert [(each["branch"], each["state"]) for each in read["led"]] == [("flen", "received")]
    assert page("lena").get(f"{LIST}/{one.pk}").json()["may_work"] is False
    assert page("per").get(f"{LIST}/{one.pk}").status_code == 404


def test_what_a_referral_that_is_gone_led_to_is_told_as_gone(cast: Cast, page: Any) -> None:
    one = listed(cast)
    told = new(cast, "AUC", facts=facts(cast.branch(), given_name="Liam", family_name="Lind"))
    lead_on(one, told, by=cast.as_("karin"))
    cast.as_everyone()
    Led.objects.update(sent=uuid4())
    (led,) = page("karin").get(f"{LIST}/{one.pk}").json()["led"]
    assert (led["branch"], led["state"], led["answer"]) == (None, None, "")


def test_what_stands_on_the_list_is_read_before_another_program_corrects_it(
    cast: Cast, page: Any
) -> None:
    """Ett program rättar skolan. Programmet och hur personen nås skickas inte med, och står kvar."""
    one, karin = listed(cast), page("karin")
    there = f"{LIST}/{one.pk}/correct"
    read = karin.get(there).json()["fields"]
    assert read["school"] == "Flens gymnasium"
    stood = (read["programme"], read["contact"])
    assert all(stood), "there is something that could be lost"

    told = {"school": "Nya skolan", "because": "bytt"}
    assert step(karin, one.pk, "correct", **told).json()["faults"][0]["field"] == "seen"
    assert step(karin, one.pk, "correct", **told, seen=read["seen"]).status_code == 200
    late = step(karin, one.pk, "correct", school="Tredje", because="x", seen=read["seen"])
    assert late.status_code == 422
    assert "Skola: Nya skolan / Tredje" in late.json()["detail"]

    now = karin.get(there).json()["fields"]
    assert (now["school"], (now["programme"], now["contact"])) == ("Nya skolan", stood)
    assert karin.get(f"{LIST}/{one.pk}/leave").status_code == 404
    assert page("lena").get(there).status_code == 403
