"""
Which Fast Data architecture a branch has, read from its services, with the evidence.

References of systems and projections need a Single View Trigger Generator: without it, the service that ingests a
projection also holds its strategies, and the two cannot live in different projects.
Source: `contract.md` section 6, `domain.md` 7.3.
"""

from typing import Final, Literal, TypeAlias

from fast_data_transfer.domain.model import Base, Json, JsonObject

ArchitectureName: TypeAlias = Literal["event-driven", "mixed", "standard", "undetermined"]

_TRIGGER_GENERATOR: Final = ("single-view-trigger-generator",)
_REAL_TIME_UPDATER: Final = ("realtime-updater", "real-time-updater")
_PROJECTION_STORER: Final = ("projection-storer",)
_SINGLE_VIEW_CREATOR: Final = ("single-view-creator",)
_TRIGGER_GENERATOR_VARIABLES: Final = frozenset(
    {"EVENT_STORE_CONFIG_PATH", "EVENT_STORE_TARGET", "SINGLE_VIEW_NAME", "KAFKA_PROJECTION_UPDATES_FOLDER"}
)


class Evidence(Base, frozen=True):
    """What one service tells about the architecture."""

    service: str
    signal: str


class Architecture(Base, frozen=True):
    """An architecture, and the services that it was read from."""

    name: ArchitectureName
    evidence: tuple[Evidence, ...]

    @property
    def allows_references(self) -> bool:
        """Whether systems and projections may be references here."""
        return self.name in {"event-driven", "mixed"}


def detect_architecture(services: JsonObject) -> Architecture:
    """Tell the architecture of a branch from its `services`; anything unreadable in them is no signal."""
    signals = {name: _signal(service) for name, service in sorted(services.items()) if isinstance(service, dict)}
    found = set(signals.values())
    evidence = tuple(Evidence(service=name, signal=signal) for name, signal in signals.items() if signal)
    return Architecture(name=_name(found), evidence=evidence)


def _name(signals: set[str]) -> ArchitectureName:
    if "Single View Trigger Generator" in signals:
        return "mixed" if any(signal.startswith(_STANDARD_UPDATER) for signal in signals) else "event-driven"
    return "standard" if signals - {""} else "undetermined"


_STANDARD_UPDATER: Final = "Real-Time Updater that writes projection changes"


def _signal(service: JsonObject) -> str:
    variables = _variables(service)
    if _is(service, _TRIGGER_GENERATOR) or variables.keys() >= _TRIGGER_GENERATOR_VARIABLES:
        return "Single View Trigger Generator"
    if _is(service, _REAL_TIME_UPDATER):
        return _updater_signal(variables.get("PROJECTIONS_CHANGES_ENABLED"))
    if _is(service, _PROJECTION_STORER):
        return "Projection Storer"
    return "Single View Creator" if _is(service, _SINGLE_VIEW_CREATOR) else ""


def _updater_signal(enabled: Json) -> str:
    """A Real-Time Updater writes projection changes unless told otherwise; what `{{VAR}}` says is not known here."""
    if isinstance(enabled, str) and enabled.strip().lower() == "false":
        return "Real-Time Updater for a trigger generator"
    shown = enabled if isinstance(enabled, str) and enabled else "not set"
    return f"{_STANDARD_UPDATER} (PROJECTIONS_CHANGES_ENABLED {shown[:80]})"


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
