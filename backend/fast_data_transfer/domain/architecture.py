"""
Which Fast Data architecture a branch has, read from its services, with the evidence.

References of systems and projections need a Single View Trigger Generator: without it, the service that ingests a
projection also holds its strategies, and the two cannot live in different projects.
Source: `contract.md` section 6, `domain.md` 7.3.
"""

from typing import Final, Literal, TypeAlias

from fast_data_transfer.domain.model import Base, Json, JsonObject

ArchitectureName: TypeAlias = Literal["event-driven", "mixed", "standard", "undetermined"]

_GENERATOR: Final = "Single View Trigger Generator"
_UPDATER: Final = "Real-Time Updater"
# What a service is, by what its image or marketplace item is called; the first that fits.
_ROLES: Final = {
    _GENERATOR: ("single-view-trigger-generator",),
    _UPDATER: ("realtime-updater", "real-time-updater"),
    "Projection Storer": ("projection-storer",),
    "Single View Creator": ("single-view-creator",),
}
_CHANGES_ENABLED: Final = "PROJECTIONS_CHANGES_ENABLED"
_TRIGGER_GENERATOR_VARIABLES: Final = frozenset(
    {"EVENT_STORE_CONFIG_PATH", "EVENT_STORE_TARGET", "SINGLE_VIEW_NAME", "KAFKA_PROJECTION_UPDATES_FOLDER"}
)


class Evidence(Base, frozen=True):
    """What one service tells about the architecture: `signal` names what it is, in words of every language."""

    service: str
    signal: str


class Architecture(Base, frozen=True):
    """
    An architecture, and the services that it was read from.

    `standard_updaters` are those that write projection changes themselves, and so cannot serve references.
    """

    name: ArchitectureName
    evidence: tuple[Evidence, ...]
    standard_updaters: tuple[str, ...]

    @property
    def allows_references(self) -> bool:
        """Whether systems and projections may be references here."""
        return self.name in {"event-driven", "mixed"}


def detect_architecture(services: JsonObject) -> Architecture:
    """Tell the architecture of a branch from its `services`; anything unreadable in them is no signal."""
    readable = {name: service for name, service in sorted(services.items()) if isinstance(service, dict)}
    roles = {name: role for name, service in readable.items() if (role := _find_role(service))}
    updaters = tuple(name for name, role in roles.items() if role == _UPDATER and _writes_changes(readable[name]))
    return Architecture(
        name=_name(set(roles.values()), has_standard_updater=bool(updaters)),
        evidence=tuple(Evidence(service=name, signal=_signal(role, readable[name])) for name, role in roles.items()),
        standard_updaters=updaters,
    )


def _name(roles: set[str], *, has_standard_updater: bool) -> ArchitectureName:
    if _GENERATOR in roles:
        return "mixed" if has_standard_updater else "event-driven"
    return "standard" if roles else "undetermined"


def _find_role(service: JsonObject) -> str | None:
    if _variables(service).keys() >= _TRIGGER_GENERATOR_VARIABLES:
        return _GENERATOR
    return next((role for role, signatures in _ROLES.items() if _is(service, signatures)), None)


def _writes_changes(updater: JsonObject) -> bool:
    """A Real-Time Updater writes projection changes unless told otherwise; what `{{VAR}}` says is not known here."""
    return _changes_enabled(updater).lower() != "false"


def _signal(role: str, service: JsonObject) -> str:
    enabled = _changes_enabled(service) if role == _UPDATER else ""
    return f"{role} ({_CHANGES_ENABLED}={enabled[:80]})" if enabled else role


def _changes_enabled(updater: JsonObject) -> str:
    value = _variables(updater).get(_CHANGES_ENABLED)
    return value.strip() if isinstance(value, str) else ""


def _is(service: JsonObject, signatures: tuple[str, ...]) -> bool:
    item = service.get("sourceMarketplaceItem")
    sources = (service.get("dockerImage"), service.get("sourceComponentId"), _get(item, "itemId"))
    texts = [source.lower() for source in sources if isinstance(source, str)]
    return any(signature in text for signature in signatures for text in texts)


def _variables(service: JsonObject) -> dict[str, Json]:
    environment = service.get("environment")
    if not isinstance(environment, list):
        return {}
    return {str(_get(variable, "name")): _get(variable, "value") for variable in environment}


def _get(value: Json, key: str) -> Json:
    return value.get(key) if isinstance(value, dict) else None
