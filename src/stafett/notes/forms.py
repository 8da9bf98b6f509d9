"""The forms of notes and contacts: a note is one field and a button."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import check_own, writes_for
from stafett.casework.forms.acting import WHY, Acting, Text
from stafett.casework.forms.periods import day
from stafett.casework.forms.retracting import Retracting
from stafett.casework.models import Participation
from stafett.casework.twice import check_not_just_made
from stafett.frame.phone import to_call
from stafett.notes.access import check_retract
from stafett.notes.actions import (
    NewContact,
    NewNote,
    correct,
    correct_contact,
    gone,
    retract,
    seek,
    write,
)
from stafett.notes.earlier import in_words
from stafett.notes.models import By, Contact, Note, Result, Written
from stafett.safeguards.models import RowKind
from stafett.safeguards.viewer import Viewer


def _text() -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=gettext_lazy("Anteckning"), max_length=4000, widget=area)


HEALTH = gettext_lazy("Kryssa i om den säger något om hälsa eller vård.")


class NoteForm(Acting):
    """A new note."""

    heading = gettext_lazy("Ny anteckning")
    lead = gettext_lazy(
        "Bara din myndighet läser den, om ni inte lämnar ut den. Rör den hälsa eller vård kräver det att "
        "personen har sagt ja till just det, och att ni har antecknat bestämmelsen som låter er."
    )
    text = _text()
    on_day = day(gettext_lazy("Dag"))
    health = forms.BooleanField(
        label=gettext_lazy("Rör hälsa eller vård"), required=False, help_text=HEALTH
    )

    @staticmethod
    def check(viewer: Viewer, case: Participation) -> None:
        """For those who work in the case."""
        writes_for(viewer, case)

    def prepare(self) -> None:
        """Today, unless something else is said; and on a page of its own the cursor in the text."""
        self.initial["on_day"] = self.viewer.day
        self.fields["text"].widget.attrs["autofocus"] = not self.is_bound

    @property
    def told(self) -> NewNote:
        """What was written."""
        found = self.cleaned_data
        return NewNote(found["text"], found["on_day"], found["health"])

    def save(self) -> str:
        """Write it."""
        told = self.told
        alike = Note.objects.filter(text=told.text.strip(), on_day=told.on_day)
        check_not_just_made(alike.filter(participation=self.case, written_by=self.viewer.name))
        write(self.case, told, by=self.viewer)
        return _("Antecknat.")


def _stop_if_gone(form: Acting, written: Written) -> None:
    """Nothing to fill in of what has been taken back; whoever was filling it in is told by the action."""
    if written.retracted_on:
        form.current = {}
        form.stop = "" if form.is_bound else gone(written)


class CorrectNoteForm(NoteForm):
    """A note written anew, with the reason."""

    heading = gettext_lazy("Rätta anteckningen")
    because = WHY

    def __init__(self, *args: Any, written: Note, **rest: Any) -> None:
        """The note as it stands."""
        self.written = written
        super().__init__(*args, **rest)

    def now(self) -> Mapping[str, Any]:
        """How it stands."""
        return {
            "text": self.written.text, "on_day": self.written.on_day,
            "health": self.written.kind == RowKind.HEALTH,
        }  # fmt: skip

    def prepare(self) -> None:
        """Nothing is chosen beforehand; only those whose it is come here."""
        check_own(self.viewer, self.written)
        _stop_if_gone(self, self.written)

    def save(self) -> str:
        """Write it anew."""
        correct(self.written, self.told, by=self.viewer, because=self.cleaned_data["because"])
        return _("Rättat. Hur det stod förut finns kvar i historiken.")


class ContactForm(Acting):
    """An attempt to reach the person."""

    heading = gettext_lazy("Anteckna kontakt")
    lead: Text = gettext_lazy(
        "Också försök som inte gav något: då syns det att ni inte har släppt taget."
    )
    result = forms.ChoiceField(
        label=gettext_lazy("Vad gav det?"), choices=Result, widget=forms.RadioSelect
    )
    by = forms.ChoiceField(label=gettext_lazy("Hur?"), choices=By, widget=forms.RadioSelect)
    on_day = day(gettext_lazy("Dag"))
    text = forms.CharField(label=gettext_lazy("Kort om det"), max_length=300, required=False)
    again_on = day(
        gettext_lazy("Försök igen"), required=False, ahead=True,
        help_text=gettext_lazy("En dag framåt, om du inte fick tag på personen."),
    )  # fmt: skip

    @staticmethod
    def check(viewer: Viewer, case: Participation) -> None:
        """For those who work in the case."""
        writes_for(viewer, case)

    def prepare(self) -> None:
        """Today, by phone, unless something else is said; and how the person is reached, to call from here."""
        self.initial.update(on_day=self.viewer.day, by=By.PHONE)
        reached = self.case.person.shown_reached
        if reached:
            said = _("Personen nås på:")
            self.lead = format_html("{} {} {}", self.lead, said, to_call(reached))

    @property
    def told(self) -> NewContact:
        """What was filled in."""
        found = self.cleaned_data
        return NewContact(
            found["on_day"], found["by"], found["result"], found["text"], found["again_on"]
        )

    def save(self) -> str:
        """Note it."""
        told = self.told
        alike = Contact.objects.filter(
            on_day=told.on_day,
            by=told.by,
            result=told.result,
            text=told.text.strip(),
            again_on=told.again_on,
        )
        check_not_just_made(alike.filter(participation=self.case, written_by=self.viewer.name))
        seek(self.case, told, by=self.viewer)
        return _("Antecknat.")


class CorrectContactForm(ContactForm):
    """An attempt written anew, with the reason."""

    heading = gettext_lazy("Rätta kontakten")
    lead = gettext_lazy(
        "Hur det stod förut finns kvar i historiken, med vem som ändrade och varför."
    )
    because = WHY

    def __init__(self, *args: Any, written: Contact, **rest: Any) -> None:
        """The attempt as it stands."""
        self.written = written
        super().__init__(*args, **rest)

    def now(self) -> Mapping[str, Any]:
        """How it stands."""
        return {
            name: getattr(self.written, name)
            for name in ("result", "by", "on_day", "text", "again_on")
        }

    def prepare(self) -> None:
        """Nothing is chosen beforehand; only those whose it is come here."""
        check_own(self.viewer, self.written)
        _stop_if_gone(self, self.written)

    def save(self) -> str:
        """Write it anew."""
        because = self.cleaned_data["because"]
        correct_contact(self.written, self.told, by=self.viewer, because=because)
        return _("Rättat. Hur det stod förut finns kvar i historiken.")


class RetractForm(Retracting):
    """What was written in the wrong case, taken back with the reason."""

    heading = gettext_lazy("Skriven i fel ärende")
    lead = gettext_lazy(
        "Texten försvinner från anteckningarna, tidslinjen och det som lämnas ut härifrån. Kvar står "
        "att något har dragits tillbaka, när och av vilken enhet. I historiken finns texten kvar tills ärendet "
        "gallras. Ska den stå i ett annat ärende: kopiera den först."
    )

    def now(self) -> Mapping[str, Any]:
        """What would be taken back."""
        one = self.written
        return {"stands": in_words(one) if isinstance(one, Contact) else one.text}  # type: ignore[attr-defined]

    def prepare(self) -> None:
        """For the authority that wrote it; what has been taken back already says so."""
        check_retract(self.viewer, self.written)
        _stop_if_gone(self, self.written)

    def save(self) -> str:
        """Take it back."""
        retract(self.written, by=self.viewer, because=self.cleaned_data["because"])
        return _("Tillbakadragen. Skriv den i rätt ärende om den ska stå någonstans.")
