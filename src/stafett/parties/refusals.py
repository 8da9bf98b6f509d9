"""What does a refusal say? Each constraint that a person can meet has its sentence and its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(ValueError):
    """An action says no, with the sentence for the person and the field that it is about."""

    def __init__(self, sentence: str, field: str = "") -> None:
        """Remember both; the sentence is also what `str` gives."""
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Sentence:
    """What a broken constraint says to the person, and the form field that it belongs to."""

    words: str | Promise
    field: str = ""


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint that the database found broken, or nothing."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def refusal_of(error: IntegrityError | Refused, sentences: Mapping[str, Sentence]) -> Refused:
    """The refusal as a sentence; an error that no sentence is written for is raised again."""
    if isinstance(error, Refused):
        return error
    sentence = sentences.get(constraint_of(error))
    if sentence is None:
        raise error
    return Refused(str(sentence.words), sentence.field)


BACKWARDS = _("Sista dagen ligger före den första. Rätta den ena.")

SENTENCES: dict[str, Sentence] = {
    "a_protected_name_is_not_shown": Sentence(
        _("Namnet är det som medarbetaren heter och som är skyddat. Välj ett annat."), "name"
    ),
    "a_protected_name_says_by_whom": Sentence(_("Vem som skyddade namnet, och när, saknas.")),
    "parties_partykind_pkey": Sentence(
        _("Koden finns redan. Välj en annan, eller ändra det slag som har den."), "code"
    ),
    "parties_party_name_key": Sentence(
        _("En part med det namnet finns redan. Öppna den i listan i stället."), "name"
    ),
    "parties_authority_name_key": Sentence(
        _("En myndighet med det namnet finns redan. Skriv kommunens namn före nämndens."), "name"
    ),
    "unit_name_once_per_authority": Sentence(
        _("Myndigheten har redan en enhet med det namnet."), "name"
    ),
    "position_period_forward": Sentence(BACKWARDS, "last_day"),
    "position_share_of_full_time": Sentence(
        _("Andelen av heltid ska vara mer än 0 och högst 100 procent."), "full_time"
    ),
    "tenure_period_forward": Sentence(BACKWARDS, "last_day"),
    "one_holder_of_a_post_at_a_time": Sentence(
        _(
            "Någon annan har befattningen, eller står in där, under en del av tiden. Avsluta den tiden "
            "först, eller välj andra dagar."
        ),
        "from_day",
    ),
    "nobody_stands_in_for_themselves": Sentence(
        _("Personen har redan befattningen under en del av tiden. Välj någon annan."), "staff"
    ),
    "parties_association_name_key": Sentence(_("Ett förbund med det namnet finns redan."), "name"),
    "parties_association_authority_id_key": Sentence(
        _("Myndigheten är redan ett förbund. Öppna det i listan i stället."), "authority"
    ),
    "association_is_no_controller": Sentence(
        _(
            "Myndigheten är personuppgiftsansvarig i en insats, och kan därför inte vara ett "
            "samordningsförbund (lag 2003:1210, 7 §). Lägg till förbundet som en egen myndighet."
        ),
        "authority",
    ),
    "association_member_period_forward": Sentence(
        _("Andelarna som gäller nu började samma dag eller senare. Välj en senare dag."), "from_day"
    ),
    "association_share_is_a_share": Sentence(
        _("En andel ska vara högst hela: skriv till exempel 1/4 eller 25 %."),
    ),
    "a_party_is_member_once_at_a_time": Sentence(
        _("Samma part står på två rader. Låt den stå på en, med hela sin andel.")
    ),
    "association_shares_sum_to_one": Sentence(
        _(
            "Andelarna blir inte tillsammans precis 1. Rätta dem så att summan blir hela "
            "finansieringen."
        )
    ),
    "parties_group_name_key": Sentence(_("En grupp med det namnet finns redan."), "name"),
    "group_member_period_forward": Sentence(BACKWARDS, "last_day"),
    "agreement_period_forward": Sentence(BACKWARDS, "valid_to"),
}
"""Each constraint of this app that a person can break on a page."""
