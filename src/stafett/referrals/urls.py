"""The addresses of the way in."""

from __future__ import annotations

from django.urls import path

from stafett.referrals import views, views_leading

urlpatterns = [
    path("", views.referrals_page, name="referrals"),
    path("skickade/", views.sent_page, name="sent_referrals"),
    path("ko/", views.queue_page, name="queue"),
    path("ny/", views.refer_page, name="refer"),
    path("ko/urval/<int:branch>/", views_leading.selection_page, name="selection"),
    path("insats/<slug:code>/", views_leading.rules_page, name="referral_rules"),
    path("insats/<slug:code>/regel/", views_leading.rule_new, name="rule_new"),
    path("insats/<slug:code>/regel/<int:key>/", views_leading.rule_end, name="rule_end"),
    path("insats/<slug:code>/sjalv/<slug:branch>/", views_leading.door_page, name="open_door"),
    path("sok/<slug:code>/<slug:branch>/", views_leading.apply_page, name="apply"),
    path("sok/<slug:code>/<slug:branch>/tack/", views_leading.applied_page, name="applied"),
    path("<uuid:key>/", views.referral_page, name="referral"),
    path("<uuid:key>/kontakt/", views.referral_step, {"name": "contact"}, name="referral_contact"),
    path("<uuid:key>/sokt/", views.referral_step, {"name": "sought"}, name="referral_sought"),
    path(
        "<uuid:key>/sokt/<uuid:which>/ratta/", views.sought_page, {"name": "correct"}, name="sought_correct"
    ),
    path(
        "<uuid:key>/sokt/<uuid:which>/av-misstag/", views.sought_page, {"name": "retract"},
        name="sought_retract",
    ),
    path("<uuid:key>/ko/", views.referral_step, {"name": "queue"}, name="referral_queue"),
    path("<uuid:key>/bjud-in/", views.referral_step, {"name": "invite"}, name="referral_invite"),
    path("<uuid:key>/svar/", views.referral_step, {"name": "answer"}, name="referral_answer"),
    path("<uuid:key>/anta/", views.referral_step, {"name": "accept"}, name="referral_accept"),
    path("<uuid:key>/anta-inte/", views.referral_step, {"name": "decline"}, name="referral_decline"),
    path("<uuid:key>/avstar/", views.referral_step, {"name": "step_back"}, name="referral_step_back"),
    path("<uuid:key>/hall-ihop/", views.referral_step, {"name": "take_over"}, name="referral_take_over"),
    path("<uuid:key>/skicka-vidare/", views.referral_step, {"name": "send_on"}, name="referral_send_on"),
    path("<uuid:key>/namn/", views.referral_step, {"name": "name"}, name="referral_name"),
    path("<uuid:key>/angra/", views.referral_step, {"name": "take_up"}, name="referral_take_up"),
    path("skickad/<uuid:key>/", views.sent_referral_page, name="sent_referral"),
    path("skickad/<uuid:key>/sokt/", views.sent_step, {"name": "sought"}, name="sent_sought"),
    path(
        "skickad/<uuid:key>/sokt/<uuid:which>/ratta/", views.sent_sought_page, {"name": "correct"},
        name="sent_sought_correct",
    ),
    path(
        "skickad/<uuid:key>/sokt/<uuid:which>/av-misstag/", views.sent_sought_page, {"name": "retract"},
        name="sent_sought_retract",
    ),
    path("skickad/<uuid:key>/ta-tillbaka/", views.sent_step, {"name": "withdraw"}, name="sent_withdraw"),
    path("skickad/<uuid:key>/be-intaget/", views.sent_step, {"name": "hand_over"}, name="sent_hand_over"),
    path("skickad/<uuid:key>/angra/", views.sent_step, {"name": "put_back"}, name="sent_put_back"),
]  # fmt: skip
