"""What a page is asked with: a request that has its viewer."""

from __future__ import annotations

from django.http import HttpRequest

from stafett.safeguards.viewer import Viewer


class Request(HttpRequest):
    """A request after the middleware: `viewer` is who is looking, logged in or not."""

    viewer: Viewer
