"""Where log-ins are kept: as Django keeps them, and looked up at every page by a kept question."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as InTheDatabase
from django.contrib.sessions.models import Session
from django.utils import timezone

from stafett.database.kept import Kept

STORED: Kept[Session] = Kept(lambda key: Session.objects.filter(session_key=key).order_by("pk"))


class SessionStore(InTheDatabase):
    """A session as Django has it; one whose time is out is none."""

    def _get_session_from_db(self) -> Session | None:
        found = STORED(key=self.session_key)
        if found and found[0].expire_date > timezone.now():
            return found[0]
        self._session_key = None
        return None
