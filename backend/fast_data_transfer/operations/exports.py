"""
Export: a selection, what it depends on, and the file.

Source: `contract.md` sections 4, 5 and 7.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from fast_data_transfer import __version__
from fast_data_transfer.domain import issues
from fast_data_transfer.domain.canonical import digest_of
from fast_data_transfer.domain.dependencies import (
    Closure,
    Dependency,
    close_over,
    exportable,
    leave_unconfirmed,
    resolve,
)
from fast_data_transfer.domain.export_file import ExportItem, FileHeader, NotExported
from fast_data_transfer.domain.issues import Issue, Related, relate
from fast_data_transfer.domain.kinds import KINDS, SECTIONS, Key, Kind, sort_key
from fast_data_transfer.domain.model import Base, Source
from fast_data_transfer.domain.needs import Need, Rule
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.receipts import Receipt, write_export_receipt
from fast_data_transfer.domain.records import Record, Summary
from fast_data_transfer.domain.selection import Selection, select
from fast_data_transfer.domain.times import format_time
from fast_data_transfer.domain.writing import encode_export_file
from fast_data_transfer.operations.writing import now
from fast_data_transfer.storage.database import Database, Session
from fast_data_transfer.storage.heads import Head, fetch_head
from fast_data_transfer.storage.projects import hold_project
from fast_data_transfer.storage.resources import fetch_records, fetch_summaries
from fast_data_transfer.storage.transactions import in_transaction, open_snapshot
from fast_data_transfer.storage.transfers import insert_transfer, new_transfer_id


class ExportedResource(Base, frozen=True, omit_defaults=True):
    """A selected resource."""

    kind: Kind
    name: str
    system: str | None = None


class NeededResource(Base, frozen=True, omit_defaults=True):
    """
    What the selection needs: under which rule, why (a path of resources), and whether it is selected already.

    `confirm`: it is added only when the user agrees, since it is the node of an ER schema.
    """

    kind: Kind
    name: str
    rule: Rule
    because: tuple[Related, ...]
    selected: bool
    confirm: bool
    system: str | None = None


class ExportPreview(Base, frozen=True):
    """What an export would write, and what an importer would be warned about."""

    resources: list[ExportedResource]
    dependencies: list[NeededResource]
    not_exported: tuple[NotExported, ...]
    counts: dict[str, int]
    issues: list[Issue]


class WrittenExport(NamedTuple):
    """A file, and its receipt."""

    data: bytes
    receipt: Receipt


class _Chosen(NamedTuple):
    """A selection with its closure, over the resources of a branch."""

    head: Head
    resources: Mapping[Key, Summary]
    selected: Collection[Key]
    closure: Closure


async def preview_export(database: Database, place: Source, selection: Selection | None) -> ExportPreview:
    """
    Show what an export would take along.

    Raises `Problem` `unknown-resource` or `nothing-selected`.
    """
    async with open_snapshot(database) as session:
        chosen = await _choose(database, place, selection, session)
    resources, closure = chosen.resources, chosen.closure
    return ExportPreview(
        resources=[
            ExportedResource(kind=key.kind, name=key.name, system=resources[key].system)
            for key in sorted(chosen.selected, key=sort_key)
        ],
        dependencies=[_describe(dependency, chosen) for dependency in closure.dependencies],
        not_exported=closure.not_exported,
        counts=_count(closure.keys),
        issues=_find_issues(chosen),
    )


async def write_export(
    database: Database, place: Source, selection: Selection | None, by: str, *, include_dependencies: bool
) -> WrittenExport:
    """
    Write the export file of a selection, without what needs confirmation unless `include_dependencies`.

    Raises `Problem` `unknown-resource` or `nothing-selected`, and `not-found` when the project was deleted meanwhile.
    """
    # Before anything is read: of two exports, the one that has seen more is never the older one.
    exported_at = format_time(now())
    async with open_snapshot(database) as session:
        head, resources, selected, closure = await _choose(database, place, selection, session)
        if not include_dependencies:
            closure = leave_unconfirmed(closure, selected, resources)
        items = await _fetch_items(database, head, closure.keys, len(resources), session)
    header = FileHeader(
        exported_at=exported_at,
        generator=f"fast-data-transfer/{__version__}",
        source=place,
        revision=head.revision,
        config_version=head.config_version,
        not_exported=closure.not_exported,
    )
    data = await asyncio.to_thread(encode_export_file, header, items)
    receipt = write_export_receipt(
        place,
        sorted(closure.keys, key=sort_key),
        transfer_id=new_transfer_id(),
        revision=head.revision,
        at=exported_at,
        by=by,
        file_digest=digest_of(data),
    )
    await _keep_receipt(database, head, receipt)
    return WrittenExport(data, receipt)


async def _keep_receipt(database: Database, head: Head, receipt: Receipt) -> None:
    async def write(session: Session) -> None:
        await hold_project(database, session, head.project)
        await insert_transfer(database, session, head.id, receipt)

    await in_transaction(database, write)


async def _choose(database: Database, place: Source, selection: Selection | None, session: Session) -> _Chosen:
    head = await fetch_head(database, place, session)
    resources = await fetch_summaries(database, head.id, session)
    selected = _require_some(select(selection, exportable(resources)))
    closure = await asyncio.to_thread(close_over, selected, resources, head.collection_names)
    return _Chosen(head, resources, selected, closure)


def _require_some(selected: set[Key]) -> set[Key]:
    if not selected:
        detail = "Nothing is selected, or the branch has nothing to export. Select at least one resource."
        raise Problem("nothing-selected", detail)
    return selected


async def _fetch_items(
    database: Database, head: Head, keys: Collection[Key], held: int, session: Session
) -> list[ExportItem]:
    """Fetch the contents; a query that names most of the branch is slower than fetching all of it."""
    records = await fetch_records(database, head.id, None if len(keys) * 2 > held else keys, session)
    return await asyncio.to_thread(_make_items, records, keys)


def _make_items(records: Iterable[Record], keys: Collection[Key]) -> list[ExportItem]:
    return [
        ExportItem(
            kind=record.kind,
            name=record.name,
            system=record.system,
            text=record.content.encode(),
            digest=record.digest,
            origin=record.reference,
        )
        for record in sorted(records, key=lambda record: sort_key(record.key))
        if record.key in keys
    ]


def _describe(dependency: Dependency, chosen: _Chosen) -> NeededResource:
    key, rule, because = dependency
    selected = key in chosen.selected
    return NeededResource(
        kind=key.kind,
        name=key.name,
        system=chosen.resources[key].system,
        rule=rule,
        because=tuple(map(relate, because)),
        selected=selected,
        confirm=rule == "er-schema-node" and not selected,
    )


def _count(keys: Collection[Key]) -> dict[str, int]:
    return {SECTIONS[kind]: sum(key.kind == kind for key in keys) for kind in KINDS}


def _find_issues(chosen: _Chosen) -> list[Issue]:
    """Report what an importer will be warned about: nodes that do not travel, functions nobody has, content faults."""
    found = [
        issues.unknown_node(Related(kind=left.kind, name=left.name), left.because[-1].name)
        for left in chosen.closure.not_exported
    ]
    for key in sorted(chosen.closure.keys, key=sort_key):
        summary = chosen.resources[key]
        functions = (need.name for need in summary.needs if _is_missing_function(need, chosen.resources))
        found += [issues.missing_function(name, key.name) for name in functions]
        found += [issues.from_fault(fault, "warning", relate(key)) for fault in summary.faults]
    return found


def _is_missing_function(need: Need, resources: Mapping[Key, Summary]) -> bool:
    return need.namespace == "castFunction" and resolve(need, resources) is None
