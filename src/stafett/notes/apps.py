"""Registers the app with Django, and hangs notes on the case."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotesConfig(AppConfig):
    """Anteckningar."""

    name = "stafett.notes"
    verbose_name = "Anteckningar"

    def ready(self) -> None:
        """Hang tab, buttons, forms, story and rule on the case; tell the log what doors are called."""
        from stafett.casework import between, doors, last_contact, timeline
        from stafett.notes import queries
        from stafett.notes.access import can_write
        from stafett.notes.forms import ContactForm, NoteForm, RetractForm
        from stafett.notes.in_the_log import DOORS
        from stafett.notes.models import Contact, Note
        from stafett.safeguards import told

        doors.hang_tab(doors.Tab(_("Anteckningar"), "notes", 40))
        doors.hang_act(doors.Act(_("Anteckna"), "note_new", can_write, 10))
        doors.hang_act(doors.Act(_("Kontakt"), "contact_new", can_write, 11))
        doors.offer_form("note_new", NoteForm)
        doors.offer_form("contact_new", ContactForm)
        doors.hang_taking_back(Note, RetractForm)
        doors.hang_taking_back(Contact, RetractForm)
        timeline.register(queries.CONTACT, queries.contacts_told)
        timeline.register(queries.NOTE, queries.notes_told)
        last_contact.register(queries.reached)
        last_contact.register_noted(queries.notes_standing)
        last_contact.register_noted(queries.contacts_standing)
        last_contact.register_again(queries.again_on)
        between.register(queries.LAPSED)
        told.name_doors(DOORS)
