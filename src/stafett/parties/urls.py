"""The addresses of this app's pages."""

from __future__ import annotations

from django.urls import path

from stafett.parties.views import places, posts, together

urlpatterns = [
    path("", places.parties, name="parties"),
    path("ny/", places.party_new, name="party_new"),
    path("slag/nytt/", places.kind_new, name="kind_new"),
    path("slag/<slug:code>/", places.kind_edit, name="kind_edit"),
    path("avtal/", together.agreements, name="agreements"),
    path("avtal/nytt/", together.agreement_new, name="agreement_new"),
    path("avtal/<int:pk>/", together.agreement_edit, name="agreement_edit"),
    path("forbund/nytt/", together.association_new, name="association_new"),
    path("forbund/<int:pk>/", together.association, name="association"),
    path("forbund/<int:pk>/andelar/", together.shares_edit, name="shares_edit"),
    path("grupper/ny/", together.group_new, name="group_new"),
    path("grupper/<int:pk>/", together.group, name="group"),
    path("grupper/<int:pk>/andra/", together.group_edit, name="group_edit"),
    path("grupper/<int:pk>/plats/", together.seat, name="seat_new"),
    path("platser/<int:pk>/", together.unseat, name="seat_end"),
    path("myndigheter/<int:pk>/", places.authority_edit, name="authority_edit"),
    path("myndigheter/<int:pk>/enhet/", places.unit_new, name="unit_new"),
    path("enheter/<int:pk>/", places.unit_edit, name="unit_edit"),
    path("enheter/<int:pk>/befattning/", posts.post_new, name="post_new"),
    path("befattningar/<int:pk>/", posts.post, name="post"),
    path("befattningar/<int:pk>/andra/", posts.post_edit, name="post_edit"),
    path("befattningar/<int:pk>/tillsatt/", posts.appoint, name="appoint"),
    path("befattningar/<int:pk>/stallforetradare/", posts.stand_in, name="stand_in"),
    path("innehav/<int:pk>/", posts.leave, name="leave"),
    path("innehav/<int:pk>/skydd/", posts.protect, name="protect_staff"),
    path("<int:pk>/", places.party, name="party"),
    path("<int:pk>/andra/", places.party_edit, name="party_edit"),
    path("<int:pk>/myndighet/", places.authority_new, name="authority_new"),
]
