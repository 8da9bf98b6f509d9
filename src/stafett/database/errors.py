"""What is raised when the database cannot be reached or looked after: always a sentence for people.

This package runs before Django can (it is what Django's settings read), so its Swedish texts are
plain strings and not gettext's.
"""

from __future__ import annotations


class ClusterError(Exception):
    """Says in Swedish what is wrong, where, and what to do; nothing has been changed."""
