"""A form about one row of a case: a meeting or a promise, bound before the form is made."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from stafett.casework.access import check_own
from stafett.casework.forms.acting import Acting
from stafett.casework.models import Participation
from stafett.safeguards.viewer import Viewer


class AboutRow(Acting):
    """A form about `row`; `about(row)` gives the class of it."""

    row: ClassVar[Any] = None

    @classmethod
    def about(cls, row: Any) -> type[Self]:
        """The same form, about this row."""
        return type(cls.__name__, (cls,), {"row": row})

    @classmethod
    def check(cls, viewer: Viewer, case: Participation) -> None:  # type: ignore[override]
        """Raise PermissionDenied unless the viewer may change the row."""
        check_own(viewer, cls.row)
