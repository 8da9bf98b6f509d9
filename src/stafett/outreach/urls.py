"""The addresses of the uppsökande list."""

from __future__ import annotations

from django.urls import path

from stafett.outreach import views, views_deciding

urlpatterns = [
    path("", views.list_page, name="outreach"),
    path("las-in/", views.import_page, name="outreach_import"),
    path("mall.csv", views.template_file, name="outreach_template"),
    path("siffror/<int:authority>/", views.figures_page, name="outreach_figures"),
    path("beslut/", views_deciding.decided_page, name="outreach_decided"),
    path("beslut/<int:authority>/", views_deciding.set_up_page, name="outreach_set_up"),
    path("beslut/<int:authority>/ord/", views_deciding.word_new, name="outreach_word_new"),
    path("beslut/<int:authority>/ord/<int:key>/", views_deciding.word_end, name="outreach_word_end"),
    path("<uuid:key>/", views.entry_page, name="entry"),
    path("<uuid:key>/forsok/", views.step_page, {"name": "try"}, name="entry_try"),
    path(
        "<uuid:key>/forsok/<uuid:which>/ratta/", views.try_page, {"name": "correct"},
        name="entry_try_correct",
    ),
    path(
        "<uuid:key>/forsok/<uuid:which>/av-misstag/", views.try_page, {"name": "retract"},
        name="entry_try_retract",
    ),
    path("<uuid:key>/ratta/", views.step_page, {"name": "correct"}, name="entry_correct"),
    path("<uuid:key>/lamnar/", views.step_page, {"name": "leave"}, name="entry_leave"),
    path("<uuid:key>/tillbaka/", views.step_page, {"name": "take_back"}, name="entry_take_back"),
    path("<uuid:key>/hanvisa/", views.refer_page, name="entry_refer"),
]  # fmt: skip
