import json
from collections.abc import Iterable
from typing import Any

import msgspec
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fast_data_transfer.domain.export_file import ExportItem
from fast_data_transfer.domain.kinds import Key, sort_key
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.writing import encode_export_file
from tests.export_files import HEADER, encode, make_document, read
from tests.json_strategies import item_lists, json_values

generous = settings(suppress_health_check=[HealthCheck.too_slow])


def as_items(items: Iterable[ExportItem]) -> list[ExportItem]:
    """Take of what was read what was written."""
    return [
        ExportItem(
            kind=item.kind, name=item.name, system=item.system, text=item.text, digest=item.digest, origin=item.origin
        )
        for item in items
    ]


def sort(items: list[ExportItem]) -> list[ExportItem]:
    """Sort items as a file that was read has them."""
    return sorted(items, key=lambda item: sort_key(Key(item.kind, item.name)))


def list_holders(document: dict[str, Any]) -> list[tuple[dict[str, Any], str, str]]:
    """List what holds each entry of a document, its key there, and the key of its digest."""
    resources = document["resources"]
    kinds = {"systems": "system", "singleViews": "singleView", "erSchemas": "erSchema", "castFunctions": "castFunction"}
    top = [
        (resources[section], name, f"{kind}/{name}") for section, kind in kinds.items() for name in resources[section]
    ]
    return top + [
        (system["projections"], name, f"projection/{name}")
        for system in resources["systems"].values()
        for name in system["projections"]
    ]


@generous
@given(item_lists())
def test_what_export_writes_import_reads(items: list[ExportItem]) -> None:
    """Items, origins and digests come back equal, and written again give the same bytes."""
    data = encode_export_file(HEADER, items)
    file = read(data)

    assert as_items(file.items) == sort(items)
    assert (file.integrity, file.removed, file.warnings) == ("verified", (), ())
    assert encode_export_file(HEADER, file.items) == data


@generous
@given(item_lists(), st.sampled_from([{}, {"indent": "\t"}, {"ensure_ascii": False}]))
def test_layout_key_order_and_escapes_never_change_a_digest(items: list[ExportItem], layout: dict[str, Any]) -> None:
    """Another writer's file of the same content is verified, and equal."""
    data = encode_export_file(HEADER, items)
    turned = json.loads(data, object_pairs_hook=lambda pairs: dict(reversed(pairs)))

    again = read(json.dumps(turned, **layout).encode())

    assert again.items == read(data).items
    assert again.integrity == "verified"


@generous
@given(item_lists(), st.data())
def test_removing_a_whole_item_keeps_the_others_verified(items: list[ExportItem], data: st.DataObject) -> None:
    """With a system its projections go."""
    document = json.loads(encode_export_file(HEADER, items))
    holder, name, digest = data.draw(st.sampled_from(list_holders(document)))
    gone = holder.pop(name)

    file = read(encode(document))

    assert file.integrity == "verified"
    if digest.startswith("system/"):
        assert len(file.items) == len(items) - 1 - len(gone["projections"])
    else:
        assert len(file.items) == len(items) - 1


@generous
@given(item_lists(), st.data())
def test_a_changed_item_is_the_only_edited_one(items: list[ExportItem], data: st.DataObject) -> None:
    """Any change of a content shows, and shows there."""
    document = json.loads(encode_export_file(HEADER, items))
    holder, name, digest = data.draw(st.sampled_from(list_holders(document)))
    value = data.draw(json_values)
    assume(holder[name].get("description", "nothing") != value)
    holder[name]["description"] = value

    file = read(encode(document))

    assert [f"{item.kind}/{item.name}" for item in file.items if item.edited] == [digest]


@settings(generous, max_examples=500)
@given(st.data())
def test_any_document_is_read_or_refused_with_a_problem(data: st.DataObject) -> None:
    """Whatever stands in the place of a value, there is no other exception, and every fault can be sent and shown."""
    document = make_document()
    for _ in range(data.draw(st.integers(1, 3))):
        replace_somewhere(document, data)

    problem = find_problem_if_any(encode(document))

    assert problem is None or problem.code in {"invalid-file", "unreadable-file", "unsupported-format"}
    if problem and problem.code == "invalid-file":
        assert all(fault.line and fault.column and fault.message for fault in problem.errors)
    assert msgspec.json.encode(problem.errors if problem else ())


def find_problem_if_any(data: bytes) -> Problem | None:
    """Read a file that may be fine; any other exception is a bug."""
    try:
        read(data)
    except Problem as problem:
        return problem
    return None


def replace_somewhere(document: dict[str, Any], data: st.DataObject) -> None:
    """Replace or remove a value somewhere in a document."""
    holder: Any = document
    while True:
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if isinstance(holder[key], dict | list) and holder[key] and data.draw(st.integers(0, 4)):
            holder = holder[key]
        elif data.draw(st.booleans()):
            del holder[key]
            return
        else:
            holder[key] = data.draw(json_values)
            return
