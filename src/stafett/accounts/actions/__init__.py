"""The only writes to accounts: each is recorded with who did it."""

from stafett.accounts.actions.accounts import (
    close_account,
    open_account,
    open_accounts,
    set_password,
)
from stafett.accounts.actions.recording import record
from stafett.accounts.actions.signing_in import (
    bind,
    end_sessions,
    remove_methods,
    session_has_new_key,
    unbind,
)
from stafett.accounts.actions.tokens import make_token, note_use, revoke, revoke_all

__all__ = [
    "bind",
    "close_account",
    "end_sessions",
    "make_token",
    "note_use",
    "open_account",
    "open_accounts",
    "record",
    "remove_methods",
    "revoke",
    "revoke_all",
    "session_has_new_key",
    "set_password",
    "unbind",
]
