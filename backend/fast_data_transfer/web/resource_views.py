"""
How resources are shown: in lists, and one at a time with their neighbours.
"""

from typing import Literal

import msgspec

from fast_data_transfer.domain.canonical import digest_of
from fast_data_transfer.domain.issues import Related, relate
from fast_data_transfer.domain.kinds import Kind
from fast_data_transfer.domain.model import Base, JsonObject, Origin, Reference
from fast_data_transfer.domain.needs import Need, Rule
from fast_data_transfer.domain.records import decode_entry
from fast_data_transfer.operations.resources import Shown
from fast_data_transfer.storage.resources import Listed


class ResourceSummary(Base, frozen=True, omit_defaults=True):
    """A resource in a list; `used_by` is how many others use it, `type` and `data_type` are of a cast function."""

    kind: Kind
    name: str
    description: str
    counts: dict[str, int]
    used_by: int
    digest: str
    updated_at: str
    system: str | None = None
    type: Literal["default", "custom"] | None = None
    data_type: str | None = None
    reference: Reference | None = None


class ResourceList(Base, frozen=True):
    """A page of resources, and how many there are on all pages."""

    items: list[ResourceSummary]
    total: int


class Use(Base, frozen=True):
    """What a resource needs; `kind` may also be `crudCollection` or `unknown`."""

    kind: str
    name: str
    rule: Rule


class Resource(Base, frozen=True, omit_defaults=True):
    """A resource with its entry, wiring included; the projections of a system are resources of their own."""

    kind: Kind
    name: str
    entry: JsonObject
    uses: list[Use]
    used_by: list[Related]
    digest: str
    updated_at: str
    system: str | None = None
    reference: Reference | None = None
    copied_from: Origin | None = None


def summarize(listed: Listed) -> ResourceSummary:
    """Show a resource in a list."""
    summary = listed.summary
    return ResourceSummary(
        kind=summary.kind,
        name=summary.name,
        description=summary.description,
        # Whatever needs a system is one of its projections.
        counts={"projections": listed.used_by} if summary.kind == "system" else summary.counts,
        used_by=listed.used_by,
        digest=summary.digest,
        updated_at=listed.updated_at,
        system=summary.system,
        type=_type_of(summary.is_default) if summary.kind == "castFunction" else None,
        data_type=summary.data_type,
        reference=summary.reference,
    )


def show(shown: Shown) -> Resource:
    """Show one resource."""
    record = shown.stored.record
    return Resource(
        kind=record.kind,
        name=record.name,
        entry=decode_entry(record),
        uses=[_show_use(need, shown) for need in record.needs],
        used_by=[relate(key) for key in shown.users],
        digest=record.digest,
        updated_at=shown.stored.updated_at,
        system=record.system,
        reference=record.reference,
        copied_from=record.copied_from,
    )


def tag(shown: Shown) -> str:
    """Make the `ETag` of a resource: another one with any change in what is shown."""
    return f'"{digest_of(msgspec.json.encode(show(shown), order="sorted"))}"'


def _show_use(need: Need, shown: Shown) -> Use:
    summary = shown.needed.get(need)
    if summary:
        return Use(kind=summary.kind, name=summary.name, rule=need.rule)
    kind = "crudCollection" if need.name in shown.head.collection_names else "unknown"
    return Use(kind=kind if need.namespace == "collection" else need.namespace, name=need.name, rule=need.rule)


def _type_of(is_default: bool) -> Literal["default", "custom"]:  # noqa: FBT001 - a switch is all there is to say
    return "default" if is_default else "custom"
