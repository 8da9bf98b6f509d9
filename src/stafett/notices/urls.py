"""The addresses of notices, and of the calendar feed."""

from __future__ import annotations

from django.urls import path, register_converter

from stafett.notices import views

register_converter(views.SecretInPath, "secret")

urlpatterns = [
    path("notiser/", views.notices_page, name="notices"),
    path("notiser/lasta/", views.notices_read, name="notices_read"),
    path("notiser/installningar/", views.notices_choices, name="notices_choices"),
    path("notiser/kalender/", views.calendar_page, name="calendar"),
    path("notiser/utskick/", views.mailings_failed, name="mailings_failed"),
    path("notiser/utskick/<uuid:key>/igen/", views.mailing_again, name="mailing_again"),
    path("notiser/<uuid:key>/", views.notice_open, name="notice_open"),
    path("kalender/till/<slug:mark>/", views.calendar_open, name="calendar_open"),
    path("kalender/<secret:secret>.ics", views.calendar_feed, name="calendar_feed"),
]
