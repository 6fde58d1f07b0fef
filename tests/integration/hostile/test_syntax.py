import json
from typing import Final

import pytest

from tests.builders import cast_function, single_view
from tests.hostile import (
    SHOP,
    Readable,
    Refused,
    Target,
    dump,
    dump_but_uploads,
    each,
    make_document,
    make_file,
    quickly,
    spoil_text,
    write,
)
from tests.problems import assert_problem

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILE: Final = write(SHOP)
SMALL: Final = write(make_document(single_view("sv")))
MEGABYTE: Final = 1_000_000


def _syntax(name: str, data: bytes, fault: str = "invalid-json") -> Refused:
    return Refused(name, data, 400, "unreadable-file", fault)


def _deep(opening: str, closing: str, depth: int) -> bytes:
    """Put something deep into a file, in a place where anything may stand."""
    # Root, resources, castFunctions, entry: the value of `more` is at depth 5.
    inner = opening * (depth - 4) + "1" + closing * (depth - 4)
    return make_file(cast_function("castX", more="here")).replace(b'"here"', inner.encode())


REFUSED = [
    _syntax("27-trailing-bytes", FILE + b"x", "trailing-data"),
    _syntax("27-trailing-nul", FILE + b"\0", "trailing-data"),
    _syntax("27-two-documents", FILE + FILE, "trailing-data"),
    _syntax("27-ndjson", FILE + b"\n" + FILE, "trailing-data"),
    _syntax("28-trailing-comma", FILE[:-1] + b",}"),
    _syntax("28-line-comment", b"// exported\n" + FILE),
    _syntax("28-comment", spoil_text('"metadata"', '/* when */"metadata"')),
    _syntax("28-single-quotes", FILE.replace(b'"', b"'")),
    _syntax("28-unquoted-key", spoil_text('"metadata"', "metadata")),
    _syntax("28-hexadecimal", spoil_text('"revision":12', '"revision":0xC')),
    _syntax("28-two-commas", spoil_text(',"metadata"', ',,"metadata"')),
    *(
        _syntax(f"29-top-level-{name}", data, "wrong-file")
        for name, data in {
            "null": b"null",
            "number": b"1",
            "string": b'"fast-data-export"',
            "list": b"[" + FILE + b"]",
            "true": b"true",
            "empty-object": b"{}",
        }.items()
    ),
    _syntax("30-duplicate-in-envelope", spoil_text('"metadata"', '"type":"x","metadata"'), "duplicate-key"),
    _syntax(
        "30-duplicate-of-equal-value", spoil_text('"metadata"', '"digests":{},"digests":{},"metadata"'), "duplicate-key"
    ),
    _syntax("30-duplicate-item", spoil_text('"pr_a":', '"pr_b":{},"pr_a":'), "duplicate-key"),
    _syntax("30-duplicate-in-er-config", spoil_text('"riders":', '"pr_dishes":{},"riders":'), "duplicate-key"),
    _syntax("31-duplicate-by-escape", spoil_text('"pr_a":', '"\\u0070r_b":{},"pr_a":'), "duplicate-key"),
    _syntax(
        "31-duplicate-astral-by-escape",
        spoil_text('"metadata"', '"\U0001f600":1,"\\ud83d\\ude00":1,"metadata"'),
        "duplicate-key",
    ),
    _syntax("32-depth-65-of-lists", _deep("[", "]", 65), "too-deep"),
    _syntax("32-depth-65-of-objects", _deep('{"a":', "}", 65), "too-deep"),
    _syntax("32-depth-1000", _deep("[", "]", 1_000), "too-deep"),
    _syntax("32-depth-100000", _deep('{"a":', "}", 100_000), "too-deep"),
    _syntax("32-depth-5000000-of-lists", b"[" * 5_000_000, "too-deep"),
    _syntax("32-depth-1000000-of-objects", b'{"a":' * 1_000_000, "too-deep"),
    Refused("33-wide-bomb-of-lists", b"[" + b"[]," * MEGABYTE + b"[]]", 413, "too-many-items"),
    Refused("33-wide-bomb-of-objects", b"[" + b"{}," * MEGABYTE + b"{}]", 413, "too-many-items"),
    Refused("33-wide-bomb-of-numbers", b"[" + b"1," * 2 * MEGABYTE + b"1]", 413, "too-many-items"),
]


@each(REFUSED)
async def test_text_is_refused(target: Target, case: Refused) -> None:
    """What is not one JSON document of reasonable size and depth is refused at once."""
    problem = await target.refuse(case)

    assert len(problem["detail"]) < 500


@pytest.mark.parametrize(
    "case, pointer",
    [
        pytest.param(
            _syntax("", spoil_text('"pr_a":', '"\\u0070r_b":1,"pr_a":'), "duplicate-key"),
            "/resources/systems/delivery/projections/pr_b",
            id="31-pointer",
        ),
        pytest.param(
            _syntax("", spoil_text('"riders":', '"pr_dishes":{},"riders":'), "duplicate-key"),
            "/resources/erSchemas/delivery-er/erSchema/config/pr_orders/outgoing/pr_dishes",
            id="30-pointer",
        ),
    ],
)
async def test_repeated_key_is_pointed_at(target: Target, case: Refused, pointer: str) -> None:
    """The answer says which key of which object is there twice."""
    problem = await target.refuse(case)

    assert [error["pointer"] for error in problem["errors"]] == [pointer]


async def test_26_cut_anywhere(target: Target) -> None:
    """A file that is cut at any byte is said to be cut, and never read in part."""
    before = await dump(target.database)

    for end in range(1, len(SMALL)):
        response = await target.workspace.try_plan(SMALL[:end])
        problem = assert_problem(response, 400, "unreadable-file")
        assert problem["errors"][0]["code"] == "truncated", SMALL[:end]

    assert await dump(target.database) == before


READABLE = [
    Readable("32-depth-64", _deep("[", "]", 64), "resource"),
    Readable("33-many-small-values", make_file(single_view("sv", more=[[]] * 50_000))),
    Readable("34-string-of-9-mb", make_file(cast_function("castX", casting="x" * 9 * MEGABYTE)), "resource"),
    Readable("34-key-of-9-mb", make_file(cast_function("castX", more={"x" * 9 * MEGABYTE: 1})), "resource"),
    Readable(
        "35-200000-keys",
        make_file(cast_function("castX", more={f"{i:06}": i for i in range(200_000)})),
        "resource",
        blocked=False,
    ),
]


@each(READABLE)
async def test_large_file_is_read(target: Target, case: Readable) -> None:
    """Large is not hostile: what fits the limits is read, in a time that goes with its size."""
    await target.judge(case)


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(cast_function("castX", casting="x" * 17 * MEGABYTE), id="34-string-of-17-mb"),
        pytest.param(cast_function("castX", more={"x" * 17 * MEGABYTE: 1}), id="34-key-of-17-mb"),
        pytest.param(cast_function("castX", description="x" * 9 * MEGABYTE), id="93-description-of-9-mb"),
        pytest.param(
            {"erSchemaId": "er", "name": "er", "erSchema": {"config": {"x" * 9 * MEGABYTE: {}}}}, id="93-node-of-9-mb"
        ),
    ],
)
async def test_resource_that_no_document_holds(target: Target, entry: dict[str, object]) -> None:
    """A resource beyond what the database can hold is refused when it is written, and nothing is."""
    file = make_file(entry)
    before = await dump_but_uploads(target.database)

    response = await quickly(target.workspace.try_apply(file, "resource"))

    assert_problem(response, 413, "file-too-large")
    assert await dump_but_uploads(target.database) == before


async def test_34_key_of_the_envelope_is_not_repeated(target: Target) -> None:
    """A warning about a key of megabytes is short."""
    document = json.loads(SMALL) | {"x" * 9 * MEGABYTE: 1}

    plan = await target.plan(write(document), "resource")

    assert [issue["code"] for issue in plan["issues"]] == ["unknown-field"]
    assert len(json.dumps(plan)) < 10_000
