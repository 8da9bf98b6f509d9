"""How do accounts end? By whoever looks after accounts: they are staff's, never a participant's."""

from __future__ import annotations

from stafett.accounts.models import AccountEvent, Token, User
from stafett.database.ending import Endings

STAFF = "staff's own account; closed by their authority, and named in what they have done"

ENDINGS = Endings(stays=dict.fromkeys((User, Token, AccountEvent), STAFF))
