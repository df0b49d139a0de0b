"""Which of the laptop's addresses a phone beside it can reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, ip_address

_OWN = tuple(IPv4Network(told) for told in ("192.168.0.0/16", "10.0.0.0/8", "172.16.0.0/12"))
_VIRTUAL = ("docker", "veth", "br-", "virbr", "vmnet", "vboxnet", "vethernet", "tun", "tap", "wg", "utun")


@dataclass(frozen=True, slots=True)
class Network:
    """An interface that is up: what the system calls it, its IPv4 address, whether it goes by radio."""

    name: str
    address: str
    wireless: bool = False


def reachable(networks: Iterable[Network]) -> list[Network]:
    """Return the networks with a private address (RFC 1918), the likeliest for a phone first.

    Loopback, link-local and public addresses are none: what is sent here must not come from elsewhere.
    """
    own = [one for one in networks if _is_own(one.address)]
    return sorted(dict.fromkeys(own), key=_rank)


def is_near(address: str) -> bool:
    """Tell whether a caller is on a private network too, or on this machine: none comes from the internet."""
    return _is_own(address) or address.startswith("127.")


def _is_own(told: str) -> bool:
    try:
        address = ip_address(told)
    except ValueError:
        return False
    return isinstance(address, IPv4Address) and any(address in net for net in _OWN)


def _rank(network: Network) -> tuple[bool, bool, int]:
    address = IPv4Address(network.address)
    place = next(n for n, net in enumerate(_OWN) if address in net)
    return network.name.lower().startswith(_VIRTUAL), not network.wireless, place
