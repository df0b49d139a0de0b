"""The laptop's own key: it signs what is exchanged and may do no act; it is certified like a person's."""

from datetime import date

from inspector_app.domain.acts import ActKind, Role
from inspector_app.store.store import Store
from inspector_app.trust import machine
from inspector_app.trust.certificates import Certificate
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.slots import Unlocked

NAME = "培训电脑"
"""How a training laptop's certificate is shown; an office's hub names those that it enrols."""


def certificate(store: Store, device: SigningKey, issuer: SigningKey, beside: Certificate) -> Certificate:
    """Return the laptop's certificate, for the same days as another one."""
    return machine.device_certificate(
        issuer,
        device.public,
        workspace=store.meta.workspace,
        name=NAME,
        valid_from=beside.valid_from,
        valid_to=beside.valid_to,
    )


def regain(store: Store, unlocked: Unlocked, today: date) -> None:
    """Give a training laptop of before the exchange its key, when an administrator signs in.

    Only a training workspace: an office's laptop has its key from the hub, and no other one would be right.
    """
    ring, signer = store.keyring, unlocked.signing_key
    held = ring.certificate(signer.key_id)
    if not store.meta.training or held is None or Role.ADMINISTRATOR not in ring.roles(signer.key_id, today):
        return
    # The key first: cut off before the act, the next sign-in certifies the same one.
    device = store.device_key()
    if device is None:
        device = SigningKey.new()
        store.set_device_key(device)
    if ring.certificate(device.key_id) is None:
        told = certificate(store, device, signer, held)
        with store.transaction(unlocked.user) as tx:
            tx.act(ActKind.ROLE, "certificate", told.key_id, told.to_content(), signer)
