"""The addresses of meetings and promises, under those of the case."""

from __future__ import annotations

from django.urls import path

from stafett.meetings import views

MEETING = "<uuid:key>/moten/<uuid:which>/"
PROMISE = "<uuid:key>/loften/<uuid:which>/"

urlpatterns = [
    path("<uuid:key>/moten/", views.meetings, name="meetings"),
    path("<uuid:key>/moten/boka/", views.book_page, name="meeting_book"),
    path(MEETING, views.meeting_page, name="meeting"),
    path(f"{MEETING}anteckna/", views.note_page, name="meeting_note"),
    path(f"{MEETING}andra/", views.change_page, name="meeting_change"),
    path(f"{MEETING}ratta/", views.correct_page, name="meeting_correct"),
    path(f"{MEETING}kallelse.<str:form>", views.summons_paper, name="meeting_summons"),
    path(f"{MEETING}blev-inte-av/", views.cancel_page, name="meeting_cancel"),
    path(f"{MEETING}lofte/", views.add_promise_page, name="promise_add"),
    path(f"{MEETING}mal-till-planen/", views.goal_to_plan_page, name="meeting_goal_to_plan"),
    path(f"{MEETING}lamna-ut/", views.hand_over_page, name="meeting_hand_over"),
    path(f"{MEETING}egen-kopia.<str:form>", views.paper, name="meeting_paper"),
    path(PROMISE, views.promise_page, name="promise_step"),
    path(f"{PROMISE}klart/", views.promise_kept, name="promise_kept"),
]
