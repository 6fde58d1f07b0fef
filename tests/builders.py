"""
Small builders of what tests need: entries, configurations and services in the Console's shape.

Each call builds new values, so a test may change what it got.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

Entry: TypeAlias = dict[str, Any]

_SECTIONS: Final = {
    "systemId": "systems",
    "erSchemaId": "erSchemas",
    "singleViewId": "singleViews",
    "castFunctionId": "castFunctions",
}


def field(name: str, cast_function: str = "defaultCastToString", **changes: object) -> Entry:
    """Build a field of a projection or single view."""
    entry = {"name": name, "type": "string", "required": False, "nullable": True, "castFunction": cast_function}
    return entry | changes


def projection(name: str, *, system: str = "delivery", functions: Iterable[str] = (), **changes: object) -> Entry:
    """Build a projection with a primary key, a field for each cast function, and topics of the project shop."""
    fields = [field("ID", required=True, nullable=False, primaryKey=True)]
    entry = {
        "projectionId": name,
        "name": name,
        "description": f"What {name} holds",
        "fields": [*fields, *(field(f"FIELD_{i}", function) for i, function in enumerate(functions))],
        "indexes": [
            {"name": "mia_primary_key_index", "type": "normal", "unique": True, "fields": [{"name": "ID", "order": 1}]}
        ],
        "topics": {
            "ingestion": {"name": f"acme.shop.{system}.{name}.ingestion"},
            "prUpdate": {"name": f"acme.shop.{system}.{name}.pr-update"},
        },
    }
    return entry | changes


def system(name: str, *projections: Entry, **changes: object) -> Entry:
    """Build a system with its projections."""
    entry = {"systemId": name, "name": name, "description": f"The system {name}"}
    return entry | {"projections": {member["name"]: member for member in projections}} | changes


def er_schema(name: str, relations: Mapping[str, Iterable[str]]) -> Entry:
    """Build an ER schema from each node to those that it points to."""
    config = {
        node: {"outgoing": {target: _relation(node, target) for target in targets}}
        for node, targets in relations.items()
    }
    return {"erSchemaId": name, "name": name, "erSchema": {"version": "1.0.0", "config": config}}


def _relation(node: str, target: str) -> Entry:
    return {"conditions": {f"{node}_to_{target}": {"condition": {"ID": "ID"}, "oneToMany": True}}}


def single_view(name: str, **changes: object) -> Entry:
    """Build a single view that answers under its own name."""
    entry = {
        "singleViewId": name,
        "name": name,
        "fields": [field("ID", required=True, nullable=False)],
        "indexes": [],
        "internalEndpoints": [{"basePath": f"/{name}", "defaultState": "DRAFT"}],
    }
    return entry | changes


def cast_function(name: str, **changes: object) -> Entry:
    """Build a custom cast function; `type="default"` makes it one of the platform."""
    entry = {"castFunctionId": name, "name": name, "dataType": "number", "type": "custom"}
    return entry | {"casting": "module.exports = (value) => Number(value)"} | changes


def configuration(*entries: Entry, **changes: object) -> Entry:
    """Build a `fastDataConfig` of entries of any kind; projections come inside their systems."""
    sections: Entry = {section: {} for section in _SECTIONS.values()}
    for entry in entries:
        section = next(section for key, section in _SECTIONS.items() if key in entry)
        sections[section][entry["name"]] = entry
    return {"version": "2.2.0"} | sections | changes


def shop_config() -> Entry:
    """Build the configuration of project A of the scenarios."""
    return configuration(
        system(
            "delivery",
            projection("pr_orders", functions=["castItalianDecimal"]),
            *(projection(name) for name in ("pr_dishes", "pr_a", "pr_b", "pr_c")),
        ),
        er_schema("delivery-er", {"pr_orders": ["pr_dishes", "riders"], "pr_dishes": []}),
        single_view("sv_customer"),
        cast_function("castItalianDecimal"),
        cast_function("castYesNo", dataType="boolean", casting="module.exports = (value) => value === 'Y'"),
    )


def service(name: str, image: str, **environment: str) -> Entry:
    """Build a service of a project, under its name."""
    variables = [{"name": key, "value": value, "valueType": "plain"} for key, value in environment.items()]
    return {name: {"name": name, "dockerImage": f"registry.example/fast-data/{image}:1.0.0", "environment": variables}}


def event_driven() -> Entry:
    """Build the services of a project that may hold references of any kind."""
    return service("sv-customer-trigger", "single-view-trigger-generator-plugin")


def standard() -> Entry:
    """Build the services of a project that may not hold references of systems and projections."""
    return service("legacy-updater", "realtime-updater") | service("sv-creator", "single-view-creator-plugin")


def collections(*names: str) -> Entry:
    """Build CRUD collections of a project."""
    return {name: {"id": name, "name": name, "type": "collection"} for name in names}
