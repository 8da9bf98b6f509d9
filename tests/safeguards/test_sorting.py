"""Is every column of every table sorted, earlier versions too, and nothing sorted that is not there?"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Model

from stafett.casework.models import Listing, Participation
from stafett.database.sorting import Matter, Sort, Sorted, sorting
from stafett.people.models import Person
from stafett.safeguards.sorting import every, fields_of, of
from tests.safeguards import fields_page

OURS = [model for model in apps.get_models() if model.__module__.startswith("stafett.")]


def _differing(model: type[Model]) -> dict[str, set[str]]:
    columns = {f.name for f in [*model._meta.concrete_fields, *model._meta.many_to_many]}
    sorted_ = set(fields_of(model))
    return {"not sorted": columns - sorted_, "not there": sorted_ - columns}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_column_is_sorted_and_nothing_else_is(model: type[Model]) -> None:
    assert _differing(model) == {"not sorted": set(), "not there": set()}


def test_no_table_is_sorted_by_two_apps_and_none_is_of_another() -> None:
    assert {model.__module__.split(".")[1] for model in every()} <= {
        model.__module__.split(".")[1] for model in OURS
    }


def test_a_column_forgotten_or_gone_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = {name: one for name, one in every()[Person].items() if name != "guardian"}
    fields["shoe_size"] = Sorted(Sort.PERSONAL)
    monkeypatch.setitem(every(), Person, fields)
    assert _differing(Person) == {"not sorted": {"guardian"}, "not there": {"shoe_size"}}
    assert _differing(Person.pgh_event_model)["not sorted"] == {"guardian"}  # type: ignore[attr-defined]


def test_whatever_is_sensitive_says_why_and_which_matter_it_is() -> None:
    sensitive = [one for fields in every().values() for one in fields.values()
                 if one.sort == Sort.SENSITIVE]  # fmt: skip
    assert len(sensitive) > 20
    assert all(one.why and one.matter for one in sensitive)
    assert {one.matter for one in sensitive} == set(Matter)


NAMED = {
    "given_name", "family_name", "referring_caseworker", "case_number", "register_key",
    "identity_number", "identity_issuer", "sort_name", "search_family", "search_given",
    "search_family_last", "search_given_second", "about", "file_name", "digest", "content_type",
    "paragraph", "pgh_label", "alias", "kept_where", "name", "role", "method", "door", "asked", "basis",
    "previous", "by", "ground", "of_table", "key", "compiled_digest", "handed_digest", "item", "column",
    "what",
    "code_digest", "number_key", "state_digest",
    "browser_digest", "led_to", "nonce", "verifier", "provider", "issuer", "subject_key", "acr",
}  # fmt: skip
"""Text about people that is a name, a number or a mark: not a sentence."""
ABOUT_PEOPLE = ("people", "casework", "safeguards")


def test_free_text_about_people_and_cases_is_sensitive() -> None:
    """Text with choices is a word of a list, and who noted something is a name."""
    for model in OURS:
        if model._meta.app_label in ABOUT_PEOPLE or model._meta.model_name == "registerimport":
            texts = {
                f.name for f in model._meta.concrete_fields
                if f.get_internal_type() in ("CharField", "TextField") and not f.choices
            }  # fmt: skip
            free = {name for name in texts - NAMED if not name.endswith("_by")}
            assert {n for n in free if fields_of(model)[n].sort != Sort.SENSITIVE} == set(), model


@pytest.mark.parametrize(
    ("path", "sort"),
    [
        ("participation__person__sex", Sort.PERSONAL),
        ("participation__starts_on__gte", Sort.PERSONAL),
        ("participation__person__guardian__icontains", Sort.SENSITIVE),
        ("participation__outcome__code", Sort.SENSITIVE),
        ("participation__outcome_id", Sort.SENSITIVE),
        ("participation__livelihoods__source", Sort.SENSITIVE),
        ("participation__livelihoods__isnull", Sort.PERSONAL),
        ("pk", Sort.PERSONAL),
        ("controller_id__in", Sort.HARMLESS),
    ],
)
def test_a_path_is_as_delicate_as_the_most_delicate_on_its_way(path: str, sort: Sort) -> None:
    assert of(Listing, path).sort == sort


def test_a_path_that_leads_nowhere_is_told() -> None:
    with pytest.raises(ValueError, match="empty"):
        of(Participation, "nowhere")


def test_a_column_is_sorted_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        sorting(harmless="id", personal="name id")
    with pytest.raises(ValueError, match="twice"):
        sorting(personal="note", note=(Matter.FREE_TEXT, "text"))
    with pytest.raises(ValueError, match="no sort"):
        sorting(personal="name", why={"nmae": "misspelt"})


def test_the_page_of_fields_is_what_the_apps_say() -> None:
    assert fields_page.PAGE.read_text(encoding="utf-8") == fields_page.as_markdown()
