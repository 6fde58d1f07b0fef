import json
from collections.abc import Callable

import msgspec
import pytest

from fast_data_transfer.domain.canonical import digest_of
from fast_data_transfer.domain.export_file import ExportItem
from fast_data_transfer.domain.writing import encode_export_file
from tests.export_files import HEADER, make_item, make_items, make_origin


def test_a_file_has_the_shape_of_the_contract() -> None:
    """Sections for all kinds, projections in their system, counts, digests, what was not exported and why."""
    document = json.loads(encode_export_file(HEADER, make_items()))

    assert document["type"] == "fast-data-export"
    assert document["formatVersion"] == "1.0.0"
    assert document["metadata"] == {
        "exportedAt": "2026-02-20T10:12:33.004Z",
        "generator": "fast-data-transfer/0.1.0",
        "source": {
            "tenantId": "acme",
            "projectId": "shop",
            "projectName": "Shop",
            "branch": "main",
            "revision": 12,
        },
        "configVersion": "2.2.0",
        "counts": {"systems": 1, "projections": 2, "singleViews": 1, "erSchemas": 1, "castFunctions": 1},
        "notExported": [
            {
                "kind": "crudCollection",
                "name": "riders",
                "rule": "er-schema-node",
                "because": [{"kind": "erSchema", "name": "delivery-er"}],
            }
        ],
    }
    assert document["resources"]["systems"]["delivery"]["projections"].keys() == {"pr_dishes", "pr_orders"}
    assert document["resources"]["castFunctions"]["castYesNo"]["castFunctionId"] == "castYesNo"
    assert document["digests"].keys() == {f"{item.kind}/{item.name}" for item in make_items()}


def test_an_empty_selection_has_all_sections() -> None:
    """Empty containers are written."""
    document = json.loads(encode_export_file(HEADER, []))

    assert document["resources"] == {"systems": {}, "singleViews": {}, "erSchemas": {}, "castFunctions": {}}
    assert document["digests"] == {}


@pytest.mark.parametrize("reorder", [list, reversed], ids=["same", "reversed"])
def test_the_bytes_are_those_of_a_sorted_document(reorder: Callable[[list[ExportItem]], list[ExportItem]]) -> None:
    """Sorted keys, two spaces, nothing escaped that need not be, one newline: whatever the order of the items."""
    data = encode_export_file(HEADER, reorder(make_items()))

    assert data.decode() == json.dumps(json.loads(data), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert "…".encode() in data


def test_time_and_revision_are_all_that_differs_between_two_exports() -> None:
    """The difference of two nightly files shows real changes only."""
    later = msgspec.structs.replace(
        HEADER,
        exported_at="2027-01-01T00:00:00.000Z",
    )
    first = encode_export_file(HEADER, make_items()).splitlines()
    second = encode_export_file(later, make_items()).splitlines()

    differing = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    assert differing == [
        (b'    "exportedAt": "2026-02-20T10:12:33.004Z",', b'    "exportedAt": "2027-01-01T00:00:00.000Z",')
    ]


@pytest.mark.parametrize("kind", ["system", "projection", "singleView", "erSchema", "castFunction"])
def test_a_reference_is_written_with_its_origin(kind: str) -> None:
    """At its sorted place in the entry, whatever the kind, and outside of the digest."""
    origin = make_origin("far")
    items = [
        msgspec.structs.replace(item, origin=origin) if item.kind == kind else item
        for item in make_items()
        if item.name != "pr_dishes"
    ]
    data = encode_export_file(HEADER, items)
    document = json.loads(data)

    (item,) = (item for item in items if item.kind == kind)
    holder = document["resources"]["systems"]["delivery"] if kind == "projection" else document["resources"]
    entry = holder[f"{kind}s"][item.name]
    assert entry["reference"] == {
        "source": {"tenantId": "acme", "projectId": "crm", "projectName": "CRM", "branch": "feature/x"},
        "name": "far",
        "exportedAt": "2026-01-01T00:00:00.000Z",
        "digest": digest_of(b""),
    }
    assert list(entry) == sorted(entry)
    assert document["digests"][f"{kind}/{item.name}"] == item.digest


def test_numbers_of_content_keep_their_spelling() -> None:
    """Stored text is not decoded on the way, so that no number changes."""
    item = make_item("castFunction", "f", {"a": 0.1, "b": 1e-7, "c": 9007199254740991})

    assert b'"a": 0.1,\n        "b": 1e-7,\n        "c": 9007199254740991,' in encode_export_file(HEADER, [item])
