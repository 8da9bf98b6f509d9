"""The addresses of this app's pages."""

from __future__ import annotations

from django.urls import path

from stafett.safeguards.views import follow_up_page, follow_ups_page, rules_page

urlpatterns = [
    path("", follow_ups_page, name="log_follow_ups"),
    path("<uuid:key>/", follow_up_page, name="log_follow_up"),
    path("granser/<int:key>/", rules_page, name="log_rules"),
]
