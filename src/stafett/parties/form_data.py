"""How does a page with a form answer over the API? As it stands now, and with what came of sending it.

What is not sent stays as it stands: only what is named is changed. `seen` and `after` say what was
read before, and must be sent back where they say anything: then both versions are told when somebody
else has saved meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils.translation import gettext as _
from ninja import Schema

from stafett.parties.answers import Refusal, refusal, told
from stafett.parties.careful_forms import CarefulForm

SENT = "sent_as_data"
"""The attribute of a request that came over the API: what was sent, field by field."""


MARKS = ("seen", "after")
"""The fields that say what was read before."""


def as_data(request: HttpRequest) -> Mapping[str, Any] | None:
    """What was sent over the API; None for a browser's request."""
    found: Mapping[str, Any] | None = getattr(request, SENT, None)
    return found


def mark(request: HttpRequest, sent: Mapping[str, Any]) -> None:
    """Let the request's page answer over the API, with what was sent as its form."""
    setattr(request, SENT, sent)
    request.POST = form_data(sent)  # type: ignore[assignment]


class Filled(Schema):
    """A form filled in: field → value; several values as a list. What is not sent of a page's form stays as it
    stands, and `seen` is what was read before."""

    fields: dict[str, Any] = {}


def form_data(fields: Mapping[str, Any]) -> QueryDict:
    """JSON as a form sends it: what is off or empty is not sent."""
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        if value not in (None, False):
            data.setlist(
                name, [str(one) for one in (value if isinstance(value, list) else [value])]
            )
    return data


def form_answer(
    request: HttpRequest, sent: Mapping[str, Any], form: CarefulForm, saved: str
) -> JsonResponse:
    """The form as it stands, or what came of it; raises Refusal with every fault."""
    if request.method != "POST":
        return JsonResponse(as_it_stands(form))
    let_stand(form, sent)
    if not (form.is_valid() and form.keep(getattr(request, "viewer"))):  # noqa: B009
        raise refusal(form)
    return JsonResponse({"done": saved, "id": _key(form)}, status=201)


def as_it_stands(form: CarefulForm) -> dict[str, Any]:
    """The form to read before it is sent: what stands, the marks to send back, and what can be chosen."""
    return {"fields": fields_of(form), "choices": choices_of(form)}


def let_stand(form: CarefulForm, sent: Mapping[str, Any]) -> None:
    """Let what is not sent stand as it does. Raises Refusal where nobody has read what they would change."""
    now = fields_of(form)
    _check_read(now, sent)
    data = form.data.copy()
    for name, value in now.items():
        if name not in sent and name not in data and value not in (None, False, "", []):
            data.setlist(name, [str(v) for v in (value if isinstance(value, list) else [value])])
    form.data = data


def _check_read(now: Mapping[str, Any], sent: Mapping[str, Any]) -> None:
    """Raise Refusal where a mark that the form has is not sent back."""
    unread = [name for name in MARKS if now.get(name) and not sent.get(name)]
    if unread:
        said = _("Läs formuläret först, och skicka tillbaka märket.")
        raise Refusal(422, told((name, said) for name in unread))


def _key(form: CarefulForm) -> Any:
    """The number of what was made or changed."""
    return getattr(form.kept, "pk", None) or form.instance.pk


def fields_of(form: CarefulForm) -> dict[str, Any]:
    """Each field with what stands in it."""
    return {
        name: field.prepare_value(form.get_initial_for_field(field, name))
        for name, field in form.fields.items()
    }


def choices_of(form: CarefulForm) -> dict[str, list[tuple[str, str]]]:
    """Each field that is a choice, with what can be chosen: what to send and what it is called."""
    return {
        name: [(str(key), str(label)) for key, label in field.choices if key != ""]  # type: ignore[attr-defined]
        for name, field in form.fields.items()
        if hasattr(field, "choices")
    }
