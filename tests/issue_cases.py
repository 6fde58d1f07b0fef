"""
Every issue code, with a plan that produces it.
"""

from collections.abc import Callable
from typing import Final

import msgspec

from fast_data_transfer.domain.plan import Plan
from tests.branches import (
    SHOP,
    T1,
    T2,
    edit,
    export,
    import_file,
    make_branch,
    make_shop,
    plan,
    rename,
    retell,
)
from tests.builders import (
    cast_function,
    er_schema,
    event_driven,
    field,
    projection,
    service,
    single_view,
    system,
)


def _function(**changes: object) -> bytes:
    return export(make_shop(cast_function("f", **changes)))


def _with_function(name: str) -> bytes:
    """Export a projection that uses a function which the file lacks."""
    return export(make_shop(system("s", projection("p", functions=[name]))))


def _invalid_name() -> Plan:
    return plan(make_branch(), _function(), renames=[rename("castFunction", "f", "-")])


def _own_resource() -> Plan:
    return plan(make_branch(place=SHOP), _function())


def _architecture() -> Plan:
    return plan(make_branch(services={}), export(make_shop(system("s"))))


def _edited_item() -> Plan:
    return plan(make_branch(), edit(_function(), lambda resources: resources["castFunctions"]["f"].update(x=1)))


def _duplicate() -> Plan:
    file = export(make_shop(cast_function("f"), cast_function("g")))
    return plan(make_branch(), file, renames=[rename("castFunction", "f", "g")])


def _older_export() -> Plan:
    branch = import_file(make_branch(), export(make_shop(cast_function("f")), at=T2))
    return plan(branch, export(make_shop(cast_function("f", casting="old")), at=T1))


def _conflict() -> Plan:
    return plan(make_branch(cast_function("f", casting="mine")), _function())


def _not_renamable() -> Plan:
    return plan(import_file(make_branch(), _function()), _function(), renames=[rename("castFunction", "f", "g")])


def _node_collision() -> Plan:
    file = export(make_shop(system("s", projection("p")), er_schema("er", {"p": ["q"]})))
    return plan(make_branch(), file, renames=[rename("projection", "p", "q")])


def _missing_dependency() -> Plan:
    return plan(make_branch(), _with_function("castGone"))


def _unknown_default() -> Plan:
    return plan(make_branch(), _with_function("defaultCastToGone"))


def _dependency_differs() -> Plan:
    file = export(make_shop(system("s", projection("p", functions=["f"])), cast_function("f")))
    branch = make_branch(cast_function("f", casting="mine"))
    return plan(branch, file, selection={"systems": "all"})


def _unknown_node() -> Plan:
    return plan(make_branch(), export(make_shop(er_schema("er", {"nowhere": []}))))


def _not_in_file() -> Plan:
    shop = make_shop(system("s", projection("p"), projection("q")))
    return plan(import_file(make_branch(), export(shop)), export(shop, {"projections": ["p"]}))


def _system_changed() -> Plan:
    branch = import_file(make_branch(), export(make_shop(system("s", projection("p")))))
    return plan(branch, export(make_shop(system("t", projection("p")))))


def _branch_changed() -> Plan:
    branch = import_file(make_branch(), _function())
    moved = make_shop(cast_function("f"))._replace(place=msgspec.structs.replace(SHOP, branch="next"))
    return plan(branch, export(moved))


def _case_only_difference() -> Plan:
    return plan(make_branch(cast_function("F")), _function())


def _duplicate_topic() -> Plan:
    here = system("mine", projection("q", topics={"ingestion": {"name": "acme.shop.s.p.ingestion"}}))
    return plan(make_branch(here), export(make_shop(system("s", projection("p", system="s")))))


def _source_topic() -> Plan:
    return plan(make_branch(), export(make_shop(system("s", projection("p")))), "resource")


def _duplicate_endpoint() -> Plan:
    here = single_view("mine", internalEndpoints=[{"basePath": "/v"}])
    return plan(make_branch(here), export(make_shop(single_view("v"))))


def _code_review() -> Plan:
    return plan(make_branch(), _function())


def _invalid_content() -> Plan:
    entry = projection("p", fields=[field("A", type="text", primaryKey=True)])
    return plan(make_branch(), export(make_shop(system("s", entry))))


def _no_primary_key() -> Plan:
    return plan(make_branch(), export(make_shop(system("s", projection("p", fields=[])))), "resource")


def _nothing_selected() -> Plan:
    return plan(make_branch(), _function(), selection={})


def _mixed_architecture() -> Plan:
    services = event_driven() | service("old", "real-time-updater")
    return plan(make_branch(services=services), _function())


def _config_version() -> Plan:
    return plan(make_branch()._replace(config_version="1.9.0"), _function())


def _unverified_file() -> Plan:
    return plan(make_branch(), retell(_function(), lambda _: None))


def _future_export() -> Plan:
    return plan(make_branch(), export(make_shop(cast_function("f")), at="2100-01-01T00:00:00Z"))


def _unknown_field() -> Plan:
    return plan(make_branch(), retell(_function(), lambda document: document.update(x=1)))


ISSUE_CASES: Final[dict[str, Callable[[], Plan]]] = {
    "invalid-name": _invalid_name,
    "own-resource": _own_resource,
    "architecture": _architecture,
    "edited-item": _edited_item,
    "duplicate": _duplicate,
    "older-export": _older_export,
    "conflict": _conflict,
    "not-renamable": _not_renamable,
    "node-collision": _node_collision,
    "missing-dependency": _missing_dependency,
    "unknown-default-cast-function": _unknown_default,
    "dependency-differs": _dependency_differs,
    "unknown-node": _unknown_node,
    "not-in-file": _not_in_file,
    "system-changed": _system_changed,
    "branch-changed": _branch_changed,
    "case-only-difference": _case_only_difference,
    "duplicate-topic": _duplicate_topic,
    "source-topic": _source_topic,
    "duplicate-endpoint": _duplicate_endpoint,
    "code-review": _code_review,
    "invalid-content": _invalid_content,
    "no-primary-key": _no_primary_key,
    "nothing-selected": _nothing_selected,
    "mixed-architecture": _mixed_architecture,
    "config-version": _config_version,
    "unverified-file": _unverified_file,
    "future-export": _future_export,
    "unknown-field": _unknown_field,
}
