"""What a laptop keeps of itself and of its hub, as texts for the settings of its encrypted database."""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import orjson

from inspector_app.domain.acts import Role
from inspector_app.domain.errors import DamagedError

from .certificates import Certificate, certify
from .enrolment import GREATEST_CODE, Hub, device_user
from .keys import SigningKey, VerifyKey

DEVICE_KEY, SPARES, HUB, RECOVERY = "device.key", "exchange.spares", "exchange.hub", "backup.recovery"
"""Names of settings: the laptop's key, its spare machine codes, its hub, what backups are sealed for."""


@dataclass(frozen=True, slots=True)
class KnownHub:
    """The hub a laptop was enrolled at, and the certificate by which the office vouches for it."""

    hub: Hub
    certificate: Certificate


def key_text(content: bytes) -> str:
    """Return a key as a setting keeps it: base64."""
    return b64encode(content).decode()


def key_bytes(told: str, setting: str) -> bytes:
    """Return the 32 bytes that `key_text` wrote.

    Raises:
        DamagedError: `trust.setting_damaged`.
    """
    try:
        content = b64decode(told, validate=True)
    except binascii.Error as problem:
        raise DamagedError("trust.setting_damaged", where=setting) from problem
    if len(content) != 32:
        raise DamagedError("trust.setting_damaged", where=setting)
    return content


def device_key(told: str) -> SigningKey:
    """Return the laptop's key from the setting `device.key`.

    Raises:
        DamagedError: `trust.setting_damaged`.
    """
    return SigningKey.from_bytes(key_bytes(told, DEVICE_KEY))


def spares_text(codes: Iterable[int]) -> str:
    """Return spare machine codes as the setting `exchange.spares` keeps them."""
    return orjson.dumps(list(codes)).decode()


def spares(told: str) -> tuple[int, ...]:
    """Return the spare machine codes from the setting `exchange.spares`, the next one first.

    Raises:
        DamagedError: `trust.setting_damaged`.
    """
    try:
        codes = orjson.loads(told)
    except ValueError as problem:
        raise DamagedError("trust.setting_damaged", where=SPARES) from problem
    if not isinstance(codes, list) or not all(type(one) is int and 0 < one <= GREATEST_CODE for one in codes):
        raise DamagedError("trust.setting_damaged", where=SPARES)
    return tuple(codes)


def hub_text(known: KnownHub) -> str:
    """Return a hub as the setting `exchange.hub` keeps it."""
    told = known.hub.to_content() | {"certificate": known.certificate.to_content()}
    return orjson.dumps(told, option=orjson.OPT_SORT_KEYS).decode()


def known_hub(told: str) -> KnownHub:
    """Return the hub from the setting `exchange.hub`.

    Raises:
        DamagedError: `trust.setting_damaged`.
    """
    try:
        content = orjson.loads(told)
        certificate = Certificate.from_content(content.pop("certificate"))
        return KnownHub(Hub.from_content(content), certificate)
    except (ValueError, KeyError, AttributeError, TypeError, DamagedError) as problem:
        raise DamagedError("trust.setting_damaged", where=HUB) from problem


def device_certificate(
    issuer: SigningKey, device: VerifyKey, *, workspace: str, name: str, valid_from: date, valid_to: date
) -> Certificate:
    """Return the certificate of a laptop's key.

    Raises:
        RuleError: `trust.certificate_unfit`.
    """
    return certify(
        issuer,
        workspace=workspace,
        subject=device,
        user=device_user(device),
        name=name,
        roles={Role.DEVICE},
        valid_from=valid_from,
        valid_to=valid_to,
    )
