import json
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from fast_data_transfer.domain.export_file import ExportItem
from fast_data_transfer.domain.file_schema import encode_schema
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.writing import encode_export_file
from tests.export_files import HEADER, encode, make_document, read
from tests.json_strategies import item_lists, json_values

ROOT: Final = Path(__file__).parents[2]
PUBLISHED: Final = ROOT / "docs" / "export-file.schema.json"
FIXTURES: Final = sorted((ROOT / "tests" / "fixtures" / "formats").glob("[!0]*/*.json"))
VALIDATOR: Final = Draft202012Validator(json.loads(encode_schema()))

generous = settings(suppress_health_check=[HealthCheck.too_slow])


def test_published_schema_is_current() -> None:
    """The schema in docs/ is the one of the structs; `make api` writes it."""
    assert PUBLISHED.read_bytes() == encode_schema()


def test_schema_is_a_schema() -> None:
    """The schema keeps the rules of JSON Schema 2020-12."""
    Draft202012Validator.check_schema(json.loads(encode_schema()))


@pytest.mark.parametrize("path", FIXTURES, ids=[path.stem for path in FIXTURES])
def test_kept_file_is_valid(path: Path) -> None:
    """Every file of the present format that is kept is valid for a validator that is not ours."""
    VALIDATOR.validate(json.loads(path.read_bytes().decode("utf-8-sig")))


@generous
@given(item_lists())
def test_what_export_writes_is_valid(items: list[ExportItem]) -> None:
    """Whatever an export writes is valid."""
    VALIDATOR.validate(json.loads(encode_export_file(HEADER, items)))


@settings(generous, max_examples=250)
@given(st.data())
def test_what_is_read_is_valid(data: st.DataObject) -> None:
    """The schema refuses nothing that an import reads."""
    document = make_document()
    _spoil(document, data)
    assume(_is_read(document))

    VALIDATOR.validate(document)


PATHS: Final = (
    "type",
    "formatVersion",
    "metadata",
    "metadata/exportedAt",
    "metadata/source",
    "metadata/source/tenantId",
    "metadata/source/branch",
    "resources",
    "resources/systems",
    "resources/systems/delivery",
    "resources/systems/delivery/systemId",
    "resources/systems/delivery/projections",
    "resources/systems/delivery/projections/pr_orders",
    "resources/systems/delivery/projections/pr_orders/projectionId",
    "resources/systems/delivery/projections/pr_orders/fields",
    "resources/systems/delivery/projections/pr_orders/fields/0",
    "resources/systems/delivery/projections/pr_orders/fields/0/name",
    "resources/systems/delivery/projections/pr_orders/indexes",
    "resources/systems/delivery/projections/pr_orders/indexes/0",
    "resources/systems/delivery/projections/pr_orders/topics",
    "resources/systems/delivery/projections/pr_orders/topics/ingestion",
    "resources/singleViews/sv_customer/name",
    "resources/singleViews/sv_customer/fields",
    "resources/singleViews/sv_customer/reference",
    "resources/erSchemas/delivery-er/erSchema",
    "resources/erSchemas/delivery-er/erSchema/config",
    "resources/erSchemas/delivery-er/erSchema/config/pr_orders",
    "resources/erSchemas/delivery-er/erSchema/config/pr_orders/outgoing",
    "resources/erSchemas/delivery-er/erSchema/config/pr_orders/outgoing/riders",
    "resources/erSchemas/delivery-er/erSchema/config/pr_orders/outgoing/riders/conditions",
    "resources/erSchemas/delivery-er/erSchema/config/pr_orders/outgoing/riders/conditions/c",
    "resources/erSchemas/delivery-er/erSchema/config/pr_orders/outgoing/riders/conditions/c/condition",
    "resources/castFunctions/castYesNo/castFunctionId",
    "digests",
)


@pytest.mark.parametrize("path", PATHS)
def test_what_has_a_shape_has_it_in_the_schema(path: str) -> None:
    """Where a number makes a file unreadable, the schema says so too."""
    document = make_document()
    _replace(document, path.split("/"), 7)

    assert not _is_read(document)
    assert not VALIDATOR.is_valid(document)


def _is_read(document: object) -> bool:
    try:
        return read(encode(document)).format_version.startswith("1.")
    except Problem:
        return False


def _replace(document: Any, path: list[str], value: object) -> None:  # noqa: ANN401 - any JSON
    *holders, last = (int(token) if token.isdigit() else token for token in path)
    for token in holders:
        document = document[token]
    document[last] = value


def _spoil(document: dict[str, Any], data: st.DataObject) -> None:
    """Replace or remove a value somewhere; most changes are such that the file can still be read."""
    holder: Any = document
    while isinstance(holder, dict | list) and holder:
        key = data.draw(st.sampled_from(list(holder) if isinstance(holder, dict) else list(range(len(holder)))))
        inner = holder[key]
        if isinstance(inner, dict | list) and inner and data.draw(st.integers(0, 3)):
            holder = inner
            continue
        if data.draw(st.booleans()):
            del holder[key]
        else:
            holder[key] = data.draw(json_values | st.just("1.2.3") | st.just({}) | st.just([]))
        return
