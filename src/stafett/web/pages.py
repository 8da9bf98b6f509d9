"""The addresses of the pages that span floors."""

from __future__ import annotations

from django.urls import path

from stafett.web.security_txt import security_txt
from stafett.web.views import today

urlpatterns = [
    path("", today, name="today"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
]
