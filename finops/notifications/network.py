"""Where messages may go: not to services that are only for this machine, nor to the network's own."""

import ipaddress
import socket

from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(ValueError):
    """An address that nothing is sent to; the message says why."""


def addresses_of(host: str, port: int) -> list[str]:
    """The addresses of a host that may be sent to. Raises Refused, and OSError when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    for text in addresses:
        check(ipaddress.ip_address(text.partition("%")[0]))
    return addresses


def check(address: Address) -> None:
    """Raises Refused for an address that no message may go to. All that a host has are looked at."""
    inner = getattr(address, "ipv4_mapped", None) or address
    reserved = inner.is_reserved and not inner.is_loopback
    if inner.is_link_local or inner.is_multicast or inner.is_unspecified or reserved:
        raise Refused("The host leads to an address that nothing is ever sent to.")
    if not inner.is_global and not settings.PRIVATE_CHANNELS:
        raise Refused(
            "The host leads into a private network. Whoever runs this installation may allow that with "
            "SPANLEDGER_PRIVATE_CHANNELS."
        )
