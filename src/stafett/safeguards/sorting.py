"""How is every column of every table sorted: personal, sensitive or harmless? (guard G2)

Each app says so of its own tables in its module `sorting`, beside the models: whoever adds a column
sorts it in the same change, and no lower floor has to know an upper one. Here they are merged; search,
retention, export and log ask here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.module_loading import module_has_submodule

from stafett.database.sorting import Fields, Matter, Sort, Sorted, Sortings, sorting
from stafett.safeguards.models import (
    Circle,
    Consent,
    ConsentPart,
    ConsentScan,
    Ending,
    EndingRow,
    EndingScope,
    FileStatement,
    FollowUp,
    Identification,
    Link,
    LogRules,
    Member,
    NamesDecision,
    OwnDataDecision,
    OwnDataExclusion,
    OwnDataRequest,
    ProtectedRoutine,
    Provision,
    Reach,
    Reading,
    ReadPerson,
    Release,
    RetentionHold,
    RetentionRule,
    Reviewed,
    Seal,
    SealedReading,
    SentForm,
    StartDecision,
)

NAMED = "that a post is named says that the person is protected; only the predicate asks"
BETWEEN = "between which authorities something goes says who is involved (law 2)"
WHO_READ = "who has read tells who is in the case (law 2)"

SORTED: Sortings = {
    Circle: sorting(
        harmless="controller",
        personal="id person",
        named_only=(Matter.PROTECTION, "only the protected are seen by a named team alone"),
        units_before=(Matter.PROTECTION, "which units the named team took the place of"),
    ),
    Member: sorting(
        harmless="controller basis kinds with_party",
        personal="id circle unit from_day until_day",
        why={"unit": "who is let in is told to all in the circle"},
        position=(Matter.PROTECTION, NAMED),
        giver=(Matter.INVOLVEMENT, BETWEEN),
    ),
    Consent: sorting(
        harmless="controller",
        personal=(
            "id circle manner digest from_day until_day review_on noted_at noted_by noted_at_unit"
        ),
        given_by=(Matter.REPRESENTATION, "that somebody else gave it says something of capacity"),
        guardian=(Matter.REPRESENTATION, "the same"),
        support_person=(Matter.REPRESENTATION, "the same"),
        language=(Matter.ORIGIN, "says something of national origin"),
        interpreter=(Matter.ORIGIN, "the same"),
        purpose=(Matter.FREE_TEXT, "written by hand about what is planned with the person"),
        text=(Matter.FREE_TEXT, "all of it in the person's words, health among it"),
    ),
    ConsentPart: sorting(
        harmless="controller",
        personal=(
            "id consent circle from_day until_day accepted_on accepted_by withdrawn_on withdrawn_by"
        ),
        giver=(Matter.INVOLVEMENT, BETWEEN),
        receiver=(Matter.INVOLVEMENT, BETWEEN),
        information=(
            Matter.HEALTH,
            "that health may be spoken of says that there is something to say",
        ),
        withdrawn_how=(Matter.FREE_TEXT, "written by hand about the person"),
    ),
    ConsentScan: sorting(
        harmless="controller content_type",
        personal="consent file_name",
        content=(Matter.FREE_TEXT, "the whole consent on paper, signed"),
    ),
    Provision: sorting(
        harmless="id giver receiver opens information paragraph from_day until_day recorded_by",
        why={"recorded_by": "somebody who speaks for an authority, in that capacity"},
    ),
    StartDecision: sorting(
        harmless=(
            "id authority starts papers needs_two proposed_by proposed_user decided_user decided_by decided_on"
        ),
        why={
            "decided_by": "somebody who speaks for an authority, in that capacity",
            "proposed_by": "the same",
            "proposed_user": "the same",
            "decided_user": "the same",
            "papers": "numbers and days of an authority's own decisions",
        },
        because=(Matter.FREE_TEXT, "written by hand, about the authority's own start"),
    ),
    FileStatement: sorting(
        harmless="id authority use from_day stated_by stated_at",
        why={
            "stated_by": "somebody who speaks for an authority, in that capacity",
        },
        because=(Matter.FREE_TEXT, "written by hand, about the authority's own filing"),
    ),
    Release: sorting(
        harmless="controller",
        personal=(
            "id circle part about released_at released_on released_by outside consent_withdrawn_on link"
        ),
        kind=(Matter.HEALTH, "a copy about health says so by its kind"),
        owner_authority=(Matter.INVOLVEMENT, BETWEEN),
        giver=(Matter.INVOLVEMENT, BETWEEN),
        title=(Matter.FREE_TEXT, "written by hand about the person"),
        text=(Matter.FREE_TEXT, "what was handed over"),
        how=(Matter.FREE_TEXT, "written by hand, to whom outside and how"),
    ),
    Link: sorting(
        harmless="controller purpose needed",
        personal=(
            "id circle together code_digest digest expires_at state state_at wrong made_at made_by "
            "made_by_user consent number_key made_at_unit"
        ),
        asked=(Matter.INVOLVEMENT, BETWEEN),
        guardian=(Matter.REPRESENTATION, "who answers in the person's stead"),
        receiver=(Matter.FREE_TEXT, "written by hand, to whom outside"),
        organisation=(Matter.FREE_TEXT, "the same"),
        text=(Matter.FREE_TEXT, "what is asked of the person, or told about them"),
    ),
    Identification: sorting(
        harmless="controller step provider issuer acr",
        personal=(
            "id circle link state_digest browser_digest nonce verifier asked_at expires_at used_at "
            "outcome subject_key"
        ),
    ),
    Reach: sorting(harmless="id unit controller"),
    Reading: sorting(
        harmless="controller form method door",
        personal="id at salt user_id name role asked people",
        why={"name": "staff's, given out on request alone"},
        authority=(Matter.INVOLVEMENT, WHO_READ),
        unit=(Matter.INVOLVEMENT, WHO_READ),
        because=(Matter.FREE_TEXT, "why a job or command was run, in words"),
    ),
    ReadPerson: sorting(
        harmless="controller",
        personal="id reading_id person_id circle_id member_id basis since",
        unit_id=(Matter.INVOLVEMENT, WHO_READ),
    ),
    Seal: sorting(
        harmless="id controller number kind closed_at rows previous digest made_at",
        said=(Matter.FREE_TEXT, "the decision by which readings were ended, in words"),
    ),
    SealedReading: sorting(
        harmless="controller seal_number place digest ended_by", personal="reading_id"
    ),
    LogRules: sorting(
        harmless=(
            "id controller sample many_people many_minutes day_begins day_ends weekends keep_years"
        )
    ),
    FollowUp: sorting(
        harmless="id controller from_day last_day readings suggested by_reason drawn_at signed_at",
        personal="drawn_by_id drawn_by signed_by_id signed_by",
        conclusion=(Matter.FREE_TEXT, "what was found, of staff and perhaps of people"),
    ),
    SentForm: sorting(
        harmless="id key sent_at",
        personal="user led_to",
        why={"led_to": "the address that the form led to: it may hold a case's key, never a name"},
    ),
    Reviewed: sorting(
        harmless="controller",
        personal="id follow_up reading_id reasons verdict by at",
        note=(Matter.FREE_TEXT, "written by hand about somebody's reading"),
    ),
    NamesDecision: sorting(
        harmless="controller",
        personal="id circle asked_by asked_on given decided_by_id decided_by decided_at",
        because=(Matter.FREE_TEXT, "the assessment, written by hand"),
    ),
    OwnDataRequest: sorting(
        harmless="controller authority",
        personal=(
            "id circle asked_how asked_on received_by due_on prolonged_on prolonged_by compiled_at "
            "compiled_by compiled_digest handed_on handed_by replaces"
        ),
        asked_by=(Matter.REPRESENTATION, "that somebody else asked says something of capacity"),
        identity_checked=(Matter.FREE_TEXT, "written by hand about the person"),
        prolonged_because=(Matter.FREE_TEXT, "the same"),
        handed_how=(Matter.FREE_TEXT, "the same, an address perhaps"),
    ),
    OwnDataDecision: sorting(
        harmless="controller",
        personal=(
            "id request compiled_digest handed_digest decided_on decided_by_id decided_by decided_at"
        ),
        appeal=(Matter.FREE_TEXT, "written by hand, to be read by the person"),
    ),
    OwnDataExclusion: sorting(
        harmless="controller about",
        personal="id decision item column what why",
        ground=(Matter.FREE_TEXT, "what is secret, and by what"),
        because=(Matter.FREE_TEXT, "the same"),
        unsaid_because=(Matter.FREE_TEXT, "why the person is not even told"),
    ),
    ProtectedRoutine: sorting(
        harmless="id controller contact kept_where decided_on", personal="decided_by"
    ),
    RetentionRule: sorting(
        harmless=(
            "id controller owner_authority ends start months wait_days spared_days archive ground "
            "from_day until_day decided_by ended_by"
        ),
        ended_because=(Matter.FREE_TEXT, "why an authority's plan is changed, written by hand"),
        why={
            "decided_by": "somebody who speaks for an authority, in that capacity",
        },
    ),
    RetentionHold: sorting(
        harmless="controller",
        personal="id circle put_on put_by lifted_on lifted_by",
        reason=(Matter.FREE_TEXT, "an appeal or a request says something of the person"),
        because=(Matter.FREE_TEXT, "written by hand about the case"),
        lifted_because=(Matter.FREE_TEXT, "written by hand about the case"),
    ),
    Ending: sorting(
        harmless=(
            "id controller noticed_on ends_from archive grounds counts decided_on decided_by_id "
            "decided_by archives done_at ended"
        ),
        because=(Matter.FREE_TEXT, "the decision, written by hand"),
        trouble=(Matter.FREE_TEXT, "what the database said, keys among it"),
        named_circle=(Matter.PROTECTION, NAMED),
    ),
    EndingScope: sorting(
        harmless="id ending controller ends before",
        personal="circle_id",
        owner_id=(Matter.INVOLVEMENT, BETWEEN),
    ),
    EndingRow: sorting(harmless="id ending controller of_table listed_at", personal="key"),
}
EARLIER = sorting(
    harmless="pgh_id pgh_created_at pgh_label",
    personal="pgh_obj",
    pgh_context=(Matter.FREE_TEXT, "who changed it, and why in their own words"),
)
"""What a table of earlier versions has besides the columns of its model."""


@cache
def every() -> Sortings:
    """What all our apps say of their tables, merged."""
    found: Sortings = {}
    for config in apps.get_app_configs():
        if config.name.startswith("stafett.") and module_has_submodule(config.module, "sorting"):
            found |= import_module(f"{config.name}.sorting").SORTED
    return found


def fields_of(model: type[Model]) -> Fields:
    """How a table's columns are sorted; earlier versions as their model's."""
    tracked = getattr(model, "pgh_tracked_model", None)
    if tracked is None:
        return every().get(model, {})
    kept = {field.name for field in model._meta.concrete_fields}
    return EARLIER | {n: one for n, one in fields_of(tracked).items() if n in kept}


def of(model: type[Model], path: str) -> Sorted:
    """How a look-up's path is sorted, as `person__birth_date__gte`: as the most delicate on the way.

    Who selects by `outcome__code` selects by the outcome. A path through rows that hang on this one, as
    `livelihoods__source`, is followed too.
    """
    return max(_along(model, path.split("__")), key=lambda found: list(Sort).index(found.sort))


def _along(model: type[Model] | None, names: list[str]) -> Iterator[Sorted]:
    for name in names:
        if model is None or not _has(model, name):
            return  # what follows is a look-up, as `gte`
        column = _field(model, name)
        hangs_on = column.auto_created and not column.concrete
        yield fields_of(column.related_model if hangs_on else model)[
            column.field.name if hangs_on else column.name
        ]
        model = column.related_model


def _field(model: type[Model], name: str) -> Any:
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


def _has(model: type[Model], name: str) -> bool:
    try:
        return bool(_field(model, name))
    except FieldDoesNotExist:
        return False


__all__ = ["Matter", "Sort", "Sorted", "every", "fields_of", "of"]
