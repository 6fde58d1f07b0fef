"""
Who is asking: the one user of a local installation, or whom the platform's gateway says.

Source: `contract.md` section 9, `domain.md` 10.3 (headers).
"""

import re
from http import HTTPMethod
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.roles import EVERYTHING, Binding
from fast_data_transfer.settings import Settings
from fast_data_transfer.storage.bindings import fetch_bindings
from fast_data_transfer.storage.database import Database
from fast_data_transfer.web.requests import Connection

_SAFE_METHODS: Final = frozenset[object]({HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS})
_OWN_SITE: Final = frozenset({"same-origin", "none"})
_HOST: Final = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9.-]{1,253})(?::[0-9]{1,5})?")


class Caller(Base, frozen=True):
    """Who asks, and the roles that they have."""

    user: str
    bindings: tuple[Binding, ...]


async def identify(connection: Connection, database: Database) -> Caller:
    """
    Find out who asks.

    Raises `Problem`: `forbidden` for a local installation that is called from elsewhere, `unauthenticated` when the
    gateway names nobody, or when it is not the gateway that calls.
    """
    settings: Settings = connection.app.state.settings
    if settings.auth == "local":
        _require_local(connection)
        return Caller(user="local", bindings=EVERYTHING)
    if not _comes_from_gateway(connection, settings):
        raise Problem("unauthenticated", "Only the gateway may call this service. Go through it, and sign in there.")
    user = connection.headers.get(settings.user_id_header, "").strip()
    if not user:
        raise Problem("unauthenticated", f"The header {settings.user_id_header} names nobody. Sign in first.")
    groups = (group.strip() for group in connection.headers.get(settings.groups_header, "").split(","))
    return Caller(user=user, bindings=await fetch_bindings(database, [user, *filter(None, groups)]))


def require_same_site(connection: Connection) -> None:
    """
    Refuse requests that another site makes a browser send, where they would change something.

    Raises `Problem` `cross-site`.
    """
    if connection.scope.get("method") in _SAFE_METHODS:
        return
    site = connection.headers.get("sec-fetch-site")
    origin = connection.headers.get("origin")
    is_foreign = origin is not None and origin.lower() not in _own_origins(connection)
    if is_foreign or (site is not None and site not in _OWN_SITE):
        raise Problem("cross-site", "A page of another site sent this request. Use this service's own pages.")


def _require_local(connection: Connection) -> None:
    client = connection.client
    address = _address_of(client.host) if client else None
    if address is None or not address.is_loopback:
        raise Problem(
            "forbidden",
            "This server is for its own machine only (FDT_AUTH is local). "
            "Call it from there, or run it behind the gateway with FDT_AUTH=gateway.",
        )
    found = _HOST.fullmatch(connection.headers.get("host", ""))
    named = _address_of(found["name"].strip("[]")) if found else None
    if not (found and found["name"].lower() == "localhost") and (named is None or not named.is_loopback):
        # A name that somebody else controls may point to this machine (DNS rebinding).
        raise Problem("forbidden", "Call this server as localhost or 127.0.0.1, not under another name.")


def _address_of(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _comes_from_gateway(connection: Connection, settings: Settings) -> bool:
    address = _address_of(connection.client.host) if connection.client else None
    return settings.auth == "gateway" and address is not None and address in settings.trusted_proxies


def _own_origins(connection: Connection) -> set[str]:
    """As a browser writes them. A gateway says what it was called by; if not how, TLS may have ended there."""
    settings: Settings = connection.app.state.settings
    headers, host = connection.headers, connection.headers.get("host", "")
    origins = {f"{connection.scope['scheme']}://{host}"}
    if _comes_from_gateway(connection, settings):
        schemes = [_first(headers["x-forwarded-proto"])] if "x-forwarded-proto" in headers else ["http", "https"]
        origins |= {f"{scheme}://{_first(headers.get('x-forwarded-host', host))}" for scheme in schemes}
    return {origin.lower() for origin in origins}


def _first(values: str) -> str:
    """Of several proxies, the first one is what the browser called."""
    return values.partition(",")[0].strip()
