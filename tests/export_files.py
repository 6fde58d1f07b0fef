"""
Export files for tests: a small one that has everything, as items, as a document to spoil, and as bytes.
"""

import json
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from fast_data_transfer.domain.canonical import digest_of, encode_canonical
from fast_data_transfer.domain.content import with_name
from fast_data_transfer.domain.export_file import ExportFile, ExportItem, FileHeader, Limits, NotExported
from fast_data_transfer.domain.issues import Related
from fast_data_transfer.domain.kinds import Kind
from fast_data_transfer.domain.model import JsonObject, Origin, Source
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.reading import decode_export_file
from fast_data_transfer.domain.writing import encode_export_file
from tests.wording import assert_readable

SMALL_STACK = 128 * 1024
"""Bytes: what musl gives a thread."""

T = TypeVar("T")

SOURCE = Source(tenant_id="acme", project_id="shop", project_name="Shop", branch="main")
OTHER_SOURCE = Source(tenant_id="acme", project_id="crm", project_name="CRM", branch="feature/x")

HEADER = FileHeader(
    exported_at="2026-02-20T10:12:33.004Z",
    generator="fast-data-transfer/0.1.0",
    source=SOURCE,
    revision=12,
    config_version="2.2.0",
    not_exported=(
        NotExported(
            kind="crudCollection",
            name="riders",
            rule="er-schema-node",
            because=(Related(kind="erSchema", name="delivery-er"),),
        ),
    ),
)

ORDERS: JsonObject = {
    "description": "Orders",
    "fields": [{"name": "ID", "type": "string", "primaryKey": True, "castFunction": "castYesNo"}],
    "indexes": [{"name": "pk", "type": "normal", "unique": True, "fields": [{"name": "ID", "order": 1}]}],
    "topics": {"ingestion": {"name": "acme.shop.delivery.pr_orders.ingestion"}},
}
ER_SCHEMA: JsonObject = {
    "erSchema": {
        "version": "1.0.0",
        "config": {"pr_orders": {"outgoing": {"riders": {"conditions": {"c": {"condition": {"ID": "ID"}}}}}}},
    }
}


def make_item(
    kind: Kind, name: str, entry: JsonObject, *, system: str | None = None, origin: Origin | None = None
) -> ExportItem:
    """Make an item as it is stored: named, canonical, with its digest."""
    text = encode_canonical(with_name(kind, name, entry))
    return ExportItem(kind=kind, name=name, system=system, text=text, digest=digest_of(text), origin=origin)


def make_origin(name: str, source: Source = OTHER_SOURCE) -> Origin:
    """Make what a file says of a reference."""
    return Origin(source=source, name=name, exported_at="2026-01-01T00:00:00.000Z", digest=digest_of(b""))


def make_items() -> list[ExportItem]:
    """Make one item of each kind, and a second projection."""
    return [
        make_item("system", "delivery", {"description": "Deliveries"}),
        make_item("projection", "pr_dishes", {"fields": []}, system="delivery"),
        make_item("projection", "pr_orders", ORDERS, system="delivery"),
        make_item("singleView", "sv_customer", {"fields": [], "indexes": []}),
        make_item("erSchema", "delivery-er", ER_SCHEMA),
        make_item("castFunction", "castYesNo", {"dataType": "boolean", "casting": "…", "type": "custom"}),
    ]


def make_document() -> dict[str, Any]:
    """Make the document of a file, to be spoiled."""
    document: dict[str, Any] = json.loads(encode_export_file(HEADER, make_items()))
    return document


def encode(document: object) -> bytes:
    """Write a document as an editor would: other layout, other escapes."""
    return json.dumps(document, indent=4).encode()


def read(data: bytes, limits: Limits | None = None) -> ExportFile:
    """Read a file within the usual limits."""
    return decode_export_file(data, limits or Limits())


def read_document(document: object) -> ExportFile:
    """Read a document as a file."""
    return read(encode(document))


def find_problem(data: bytes, limits: Limits | None = None) -> Problem:
    """Read what cannot be read, and return the reason, which people can read."""
    try:
        read(data, limits)
    except Problem as problem:
        for text in (problem.detail, *(fault.message for fault in problem.errors)):
            assert_readable(text)
        return problem
    raise AssertionError("the file was read")


def find_faults(document: object) -> list[Fault]:
    """Read a document that is no export file, and return its faults."""
    problem = find_problem(encode(document))
    assert problem.code == "invalid-file", problem.detail
    return list(problem.errors)


def call_on_small_stack(call: Callable[[], T]) -> T:
    """Call on a thread that has little stack."""
    results: list[T] = []
    before = threading.stack_size(SMALL_STACK)
    try:
        thread = threading.Thread(target=lambda: results.append(call()))
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    return results[0]
