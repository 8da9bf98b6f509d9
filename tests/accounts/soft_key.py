"""A passkey without a device: answers WebAuthn as a phone would, for tests without a browser."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cbor import encode
from fido2.cose import ES256

PRESENT, VERIFIED, CREDENTIAL = 0x01, 0x04, 0x40


def text(raw: bytes) -> str:
    """Bytes as WebAuthn writes them in JSON."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw(written: str) -> bytes:
    """The same back."""
    return urlsafe_b64decode(written + "=" * (-len(written) % 4))


@dataclass
class SoftKey:
    """A key of one owner at one site."""

    origin: str = "http://localhost"
    site: str = "localhost"
    asks: bool = True
    """True when it asks its owner for finger or code."""
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    owner: str = ""
    uses: int = 0
    secret: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def made(self, options: dict[str, Any]) -> str:
        """What a browser answers when a key is to be made."""
        asked = options["creation_options"]["publicKey"]
        self.owner = asked["user"]["id"]
        public = encode(dict(ES256.from_cryptography_key(self.secret.public_key())))
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        told = encode(
            {"fmt": "none", "attStmt": {}, "authData": self._data(CREDENTIAL) + credential}
        )
        said = self._said("webauthn.create", asked["challenge"])
        return self._answer(clientDataJSON=text(said), attestationObject=text(told))

    def shown(self, options: dict[str, Any]) -> str:
        """What a browser answers when a key is to be used."""
        said = self._said("webauthn.get", options["request_options"]["publicKey"]["challenge"])
        data = self._data()
        signed = self.secret.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=text(said), authenticatorData=text(data), signature=text(signed),
            userHandle=self.owner,
        )  # fmt: skip

    def _said(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, more: int = 0) -> bytes:
        self.uses += 1
        flags = PRESENT | more | (VERIFIED if self.asks else 0)
        site = hashlib.sha256(self.site.encode()).digest()
        return site + bytes([flags]) + self.uses.to_bytes(4, "big")

    def _answer(self, **response: str) -> str:
        return json.dumps({
            "type": "public-key", "id": text(self.id), "rawId": text(self.id), "response": response,
            "clientExtensionResults": {"credProps": {"rk": True}},
        })  # fmt: skip
