"""How delicate are the accounts of those who work here?"""

from __future__ import annotations

from stafett.accounts.models import User
from stafett.database.sorting import Sortings, sorting

SORTED: Sortings = {
    User: sorting(
        harmless="is_active",
        personal="id password last_login email name staff",
        why={"password": "a digest; a secret, and nothing about anybody"},
    ),
}
