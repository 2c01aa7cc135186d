"""How the server knows who somebody is: by a name they give, by an OpenID provider, or by a proxy in front of it."""

from collections.abc import Sequence
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from dashboard.meeting.model import MeetingModel

Network = IPv4Network | IPv6Network

VOUCHED = "funnel-review-vouched"
"""The header in which the server's own doorway hands on whom the proxy names; the same from outside is dropped."""


class Mode(StrEnum):
    """Who vouches for a reader: nobody, the identity token of a provider, or a proxy."""

    LOCAL = "local"
    OIDC = "oidc"
    PROXY = "proxy"


def _network(text: object) -> object:
    return ip_network(text) if isinstance(text, str) else text


def _is_not_open(network: Network) -> Network:
    if network.prefixlen == 0:
        message = "is every address there is; name those of the proxy"
        raise ValueError(message)
    return network


Peer = Annotated[Network, BeforeValidator(_network), AfterValidator(_is_not_open)]
HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$", max_length=100)]


class SignIn(MeetingModel):
    """The table ``[sign_in]``: the mode, and for a proxy that it is trusted, its header and where it asks from."""

    mode: Mode = Mode.LOCAL
    trusted_proxy: bool = False
    header: HeaderName | None = None
    peers: tuple[Peer, ...] = ()

    @model_validator(mode="after")
    def _a_proxy_is_named_whole(self) -> Self:
        of_a_proxy = (self.trusted_proxy, self.header, self.peers)
        if self.mode is Mode.PROXY and not all(of_a_proxy):
            message = 'mode "proxy" needs trusted_proxy = true, header, and peers (the addresses of the proxy)'
            raise ValueError(message)
        if self.mode is not Mode.PROXY and any(of_a_proxy):
            message = f'trusted_proxy, header and peers are for mode "proxy", and the mode is "{self.mode}"'
            raise ValueError(message)
        return self

    def trusts(self, peer: str | None) -> bool:
        """Whether the proxy asks from this address."""
        return peer is not None and _is_within(peer, self.peers)


def is_loopback(address: str | None) -> bool:
    """Whether an address is this machine's own."""
    return address is not None and _is_within(address, (ip_network("127.0.0.0/8"), ip_network("::1/128")))


def is_loopback_host(host: str) -> bool:
    """Whether a request's Host is a name of this machine, with a port or without."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return name.rstrip(".") == "localhost" or is_loopback(name)


def _is_within(text: str, networks: Sequence[Network]) -> bool:
    try:
        address = ip_address(text)
    except ValueError:  # the path of a socket, a name
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in network for network in networks)
