"""
One line of a plan: an item of the file, what would become of it, why, and what stands in its way.
"""

from fast_data_transfer.domain.checks import check_item
from fast_data_transfer.domain.export_file import Item
from fast_data_transfer.domain.issues import Issue, Related
from fast_data_transfer.domain.kinds import Kind, Namespace
from fast_data_transfer.domain.model import Base, Source
from fast_data_transfer.domain.needs import Rule
from fast_data_transfer.domain.statuses import Case, Status, judge


class Requirement(Base, frozen=True):
    """What an item needs; `kind` may also be `crudCollection` or `unknown`."""

    kind: str
    name: str
    rule: Rule


class ItemOrigin(Base, frozen=True):
    """Where an item that has a `reference` in the file first came from."""

    source: Source
    name: str
    exported_at: str


class Local(Base, frozen=True, omit_defaults=True):
    """What an item meets in the destination: its counterpart, or what holds its name."""

    kind: str
    name: str
    owned: bool
    system: str | None = None


class PlanItem(Base, frozen=True, omit_defaults=True):
    """One item of the file: `name` and `system` as in the file, `new_name` its name in the destination."""

    kind: Kind
    name: str
    new_name: str
    selected: bool
    status: Status
    renamable: bool
    suggested_name: str | None
    origin: ItemOrigin | None
    local: Local | None
    content_changed: bool
    because: tuple[Related, ...]
    requires: tuple[Requirement, ...]
    issues: tuple[Issue, ...]
    system: str | None = None


def plan_item(case: Case) -> PlanItem:
    """Plan one item; a name is suggested later, when all names are known."""
    verdict = judge(case)
    item, incoming = case.item, case.incoming
    return PlanItem(
        kind=item.kind,
        name=item.name,
        system=item.system,
        new_name=case.result.name,
        selected=case.key in incoming.selected,
        status=verdict.status,
        renamable=_is_renamable(case, verdict.status),
        suggested_name=None,
        origin=_describe_origin(item),
        local=_describe_local(case),
        content_changed=_is_content_changed(case, verdict.status),
        because=incoming.because.get(case.key, ()),
        requires=tuple(_requirements(case)),
        issues=(*verdict.issues, *check_item(case, verdict.status)),
    )


def _is_renamable(case: Case, status: Status) -> bool:
    if case.incoming.keeps_name(case.key):
        return False
    return status in {"invalid-name", "duplicate", "conflict", "new"} or (
        status == "unchanged" and case.incoming.mode == "resource"
    )


def _is_content_changed(case: Case, status: Status) -> bool:
    present = case.present
    if status == "unchanged" and case.counterpart is None:
        return False
    return present is None or present.kind != case.item.kind or present.digest != case.result.digest


def _describe_origin(item: Item) -> ItemOrigin | None:
    origin = item.origin
    if origin is None:
        return None
    return ItemOrigin(source=origin.source, name=origin.name, exported_at=origin.exported_at)


def _describe_local(case: Case) -> Local | None:
    present = case.present
    if present:
        return Local(kind=present.kind, name=present.name, system=present.system, owned=present.owned)
    return Local(kind=case.holder.related.kind, name=case.holder.related.name, owned=True) if case.holder else None


def _requirements(case: Case) -> list[Requirement]:
    return [
        Requirement(kind=_kind_of_need(case, need.namespace, need.name), name=need.name, rule=need.rule)
        for need in case.incoming.needs[case.key]
    ]


def _kind_of_need(case: Case, namespace: Namespace, name: str) -> str:
    if namespace != "collection":
        return namespace
    item = case.incoming.find_item("collection", name)
    if item:
        return item.kind
    holder = case.incoming.destination.find_holder("collection", case.incoming.translate("collection", name, case.key))
    return holder.related.kind if holder else "unknown"
