"""What is a person told of what they consented to, of what was handed over, and of who was let in?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.database.own_data import About, OwnData
from stafett.safeguards.models import (
    Circle,
    Consent,
    ConsentPart,
    ConsentScan,
    Identification,
    Link,
    Member,
    NamesDecision,
    OwnDataDecision,
    OwnDataExclusion,
    OwnDataRequest,
    Release,
    RetentionHold,
)

ASKED = "what is asked for and decided stands first in the answer; why something was left out may be harmful"

OWN_DATA = OwnData(
    told={
        Consent: (About.CONSENT, _("Samtycke")),
        ConsentPart: (About.CONSENT, _("Del av ett samtycke")),
        ConsentScan: (About.CONSENT, _("Undertecknat papper")),
        Link: (About.RELEASE, _("Länk med e-legitimation")),
        Identification: (About.RELEASE, _("Legitimering")),
        Release: (About.RELEASE, _("Utlämnande")),
        Member: (About.ACCESS, _("Enhet i ärendet")),
        RetentionHold: (About.KEPT, _("Stopp för gallring")),
        NamesDecision: (About.READ, _("Beslut om läsares namn")),
    },
    left_out={
        Circle: "keys that hold a case together; that somebody is protected stands with the person",
        **dict.fromkeys((OwnDataRequest, OwnDataDecision, OwnDataExclusion), ASKED),
    },
    columns={
        "owner_authority": _("myndighet som har det"),
        "unit": _("enhet"),
        "giver": _("lämnare"),
        "receiver": _("mottagare"),
        "released_at": _("utlämnat"),
        "noted_at": _("antecknat"),
        "noted_at_unit": _("antecknat hos"),
        "made_at": _("gjord"),
        "made_at_unit": _("gjord hos"),
        "link": _("länkens kod"),
        "link.code": _("länkens egen kod"),
        "asked_at": _("frågades"),
        "identification.expires_at": _("gäller till"),
        "content_type": _("slag av fil"),
        "content": _("filen"),
        "decided_by": _("beslutat av"),
        "decided_at": _("beslutat"),
        "put_by": _("satt av"),
        "lifted_by": _("hävt av"),
        "member.position": _("namngiven befattning"),
    },
    sealed=frozenset(
        {
            "consent.text",
            "consent.interpreter",
            "consentscan.file_name",
            "consentscan.content",
            "link.text",
            "link.asked",
            "namesdecision.asked_by",
        }
    ),
    unsaid=frozenset(
        {
            "controller",
            "kind",
            "decided_by_id",
            "link.code_digest",
            "link.number_key",
            "link.made_by_user",
            "identification.state_digest",
            "identification.browser_digest",
            "identification.nonce",
            "identification.verifier",
            "identification.subject_key",
        }
    ),
)
