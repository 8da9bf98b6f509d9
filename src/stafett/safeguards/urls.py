"""The addresses of this app's pages."""

from __future__ import annotations

from django.urls import path

from stafett.safeguards.views.file import file_page
from stafett.safeguards.views.link import (
    link_answer,
    link_back,
    link_identify,
    link_page,
    link_paper,
    link_result,
)
from stafett.safeguards.views.log import follow_up_page, follow_ups_page, rules_page
from stafett.safeguards.views.protecting import routine_page
from stafett.safeguards.views.provisions import provision_end, provisions_page
from stafett.safeguards.views.retention import (
    ending_page,
    endings_page,
    hold_lift,
    hold_page,
    rule_end,
    rule_page,
)
from stafett.safeguards.views.start import start_draft, start_draft_file, start_page

urlpatterns = [
    path("lank/", link_page, name="link"),
    path("lank/legitimera/", link_identify, name="link_identify"),
    path("lank/svar/<slug:provider_id>/", link_back, name="link_back"),
    path("lank/klart/", link_result, name="link_result"),
    path("lank/klart/utlamnat.pdf", link_paper, name="link_paper"),
    path("lank/svara/", link_answer, name="link_answer"),
    path("bestammelser/", provisions_page, name="provisions"),
    path("bestammelser/<int:key>/avsluta/", provision_end, name="provision_end"),
    path("akten/", file_page, name="file"),
    path("bestammelser/skyddade/<int:key>/", routine_page, name="protected_routine"),
    path("bestammelser/start/<int:key>/", start_page, name="start"),
    path("bestammelser/start/<int:key>/<slug:which>/", start_draft, name="start_draft"),
    path(
        "bestammelser/start/<int:key>/<slug:which>.docx", start_draft_file, name="start_draft_file"
    ),
    path("loggen/", follow_ups_page, name="log_follow_ups"),
    path("loggen/<uuid:key>/", follow_up_page, name="log_follow_up"),
    path("loggen/granser/<int:key>/", rules_page, name="log_rules"),
    path("gallring/", endings_page, name="endings"),
    path("gallring/regel/", rule_page, name="retention_rule"),
    path("gallring/regel/<int:key>/avsluta/", rule_end, name="retention_rule_end"),
    path("gallring/stopp/", hold_page, name="retention_hold"),
    path("gallring/stopp/<int:key>/hav/", hold_lift, name="retention_hold_lift"),
    path("gallring/<uuid:key>/", ending_page, name="ending"),
]
