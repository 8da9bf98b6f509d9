"""The forms of documents: one is put in a case in a few words, on a phone from its camera."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import writes_for
from stafett.casework.forms import choices
from stafett.casework.forms.acting import Acting
from stafett.casework.forms.periods import day
from stafett.casework.forms.retracting import Retracting
from stafett.casework.forms.scans import ScanField
from stafett.casework.models import Participation
from stafett.casework.twice import check_not_just_made
from stafett.documents.actions import NewDocument, gone, put, take_back
from stafett.documents.models import Document
from stafett.documents.office import Refused as UnfitFile
from stafett.documents.office import Unfit, kind_of_office
from stafett.frame.as_text import AsText
from stafett.frame.form_fields import needs
from stafett.frame.inputs import EveryFile
from stafett.notes.access import check_retract
from stafett.safeguards.actions import Scan
from stafett.safeguards.viewer import Viewer
from stafett.vocabulary.models import DocumentKind

CAMERA = {"accept": "image/jpeg,image/png", "capture": "environment"}
"""What lets a phone open its camera at once; elsewhere the field is not shown."""


UNFIT: Mapping[Unfit, str | Promise] = {
    Unfit.DAMAGED: gettext_lazy(
        "Filen går inte att läsa, eller är låst. Öppna den och spara den igen, eller spara den som pdf."
    ),
    Unfit.PROGRAM: gettext_lazy(
        "Filen innehåller makron eller inbäddade program, och tas inte emot. Spara den som pdf."
    ),
    Unfit.ELSEWHERE: gettext_lazy(
        "Filen hämtar något från ett annat ställe när den öppnas, till exempel en mall eller en länkad bild. "
        "Spara den som pdf."
    ),
}


class DocumentField(ScanField):
    """As a signed paper, and a text of Word or LibreOffice that is nothing more than a text."""

    widget = EveryFile(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.docx,.odt"})

    def kind_of(self, content: bytes) -> str:
        """The kinds of papers, and those of texts. Raises ValidationError of a text that is not taken."""
        try:
            return super().kind_of(content) or kind_of_office(content)
        except UnfitFile as fault:
            raise forms.ValidationError(str(UNFIT[fault.why])) from None

    def unknown(self) -> str:
        """As of a signed paper, with the kinds of texts."""
        return _(
            "Filen %(name)s är varken pdf, png, jpeg, docx eller odt. Spara den som något av dem."
        )


class DocumentForm(Acting):
    """A file to put in the case. It comes last: what is typed is then sent before one that is too large."""

    heading = gettext_lazy("Nytt dokument")
    lead = gettext_lazy(
        "Bara din myndighet läser det, om ni inte lämnar ut det. Rör det hälsa eller vård kräver det att "
        "personen har sagt ja till just det, och att ni har antecknat bestämmelsen som låter er."
    )
    note = gettext_lazy("Inget är sparat. Det du skrev står kvar, men filen får du välja igen.")
    title = forms.CharField(
        label=gettext_lazy("Vad är det?"), max_length=160,
        help_text=gettext_lazy("Med egna ord, till exempel Betyg från komvux."),
    )  # fmt: skip
    what = forms.ChoiceField(label=gettext_lazy("Slags dokument"))
    on_day = day(gettext_lazy("Dag"), help_text=gettext_lazy("Dagen som står på dokumentet."))
    health = forms.BooleanField(
        label=gettext_lazy("Rör hälsa eller vård"), required=False,
        help_text=gettext_lazy("Kryssa i om det säger något om hälsa eller vård."),
    )  # fmt: skip
    file = DocumentField(
        label=gettext_lazy("Fil"), required=False,
        help_text=gettext_lazy("Pdf, png, jpeg, docx eller odt, högst 10 MB."),
    )  # fmt: skip
    photo = ScanField(
        label=gettext_lazy("Ta en bild"), required=False, widget=EveryFile(attrs=CAMERA),
        help_text=gettext_lazy("Öppnar kameran. En sida per bild."),
    )  # fmt: skip

    def __init__(self, *args: Any, too_large: bool = False, **rest: Any) -> None:
        """`too_large` when the server stopped reading a file for its size."""
        self.too_large = too_large
        super().__init__(*args, **rest)

    @staticmethod
    def check(viewer: Viewer, case: Participation) -> None:
        """For those who work in the case."""
        writes_for(viewer, case)

    def prepare(self) -> None:
        """Of today, unless something else is said; in the words that hold."""
        self.initial["on_day"] = self.viewer.day
        what: Any = self.fields["what"]
        what.choices = choices.words(DocumentKind)
        needs(self.fields["file"], _("behövs om du inte tar en bild"))

    def clean(self) -> dict[str, Any]:
        """One file, from where it may come."""
        cleaned = super().clean()
        chosen = [cleaned[name] for name in ("file", "photo") if cleaned.get(name)]
        if self.too_large:
            self.add_error(
                "file", _("Filen är större än 10 MB. Skanna med lägre upplösning, eller dela den.")
            )
        elif len(chosen) > 1:
            self.add_error("file", _("Du har valt både en fil och en bild. Lägg till en i taget."))
        elif not chosen and not self.errors.keys() & {"file", "photo"}:
            self.add_error("file", _("Välj en fil, eller ta en bild."))
        return cleaned

    @property
    def told(self) -> NewDocument:
        """What was filled in."""
        found = self.cleaned_data
        scan: Scan = found.get("file") or found["photo"]
        return NewDocument(found["title"], found["what"], found["on_day"], scan, found["health"])

    def save(self) -> str:
        """Put it there."""
        told = self.told
        alike = Document.objects.filter(
            title=told.title, what=told.what, on_day=told.on_day, size=len(told.file.content)
        )
        check_not_just_made(alike.filter(participation=self.case, written_by=self.viewer.name))
        self.put = put(self.case, told, by=self.viewer)
        return _("Dokumentet är tillagt.")


class TakeBackForm(Retracting):
    """A document that should not be there, taken back with the reason."""

    heading = gettext_lazy("Ta tillbaka dokumentet")
    lead = gettext_lazy(
        "För ett dokument i fel ärende, eller en fil som blev fel. Det försvinner ur listan och tidslinjen, "
        "och ingen öppnar det härifrån mer. Kvar står att ett dokument har dragits tillbaka, när och av vilken "
        "enhet. I historiken finns filen kvar tills ärendet gallras. Ska den stå i ett annat ärende: hämta den "
        "först."
    )
    button = gettext_lazy("Ta tillbaka")
    stands = forms.CharField(
        label=gettext_lazy("Det som tas tillbaka"), required=False, widget=AsText()
    )

    def prepare(self) -> None:
        """For the authority that put it there; what has been taken back already says so."""
        check_retract(self.viewer, self.written)
        self.initial["stands"] = self.written.title
        if self.written.retracted_on:
            self.stop = "" if self.is_bound else gone(self.written)

    def save(self) -> str:
        """Take it back."""
        take_back(self.written, by=self.viewer, because=self.cleaned_data["because"])
        return _("Tillbakadraget. Lägg det i rätt ärende om det ska stå någonstans.")
