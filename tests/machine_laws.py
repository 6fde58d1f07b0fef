"""
What must hold of a branch, an export, an import and an undo, told by what is there before and after.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from hypothesis import strategies as st

from fast_data_transfer.domain.canonical import digest_of, encode_canonical
from fast_data_transfer.domain.export_file import ExportFile, Item, Limits
from fast_data_transfer.domain.kinds import NAMESPACES, SECTIONS, Key, is_valid_name
from fast_data_transfer.domain.model import Origin, identity_of
from fast_data_transfer.domain.needs import find_needs, find_nodes
from fast_data_transfer.domain.plan import Plan
from fast_data_transfer.domain.plan_items import PlanItem
from fast_data_transfer.domain.reading import decode_export_file
from fast_data_transfer.domain.receipts import Receipt
from fast_data_transfer.domain.records import Record, decode_content
from fast_data_transfer.domain.statuses import WRITTEN
from tests.builders import Entry

Records = Mapping[Key, Record]


def check_order(records: Records) -> None:
    """Check a branch by itself: names, identities, ownership, digests, needs."""
    names = Counter((NAMESPACES[key.kind], key.name) for key in records)
    references = [(key.kind, record.reference) for key, record in records.items() if record.reference]
    identities = Counter(identity_of(kind, reference) for kind, reference in references)
    assert not [name for name, times in (names + identities).items() if times > 1]
    for key, record in records.items():
        content = decode_content(record)
        assert is_valid_name(*key)
        assert record.content.encode() == encode_canonical(content)
        assert record.digest == digest_of(record.content.encode())
        assert record.needs == find_needs(record.kind, record.system, content)
        if record.system is not None:
            assert project_of(records[Key("system", record.system)]) == project_of(record)


def check_export(records: Records, file: bytes) -> None:
    """Check that a file holds contents as they are stored, and every true origin (I9)."""
    read = read_file(file)
    assert (read.integrity, read.removed, read.warnings) == ("verified", (), ())
    for item in read.items:
        record = records[Key(item.kind, item.name)]
        assert (item.text.decode(), item.system) == (record.content, record.system)
        assert item.origin == origin_of(record)


def check_import(plan: Plan, before: Records, after: Records, file: ExportFile) -> None:
    """Check that an import changed what was planned (I2), and nothing of another origin (I5)."""
    items = {Key(item.kind, item.name): item for item in file.items}
    planned = {Key(item.kind, item.new_name): item for item in plan.items if item.selected and item.status in WRITTEN}
    assert changed(before, after) == planned.keys()
    assert before.keys() <= after.keys()
    for key, planned_item in planned.items():
        item = items[Key(planned_item.kind, planned_item.name)]
        origin = item.origin or Origin(
            source=file.metadata.source, name=item.name, exported_at=file.metadata.exported_at, digest=item.digest
        )
        _check_written(planned_item, before.get(key), after[key], origin, is_reference=plan.mode == "reference")
        _check_content(item, planned_item, plan, after[key])


def _check_written(item: PlanItem, before: Record | None, after: Record, origin: Origin, *, is_reference: bool) -> None:
    """Check marker and wiring of what was written."""
    assert (before is None) == (item.status == "new")
    assert (origin_of(after), after.copied_from) == ((origin, None) if is_reference else (None, origin))
    assert after.wiring == (before.wiring if before else "{}")
    if before:
        assert before.reference is not None
        assert identity_of(before.kind, before.reference) == identity_of(after.kind, origin)


def _check_content(item: Item, planned: PlanItem, plan: Plan, record: Record) -> None:
    """Check that renames are followed in an ER schema, and that nothing else is touched (I8)."""
    if item.kind in {"system", "castFunction"} or (item.kind == "singleView" and planned.new_name == item.name):
        assert without_name(decode_content(record)) == without_name(item.content)
    if item.kind == "erSchema":
        new_names = {i.name: i.new_name for i in plan.items if i.selected and NAMESPACES[i.kind] == "collection"}
        nodes, written = find_nodes(item.content), find_nodes(decode_content(record))
        assert {new_names[node] for node in nodes if node in new_names} <= written
        assert len(nodes) == len(written)


def check_undo(written: Collection[Key], first: Records, receipt: Receipt, before: Records, after: Records) -> None:
    """
    Check that an undo took back what an import had written, unless it was kept.

    `first` is what the branch held before the import, `before` and `after` are of the undo.
    """
    kept = {Key(entry.kind, entry.name) for entry in receipt.kept}
    assert kept <= set(written)
    assert changed(before, after) <= set(written) - kept
    for key in set(written) - kept:
        if key in first:
            present, former = after[key], first[key]
            assert (present.content, present.system) == (former.content, former.system)
            assert (present.reference, present.copied_from) == (former.reference, former.copied_from)
            assert present.wiring == before[key].wiring
        else:
            assert key not in after


def changed(before: Records, after: Records) -> set[Key]:
    """Tell what was created, changed or deleted."""
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def with_members(record: Record, records: Records) -> set[Key]:
    """Tell what goes along with a resource: a system with its Projections."""
    members = {key for key, member in records.items() if record.kind == "system" and member.system == record.name}
    return {record.key} | members


def origin_of(record: Record) -> Origin | None:
    """Tell what a reference is to, without who imported it and when."""
    marker = record.reference
    if marker is None:
        return None
    return Origin(source=marker.source, name=marker.name, exported_at=marker.exported_at, digest=marker.digest)


def project_of(record: Record) -> tuple[str, str] | None:
    """Tell which project a reference is to."""
    source = record.reference and record.reference.source
    return (source.tenant_id, source.project_id) if source else None


def without_name(content: Entry) -> Entry:
    """Show a content without the name of its entry, which an import may change."""
    return {key: value for key, value in content.items() if key != "name" and not key.endswith("Id")}


def config_of(records: Records) -> Entry:
    """Show what can be selected, in the shape of a configuration."""
    config: Entry = {section: {} for section in SECTIONS.values()}
    for key, record in records.items():
        config[SECTIONS[key.kind]][key.name] = {"type": "default" if record.is_default else "custom"}
    members: dict[str, Entry] = {name: {} for name in config["systems"]}
    for key, record in records.items():
        if record.system is not None:
            members[record.system][key.name] = {}
    return config | {"systems": {name: {"projections": projections} for name, projections in members.items()}}


def select(keys: Collection[Key] | None) -> Entry | None:
    """Name some items as a selection; `None` is all of them."""
    if keys is None:
        return None
    selection: Entry = {SECTIONS[kind]: [] for kind in SECTIONS}
    for key in sorted(keys):
        selection[SECTIONS[key.kind]].append(key.name)
    return selection | {"systems": [{"name": name, "projections": []} for name in selection["systems"]]}


def read_file(file: bytes) -> ExportFile:
    """Read an export file."""
    return decode_export_file(file, Limits())


def turn(file: bytes) -> bytes:
    """Write a file as another program would: other layout, other order, other escapes (I11)."""
    turned: Any = json.loads(file, object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    return json.dumps(turned, indent=1).encode()


def take_out(file: bytes, data: st.DataObject) -> bytes:
    """Take one item out of a file by hand, which is legal (I10)."""
    document = json.loads(file)
    systems = document["resources"]["systems"].values()
    sections = [*document["resources"].values(), *(system["projections"] for system in systems)]
    section, name = data.draw(st.sampled_from([(section, name) for section in sections for name in section]))
    del section[name]
    assert read_file(json.dumps(document).encode()).integrity == "verified"
    return json.dumps(document).encode()


def is_wrong(item: PlanItem) -> bool:
    """Tell whether an item blocks an import."""
    return item.selected and any(issue.severity == "error" for issue in item.issues)
