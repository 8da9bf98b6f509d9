"""How delicate are the accounts of those who work here?"""

from __future__ import annotations

from stafett.accounts.models import AccountEvent, Token, User
from stafett.database.sorting import Sortings, sorting

SORTED: Sortings = {
    User: sorting(
        harmless="is_active",
        personal="id password last_login email name staff",
        why={"password": "a digest; a secret, and nothing about anybody"},
    ),
    Token: sorting(
        harmless="id prefix may_write level made_on expires_on revoked_at last_used_on",
        personal="user name digest",
        why={"digest": "a digest; a secret, and nothing about anybody"},
    ),
    AccountEvent: sorting(
        harmless="id kind at",
        personal="user by_user by_name what because",
        why={"because": "why an account was changed; about who works here, not who is helped"},
    ),
}
