"""The forms for getting in, and for what one gets in with; refusals say what to do."""

from stafett.accounts.forms.log_in import LogIn
from stafett.accounts.forms.password import NewPassword
from stafett.accounts.forms.tokens import TokenForm

__all__ = ["LogIn", "NewPassword", "TokenForm"]
