"""
The settings, from the environment. Nothing else reads it.

Names, defaults and meaning: `contract.md` section 9.
"""

import os
import re
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_network
from pathlib import Path
from typing import Final, Literal, TypeAlias, TypeVar, cast

from msgspec import Struct

Auth: TypeAlias = Literal["local", "gateway"]

_T = TypeVar("_T")

MEBIBYTE: Final = 2**20
FRONTEND_DIR: Final = Path(__file__).parent / "pages"
"""In a wheel a folder; in the tree a link to `frontend/dist`, which is there after `make build`."""

_LOG_LEVELS: Final = ("trace", "debug", "info", "warn", "error", "fatal", "silent")
_PRIVATE_NETWORKS: Final = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16"
"""What the platform gives its services as TRUSTED_PROXIES."""

_MAX_PORT: Final = 65_535
_MAX_FILE_MB: Final = 1_024
_MAX_ITEMS: Final = 1_000_000
_MIN_DEPTH: Final = 16
_MAX_DEPTH: Final = 256
_MAX_TRANSFERS: Final = 100
_MAX_DAYS: Final = 20_000
_MAX_FAILED: Final = 1_000_000

_DATABASE: Final = re.compile(r"[A-Za-z0-9_-]{1,63}")
_HEADER: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_ANCESTORS: Final = re.compile(r"[!-+\--:<-~][ -+\--:<-~]*")
"""Printable ASCII without `;` and `,`: these would end the directive of the Content-Security-Policy."""


class SettingsError(Exception):
    """Some settings cannot be used; `faults` has a sentence for each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Networks:
    """A set of IP addresses, given as addresses and networks (`10.0.0.0/8`). Raises `ValueError` for others."""

    def __init__(self, *texts: str) -> None:
        self._networks = tuple(ip_network(text, strict=False) for text in texts)

    def __contains__(self, address: IPv4Address | IPv6Address) -> bool:
        return any(address in network for network in self._networks)


class Settings(Struct, frozen=True, kw_only=True):
    """
    All settings. `mongodb_url` is None where the embedded MongoDB is to be used.

    `max_failed_requests` is 0 where there is no bound, `keep_transfers_days` where the history is kept for ever.
    `body_patience_seconds` is how long a body may stand still, `frontend_dir` where the built single-page app is; these
    two are not read from the environment.
    """

    mongodb_url: str | None = None
    mongodb_database: str = "fast_data"
    http_host: str = "127.0.0.1"
    http_port: int = 3000
    log_level: str = "info"
    data_dir: Path = Path("data")
    max_file_mb: int = 64
    max_items: int = 50_000
    max_depth: int = 64
    max_concurrent_transfers: int = 4
    max_failed_requests: int = 3_000
    keep_transfers_days: int = 365
    auth: Auth = "local"
    frame_ancestors: str = "'none'"
    trusted_proxies: Networks = Networks(*_PRIVATE_NETWORKS.split(","))
    user_id_header: str = "miauserid"
    groups_header: str = "miausergroups"
    body_patience_seconds: float = 60
    frontend_dir: Path = FRONTEND_DIR

    @property
    def max_file_bytes(self) -> int:
        """The size limit of a file, in bytes."""
        return self.max_file_mb * MEBIBYTE


def from_env(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings. Raises `SettingsError` with every fault at once."""
    read = _Reader(environ)
    settings = Settings(
        mongodb_url=environ.get("MONGODB_URL") or None,
        mongodb_database=read.text("MONGODB_DATABASE", "fast_data", _DATABASE, "1 to 63 of A-Z a-z 0-9 _ -"),
        http_host=environ.get("HTTP_HOST") or "127.0.0.1",
        http_port=read.integer("HTTP_PORT", 3000, 0, _MAX_PORT),
        log_level=read.choice("LOG_LEVEL", "info", _LOG_LEVELS),
        data_dir=Path(environ.get("FDT_DATA_DIR") or "data"),
        max_file_mb=read.integer("FDT_MAX_FILE_MB", 64, 1, _MAX_FILE_MB),
        max_items=read.integer("FDT_MAX_ITEMS", 50_000, 1, _MAX_ITEMS),
        max_depth=read.integer("FDT_MAX_DEPTH", 64, _MIN_DEPTH, _MAX_DEPTH),
        max_concurrent_transfers=read.integer("FDT_MAX_CONCURRENT_TRANSFERS", 4, 1, _MAX_TRANSFERS),
        max_failed_requests=read.integer("FDT_MAX_FAILED_REQUESTS", 3_000, 0, _MAX_FAILED),
        keep_transfers_days=read.integer("FDT_KEEP_TRANSFERS_DAYS", 365, 0, _MAX_DAYS),
        auth=cast("Auth", read.choice("FDT_AUTH", "local", ("local", "gateway"))),
        frame_ancestors=read.text("FDT_FRAME_ANCESTORS", "'none'", _ANCESTORS, "CSP sources without ; and ,"),
        trusted_proxies=read.networks("TRUSTED_PROXIES", _PRIVATE_NETWORKS),
        user_id_header=read.text("USERID_HEADER_KEY", "miauserid", _HEADER, "a header name").lower(),
        groups_header=read.text("GROUPS_HEADER_KEY", "miausergroups", _HEADER, "a header name").lower(),
    )
    if read.faults:
        raise SettingsError(read.faults)
    return settings


class _Reader:
    """Reads single settings; an empty one counts as absent. A faulty one is noted, and its default taken."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.faults: list[str] = []
        self._environ = environ

    def text(self, name: str, default: str, pattern: re.Pattern[str], wanted: str) -> str:
        value = self._environ.get(name) or default
        if pattern.fullmatch(value):
            return value
        return self._refuse(name, wanted, default)

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self._environ.get(name) or default
        return value if value in choices else self._refuse(name, f"one of {', '.join(choices)}", default)

    def integer(self, name: str, default: int, lowest: int, highest: int) -> int:
        text = self._environ.get(name) or str(default)
        value = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else -1
        if lowest <= value <= highest:
            return value
        return self._refuse(name, f"an integer from {lowest} to {highest}", default)

    def networks(self, name: str, default: str) -> Networks:
        texts = [text.strip() for text in (self._environ.get(name) or default).split(",")]
        try:
            return Networks(*filter(None, texts))
        except ValueError:
            return self._refuse(name, "a comma list of IP addresses and networks, such as 10.0.0.0/8", Networks())

    def _refuse(self, name: str, wanted: str, default: _T) -> _T:
        self.faults.append(f"{name} must be {wanted}.")
        return default
