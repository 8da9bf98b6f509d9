"""The addresses of this app's pages."""

from __future__ import annotations

from django.urls import path

from stafett.initiatives.views import answering, end_reasons, ground, intentions

urlpatterns = [
    path("", ground.initiatives, name="initiatives"),
    path("ny/", ground.initiative_new, name="initiative_new"),
    path("<slug:code>/", ground.initiative, name="initiative"),
    path("<slug:code>/andra/", ground.initiative_edit, name="initiative_edit"),
    path("<slug:code>/gren/", ground.branch_new, name="branch_new"),
    path("<slug:code>/gren/<slug:branch>/", ground.branch_edit, name="branch_edit"),
    path("<slug:code>/gren/<slug:branch>/svar/", answering.answer, name="branch_answer"),
    path("<slug:code>/utfall/", ground.outcome_new, name="outcome_new"),
    path("<slug:code>/utfall/<slug:outcome>/", ground.outcome_edit, name="outcome_edit"),
    path("<slug:code>/avslutsorsak/", end_reasons.end_reason_new, name="end_reason_new"),
    path(
        "<slug:code>/avslutsorsak/forslag/",
        end_reasons.end_reasons_proposed,
        name="end_reasons_proposed",
    ),
    path(
        "<slug:code>/avslutsorsak/<slug:reason>/",
        end_reasons.end_reason_edit,
        name="end_reason_edit",
    ),
    path("<slug:code>/enheter/", ground.engage, name="engage"),
    path("<slug:code>/enheter/<int:pk>/", ground.disengage, name="disengage"),
    path("<slug:code>/samtycke/", ground.consent_template, name="consent_template"),
    path("<slug:code>/malgrupp/", intentions.target_group, name="target_group"),
    path(
        "<slug:code>/malgrupp/<slug:branch>/", intentions.target_group, name="branch_target_group"
    ),
    path("<slug:code>/antal/", intentions.volume, name="volume"),
    path("<slug:code>/antal/<slug:branch>/", intentions.volume, name="branch_volume"),
    path("<slug:code>/mal/", intentions.goal, name="goal_new"),
    path("<slug:code>/mal/<slug:goal>/", intentions.goal, name="goal_version"),
    path("<slug:code>/inflode/", intentions.promise_new, name="promise_new"),
    path("<slug:code>/inflode/<int:pk>/", intentions.promise_edit, name="promise_edit"),
]
