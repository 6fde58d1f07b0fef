import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from fast_data_transfer.domain.canonical import digest_of
from fast_data_transfer.domain.export_file import FileMetadata, Limits
from fast_data_transfer.domain.model import Json
from fast_data_transfer.domain.writing import encode_export_file
from tests.builders import er_schema, projection, system
from tests.export_files import (
    HEADER,
    OTHER_SOURCE,
    SOURCE,
    call_on_small_stack,
    encode,
    find_faults,
    find_problem,
    make_document,
    make_item,
    make_items,
    make_origin,
    read,
    read_document,
)

Spoil = Callable[[dict[str, Any]], object]


def spoil(change: Spoil) -> dict[str, Any]:
    """Make a document and change it."""
    document = make_document()
    change(document)
    return document


def as_reference(name: str, project: str = "crm") -> dict[str, Any]:
    """Make the `reference` of an entry."""
    source = {"tenantId": "acme", "projectId": project, "projectName": "CRM", "branch": "main"}
    return {"source": source, "name": name, "exportedAt": "2026-01-01T00:00:00.000Z", "digest": "sha256-x"}


def systems(document: dict[str, Any]) -> dict[str, Any]:
    """Return the systems of a document."""
    found: dict[str, Any] = document["resources"]["systems"]
    return found


def projections(document: dict[str, Any]) -> dict[str, Any]:
    """Return the projections of the one system of a document."""
    found: dict[str, Any] = systems(document)["delivery"]["projections"]
    return found


# What a good file says


def test_a_file_is_read_as_it_was_written() -> None:
    """Metadata, items in order of kind and name, counts, integrity."""
    data = encode_export_file(HEADER, make_items())
    file = read(data)

    assert file.metadata == FileMetadata(
        exported_at=HEADER.exported_at,
        generator=HEADER.generator,
        source=SOURCE,
        revision=12,
        config_version="2.2.0",
    )
    assert [(item.kind, item.name, item.system) for item in file.items] == [
        (item.kind, item.name, item.system) for item in make_items()
    ]
    assert [item.text for item in file.items] == [item.text for item in make_items()]
    assert all(msgspec.json.encode(item.content, order="sorted") == item.text for item in file.items)
    assert file.digest == digest_of(data)
    assert file.format_version == "1.0.0"
    assert file.integrity == "verified"
    assert (file.removed, file.warnings) == ((), ())
    assert file.counts == {"systems": 1, "projections": 2, "singleViews": 1, "erSchemas": 1, "castFunctions": 1}


def test_layout_key_order_and_escapes_do_not_matter() -> None:
    """A file that an editor has laid out anew is as good as it was."""
    items = read(encode_export_file(HEADER, make_items())).items
    turned = json.loads(json.dumps(make_document()), object_pairs_hook=lambda pairs: dict(reversed(pairs)))

    assert read_document(turned).items == items
    assert read(b"\xef\xbb\xbf" + encode(turned).replace(b"\n", b"\r\n")).items == items


def test_a_reference_of_the_file_is_the_origin_of_its_item() -> None:
    """It is taken over as it is, and is no part of the content."""
    origin = make_origin("f_there")
    (item,) = read(encode_export_file(HEADER, [make_item("castFunction", "f", {}, origin=origin)])).items

    assert item.origin == origin
    assert item.content == {"name": "f", "castFunctionId": "f"}


def test_id_and_name_are_filled_from_the_key() -> None:
    """An entry may leave them out; its digest is that of the named content."""
    document = make_document()
    entry = document["resources"]["castFunctions"]["castYesNo"]
    del entry["name"], entry["castFunctionId"]

    assert read_document(document).items == read_document(make_document()).items


def test_numbers_of_a_file_have_one_form() -> None:
    """1.0 in a file is the 1 that was digested."""
    data = encode_export_file(HEADER, [make_item("castFunction", "f", {"n": 100})])

    assert read(data.replace(b'"n": 100', b'"n": 1.00e2')).integrity == "verified"


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document["metadata"].update(counts="x", notExported=5, generator=None, configVersion=2),
        lambda document: document["metadata"]["source"].update(revision=True),
        lambda document: document["resources"].clear(),
        lambda document: document["metadata"]["source"].pop("revision"),
    ],
)
def test_what_is_information_only_is_never_checked(change: Spoil) -> None:
    """Counts, generator, revision, and sections that are not there."""
    assert read_document(spoil(change)).warnings == ()


def test_information_of_another_type_is_not_taken() -> None:
    """It is as if it were not there."""
    document = make_document()
    document["metadata"] |= {"generator": 1, "configVersion": []}
    document["metadata"]["source"]["revision"] = True

    metadata = read_document(document).metadata

    assert (metadata.generator, metadata.config_version, metadata.revision) == (None, None, None)


@pytest.mark.parametrize("name", [{}, {"projectName": None}, {"projectName": ""}, {"projectName": 5}])
def test_a_source_without_project_name_is_called_by_its_id(name: dict[str, object]) -> None:
    """Ids, branch and time are all that is needed."""
    document = spoil(lambda document: document["metadata"]["source"].pop("projectName"))
    document["metadata"]["source"] |= name

    assert read_document(document).metadata.source.project_name == "shop"


# Digests


def test_an_item_that_was_changed_by_hand_is_edited() -> None:
    """The others stay verified."""
    file = read_document(spoil(lambda document: projections(document)["pr_orders"].update(description="x")))

    assert file.integrity == "edited"
    assert [item.name for item in file.items if item.edited] == ["pr_orders"]


@pytest.mark.parametrize("digest", ["sha512-x", "", None, 1])
def test_an_item_without_its_digest_is_edited(digest: object) -> None:
    """Another algorithm, another type."""
    document = make_document()
    document["digests"]["erSchema/delivery-er"] = digest

    assert [item.name for item in read_document(document).items if item.edited] == ["delivery-er"]


def test_an_item_that_the_digests_lack_is_edited() -> None:
    """Somebody added it."""
    document = spoil(lambda document: document["digests"].pop("system/delivery"))

    assert [item.name for item in read_document(document).items if item.edited] == ["delivery"]


def test_whole_items_may_be_removed() -> None:
    """What is left stays verified, and what is gone is listed."""
    document = make_document()
    del document["resources"]["castFunctions"]["castYesNo"]
    del projections(document)["pr_dishes"]

    file = read_document(document)

    assert file.integrity == "verified"
    assert file.removed == ("castFunction/castYesNo", "projection/pr_dishes")


def test_a_file_without_digests_is_unverified() -> None:
    """Nothing can be told of its items."""
    file = read_document(spoil(lambda document: document.pop("digests")))

    assert file.integrity == "unverified"
    assert not any(item.edited for item in file.items)


# What is left out


@pytest.mark.parametrize(
    "change, pointer",
    [
        (lambda document: document.update({"a/b": 1}), "/a~1b"),
        (lambda document: document["metadata"].update(user="u"), "/metadata/user"),
        (lambda document: document["metadata"]["source"].update(commit="c"), "/metadata/source/commit"),
        (lambda document: document["resources"].update(charts={}), "/resources/charts"),
        (lambda document: document["digests"].update({"chart/x": "sha256-"}), "/digests/chart~1x"),
        (lambda document: document["digests"].update({"system/ä": "sha256-"}), "/digests/system~1ä"),
        (lambda document: document["digests"].update({"castFunction/a-b": "sha256-"}), "/digests/castFunction~1a-b"),
        (lambda document: systems(document)["delivery"].update(services=[]), "/resources/systems/delivery/services"),
        (
            lambda document: projections(document)["pr_orders"].update(copiedFrom={}),
            "/resources/systems/delivery/projections/pr_orders/copiedFrom",
        ),
        (
            lambda document: document["resources"]["erSchemas"]["delivery-er"].update(
                reference=as_reference("x") | {"importedBy": "u"}
            ),
            "/resources/erSchemas/delivery-er/reference/importedBy",
        ),
    ],
)
def test_what_is_left_out_is_warned_of(change: Spoil, pointer: str) -> None:
    """Unknown keys around the entries, wiring and markers in them; the digests stay good."""
    file = read_document(spoil(change))

    assert [(warning.code, warning.pointer) for warning in file.warnings] == [("unknown-field", pointer)]
    assert file.integrity == "verified"
    assert not any({"services", "copiedFrom", "reference", "projections"} & item.content.keys() for item in file.items)


def test_unknown_keys_of_an_entry_are_kept() -> None:
    """Public docs do not show every key that a Console writes."""
    document = spoil(lambda document: document["resources"]["singleViews"]["sv_customer"].update({"x-y": [1]}))
    (item,) = (item for item in read_document(document).items if item.kind == "singleView")

    assert item.content["x-y"] == [1]


def test_at_most_a_hundred_warnings_are_given() -> None:
    """A hostile file does not fill the plan."""
    assert len(read_document(make_document() | {f"k{n}": n for n in range(500)}).warnings) == 100


# What cannot be read


@pytest.mark.parametrize(
    "change, pointer",
    [
        (lambda document: document.pop("metadata"), "/metadata"),
        (lambda document: document.update(metadata=[]), "/metadata"),
        (lambda document: document["metadata"].pop("exportedAt"), "/metadata/exportedAt"),
        (lambda document: document["metadata"].update(exportedAt=1771582353004), "/metadata/exportedAt"),
        (lambda document: document["metadata"].update(exportedAt="2026-02-30T00:00:00Z"), "/metadata/exportedAt"),
        (
            lambda document: document["metadata"].update(exportedAt=f"2026-02-20T00:00:00.{'0' * 300}Z"),
            "/metadata/exportedAt",
        ),
        (lambda document: document["metadata"].pop("source"), "/metadata/source"),
        (lambda document: document["metadata"]["source"].pop("tenantId"), "/metadata/source/tenantId"),
        (lambda document: document["metadata"]["source"].update(projectId=""), "/metadata/source/projectId"),
        (lambda document: document["metadata"]["source"].update(branch="b" * 256), "/metadata/source/branch"),
        (lambda document: document.update(digests=None), "/digests"),
        (lambda document: document.pop("resources"), "/resources"),
        (lambda document: document.update(resources=[]), "/resources"),
        (lambda document: document["resources"].update(systems=[]), "/resources/systems"),
        (lambda document: document["resources"].update(erSchemas={"a~b": 1}), "/resources/erSchemas/a~0b"),
        (
            lambda document: systems(document)["delivery"].update(projections=[]),
            "/resources/systems/delivery/projections",
        ),
        (
            lambda document: projections(document).update(pr_orders=None),
            "/resources/systems/delivery/projections/pr_orders",
        ),
        (
            lambda document: projections(document)["pr_orders"]["fields"].append({}),
            "/resources/systems/delivery/projections/pr_orders/fields/1",
        ),
        (lambda document: systems(document)["delivery"].update(name="other"), "/resources/systems/delivery/name"),
        (lambda document: systems(document)["delivery"].update(name=None), "/resources/systems/delivery/name"),
        (
            lambda document: systems(document)["delivery"].update(systemId="Delivery"),
            "/resources/systems/delivery/systemId",
        ),
        (
            lambda document: document["resources"]["erSchemas"]["delivery-er"].update(reference=None),
            "/resources/erSchemas/delivery-er/reference",
        ),
        *(
            (
                lambda document, key=key: document["resources"]["erSchemas"]["delivery-er"].update(
                    reference={k: v for k, v in as_reference("x").items() if k != key}
                ),
                f"/resources/erSchemas/delivery-er/reference/{key}",
            )
            for key in ("source", "name", "exportedAt", "digest")
        ),
        (
            lambda document: document["resources"]["erSchemas"]["delivery-er"].update(
                reference=as_reference("x") | {"source": {"tenantId": "a", "projectId": "b", "branch": "c"}}
            ),
            "/resources/erSchemas/delivery-er/reference/source/projectName",
        ),
        (
            lambda document: document["resources"]["singleViews"].update(
                pr_orders={"name": "pr_orders", "singleViewId": "pr_orders"}
            ),
            "/resources/singleViews/pr_orders",
        ),
        (
            lambda document: systems(document).update(second={"projections": {"pr_orders": {}}}),
            "/resources/systems/second/projections/pr_orders",
        ),
        (
            lambda document: (
                systems(document)["delivery"].update(reference=as_reference("delivery"), projections={})
                or systems(document).update(second={"reference": as_reference("delivery")})
            ),
            "/resources/systems/second",
        ),
        (
            lambda document: document["resources"]["castFunctions"].update(
                other={"reference": as_reference("castYesNo", project="shop")}
            ),
            "/resources/castFunctions/other",
        ),
        (
            lambda document: projections(document)["pr_orders"].update(reference=as_reference("pr_orders")),
            "/resources/systems/delivery/projections/pr_orders",
        ),
        (
            lambda document: systems(document).update(
                second={
                    "reference": as_reference("second"),
                    "projections": {"pr_far": {"reference": as_reference("pr_far", project="other")}},
                }
            ),
            "/resources/systems/second/projections/pr_far",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_where_it_is_wrong(change: Spoil, pointer: str) -> None:
    """Each bullet of the contract: one fault, with pointer, line, column and a way out."""
    document = spoil(change)

    (fault,) = find_faults(document)

    assert (fault.code, fault.pointer) == ("invalid-file", pointer)
    assert fault.line
    assert fault.column
    assert len(fault.message) < 300
    line = encode(document).decode().splitlines()[fault.line - 1]
    last = pointer.rsplit("/", 1)[1].replace("~0", "~")
    expected = json.dumps(last) if json.dumps(last) in line else ("{", '"')
    assert line[fault.column - 1 :].startswith(expected)


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    """A user mends the file in one go."""
    document = make_document()
    document["resources"]["singleViews"]["sv_customer"]["fields"] = None
    document["metadata"]["exportedAt"] = "yesterday"
    projections(document)["pr_orders"]["name"] = "pr_other"

    faults = find_faults(document)

    assert sorted(fault.pointer or "" for fault in faults) == [
        "/metadata/exportedAt",
        "/resources/singleViews/sv_customer/fields",
        "/resources/systems/delivery/projections/pr_orders/name",
    ]
    assert [fault.line for fault in faults] == sorted(fault.line or 0 for fault in faults)


def test_an_incomplete_reference_is_no_mixed_ownership() -> None:
    """One mistake is not told twice."""
    document = make_document()
    systems(document)["delivery"]["reference"] = {}
    systems(document)["delivery"]["projections"] = {"pr_far": {"reference": as_reference("pr_far")}}

    assert {fault.pointer for fault in find_faults(document)} == {
        f"/resources/systems/delivery/reference/{key}" for key in ("source", "name", "exportedAt", "digest")
    }


def test_a_system_and_its_projections_may_be_references_to_one_project() -> None:
    """Such a file is what a project with references exports."""
    items = [
        make_item("system", "s", {}, origin=make_origin("s")),
        make_item("projection", "p", {}, system="s", origin=make_origin("p")),
    ]

    file = read(encode_export_file(HEADER, items))

    assert [item.origin.source for item in file.items if item.origin] == [OTHER_SOURCE, OTHER_SOURCE]


def test_a_name_that_breaks_the_rule_can_be_read() -> None:
    """It is an issue of the plan, which offers another name."""
    document = spoil(lambda document: document["resources"]["erSchemas"].update({"è un nome/$": {}}))

    assert "è un nome/$" in [item.name for item in read_document(document).items]


def test_more_than_a_hundred_faults_are_cut() -> None:
    """The problem says that there are more."""
    document = spoil(lambda document: document["resources"].update(erSchemas={f"e{n}": n for n in range(200)}))
    problem = find_problem(encode(document))

    assert len(problem.errors) == 100
    assert "more than 100 faults" in problem.detail


@pytest.mark.parametrize("count, words", [(1, ": 1 fault. "), (2, ": 2 faults. "), (100, ": 100 faults. ")])
def test_faults_are_counted(count: int, words: str) -> None:
    """The problem says how many there are, and all of them are listed."""
    document = spoil(lambda document: document["resources"].update(erSchemas={f"e{n}": n for n in range(count)}))
    problem = find_problem(encode(document))

    assert words in problem.detail
    assert len(problem.errors) == count


def test_a_huge_key_is_not_echoed() -> None:
    """Pointers and messages stay short."""
    document = spoil(lambda document: document["resources"]["erSchemas"].update({"k" * 100_000: {"name": "x" * 9_999}}))

    (fault,) = find_faults(document)

    assert len(fault.pointer or "") < 1_100
    assert len(fault.message) < 300


# Limits


def test_the_deepest_file_is_read_and_written_on_a_small_stack() -> None:
    """Also where numbers take the careful way to canonical bytes, and where faults are looked up."""
    deep: Json = 1e-6
    for _ in range(60):
        deep = {"a": deep}
    data = encode_export_file(HEADER, [make_item("castFunction", "f", {"deep": deep})])
    broken = data.replace(b'"name": "f"', b'"name": 1')

    file = call_on_small_stack(lambda: read(data))
    problem = call_on_small_stack(lambda: find_problem(broken))

    assert call_on_small_stack(lambda: encode_export_file(HEADER, file.items)) == data
    assert [fault.pointer for fault in problem.errors] == ["/resources/castFunctions/f/name"]


def test_a_file_of_exactly_the_limit_is_read() -> None:
    """One byte more is too large; the problem names size, limit and setting."""
    data = encode(make_document())

    assert read(data, Limits(max_bytes=len(data))).integrity == "verified"
    problem = find_problem(data, Limits(max_bytes=len(data) - 1))
    assert problem.code == "file-too-large"
    assert f"{len(data):,}" in problem.detail
    assert f"{len(data) - 1:,}" in problem.detail
    assert "FDT_MAX_FILE_MB" in problem.detail


def test_projections_count_as_items() -> None:
    """The problem names number, limit and setting."""
    data = encode(make_document())

    assert read(data, Limits(max_items=6)).integrity == "verified"
    problem = find_problem(data, Limits(max_items=5))
    assert problem.code == "too-many-items"
    assert "holds 6 items; at most 5" in problem.detail
    assert "FDT_MAX_ITEMS" in problem.detail


def test_digests_of_removed_items_are_no_items() -> None:
    """A file that was cut down by hand may hold many more digests than items, within a bound."""
    document = spoil(lambda document: document["digests"].update({f"system/s{n}": "" for n in range(50)}))
    count = len(document["digests"])

    assert len(read(encode(document), Limits(max_items=6)).removed) == 50
    document["digests"] |= {f"system/t{n}": "" for n in range(61 - count)}
    problem = find_problem(encode(document), Limits(max_items=6))
    assert (problem.code, problem.errors[0].params["reason"]) == ("too-many-items", "digests")


def test_what_items_need_is_limited() -> None:
    """One ER schema may name more than a plan can tell."""

    def name(count: int) -> bytes:
        schema = {"erSchemas": {"e": er_schema("e", {f"n{number}": () for number in range(count)})}}
        return encode(spoil(lambda document: document.update(resources=schema, digests={})))

    assert len(read(name(10), Limits(max_items=1)).items) == 1
    problem = find_problem(name(11), Limits(max_items=1))
    assert (problem.code, problem.errors[0].params["reason"]) == ("too-many-items", "dependencies")


def test_very_many_faults_are_told_once_for_each_item() -> None:
    """When 10,000 faults of contents are found, one of each further item is enough."""
    fields = [{"name": f"f{number}"} for number in range(100)]
    projections = [projection(f"p{number:03}", fields=fields) for number in range(102)]
    systems = {"systems": {"s": system("s", *projections)}}
    file = read(encode(spoil(lambda document: document.update(resources=systems, digests={}))))

    faults = [len(item.facts.faults) for item in file.items if item.kind == "projection"]
    assert faults == [100] * 100 + [1, 1]


def test_depth_is_limited_by_the_setting() -> None:
    """The same file is fine with a higher one."""
    data = encode(make_document() | {"x": [[[[[[]]]]]]})

    assert read(data, Limits(max_depth=64)).integrity == "verified"
    (fault,) = find_problem(data, Limits(max_depth=6)).errors
    assert fault.code == "too-deep"
    assert "FDT_MAX_DEPTH" in fault.message


def test_bytes_come_before_all_else() -> None:
    """A file that is no JSON is told so, not that it is of another kind."""
    problem = find_problem(b'{"type": "fast-data-export", ')

    assert problem.code == "unreadable-file"
    assert [fault.code for fault in problem.errors] == ["truncated"]
    assert problem.detail == f"Line 1, column {problem.errors[0].column}: {problem.errors[0].message}"


def test_file_lets_its_items_go() -> None:
    """Item by item, until nothing is left of it."""
    file = read(encode(make_document()))
    file.let_go()

    assert file.items == []
