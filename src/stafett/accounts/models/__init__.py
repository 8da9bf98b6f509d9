"""Who can log in, what has been done with each account, and the tokens that other systems act with."""

from stafett.accounts.models.event import AccountEvent
from stafett.accounts.models.token import Token
from stafett.accounts.models.user import User, Users

__all__ = ["AccountEvent", "Token", "User", "Users"]
