"""Who am I, and which posts do I hold? For other systems that act in somebody's name."""

from __future__ import annotations

from ninja import Router, Schema

from stafett.accounts.views.asked import Asked

router = Router(tags=["account"])


class AccountOut(Schema):
    """An account, without what only it knows."""

    name: str
    email: str
    authority: str | None


@router.get("/account", response=AccountOut)
def account(request: Asked) -> AccountOut:
    """The one who asks."""
    me = request.user
    authority = me.staff.authority.name if me.staff else None
    return AccountOut(name=me.name, email=me.email, authority=authority)
