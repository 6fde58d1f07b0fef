import json

from fast_data_transfer.domain.documents import decode_document, find_missing
from fast_data_transfer.domain.export_file import Limits
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.picking import pick
from tests.assembled import merge_files, open_file, pick_from
from tests.branches import edit, export, make_shop, retell
from tests.builders import cast_function, er_schema, projection, single_view, system


def _file() -> bytes:
    return export(
        make_shop(
            system("s", projection("p", functions=["f", "gone"]), projection("q", functions=["f"])),
            system("t", projection("u")),
            er_schema("e", {"p": ["v", "riders", "nowhere"], "u": []}),
            single_view("v"),
            cast_function("f"),
        )
    )


def _missing(data: bytes, *keys: Key) -> list[tuple[str, str, str, list[str]]]:
    """Tell what is noted as missing in a part of a file."""
    noted = json.loads(pick_from(data, keys))["metadata"]["notExported"]
    return [(left["kind"], left["name"], left["rule"], [step["name"] for step in left["because"]]) for left in noted]


def test_what_is_left_out_is_noted_with_its_kind_and_reason() -> None:
    """In the order of an export: by kind and name, with what is no resource last."""
    assert _missing(_file(), Key("erSchema", "e")) == [
        ("projection", "p", "er-schema-node", ["e"]),
        ("projection", "u", "er-schema-node", ["e"]),
        ("singleView", "v", "er-schema-node", ["e"]),
        ("unknown", "nowhere", "er-schema-node", ["e"]),
        ("crudCollection", "riders", "er-schema-node", ["e"]),
    ]


def test_cast_function_that_no_file_has_is_not_noted() -> None:
    """It is an issue of an import, and no dependency of an export."""
    assert _missing(_file(), Key("projection", "p")) == [("castFunction", "f", "projection-cast-function", ["p"])]


def test_first_that_needs_something_is_named() -> None:
    """Of several, the one that comes first in the order of every list."""
    parts = (Key("projection", "q"), Key("projection", "p"))

    assert _missing(_file(), *parts) == [("castFunction", "f", "projection-cast-function", ["p"])]


def test_path_that_the_file_gives_is_kept_where_it_still_holds() -> None:
    """A file says why something is missing; that stays as long as the first step of it is there."""
    long = {
        "kind": "castFunction",
        "name": "default_x",
        "rule": "projection-cast-function",
        "because": [{"kind": "erSchema", "name": "e"}, {"kind": "projection", "name": "p"}],
    }
    file = retell(_file(), lambda document: document["metadata"]["notExported"].append(long))

    with_schema, without = _missing(file, Key("erSchema", "e")), _missing(file, Key("singleView", "v"))

    assert ("castFunction", "default_x", "projection-cast-function", ["e", "p"]) in with_schema
    assert without == []


def test_reason_without_a_step_says_nothing() -> None:
    """What a file says that it lacks was never checked."""
    noted = {"kind": "unknown", "name": "x", "rule": "er-schema-node", "because": []}
    file = retell(_file(), lambda document: document["metadata"].update(notExported=[noted]))

    assert _missing(file, Key("singleView", "v")) == []


def test_one_reason_of_another_form_does_not_hide_the_others() -> None:
    """What can be read is kept, wherever it stands in the list."""
    noted = {
        "kind": "crudCollection",
        "name": "x",
        "rule": "er-schema-node",
        "because": [{"kind": "erSchema", "name": "e"}],
    }
    file = retell(_file(), lambda document: document["metadata"].update(notExported=[1, noted]))

    assert ("crudCollection", "x", "er-schema-node", ["e"]) in _missing(file, Key("erSchema", "e"))


def test_depth_of_a_document_is_the_callers() -> None:
    """Who raises the limit for reading has raised it for taking apart too."""
    deep: dict[str, object] = {}
    for _ in range(70):
        deep = {"a": deep}
    file = retell(_file(), lambda document: document["resources"]["singleViews"]["v"].update(deep=deep))

    assert decode_document(file, Limits(max_depth=100)).entries[Key("singleView", "v")].value["deep"] == deep


def test_kind_that_nobody_knows_is_a_collection() -> None:
    """A later version may know more kinds; what the file has under that name is not missing."""
    noted = {"kind": "view", "name": "v", "rule": "er-schema-node", "because": [{"kind": "erSchema", "name": "e"}]}
    source = open_file(retell(_file(), lambda document: document["metadata"].update(notExported=[noted])))
    schema, view = source.entries[Key("erSchema", "e")], source.entries[Key("singleView", "v")]

    assert [left.kind for left in find_missing([schema], [source]) if left.name == "v"] == ["singleView"]
    assert [left for left in find_missing([schema, view], [source]) if left.name == "v"] == []


def test_part_keeps_what_is_kept_as_it_is() -> None:
    """Entries, digests and provenance; counts are those of the part."""
    file = _file()
    part = json.loads(pick_from(file, [Key("projection", "p"), Key("singleView", "v")]))
    whole = json.loads(file)

    assert part["resources"]["systems"] == {
        "s": whole["resources"]["systems"]["s"]
        | {"projections": {"p": whole["resources"]["systems"]["s"]["projections"]["p"]}}
    }
    assert part["resources"]["singleViews"] == whole["resources"]["singleViews"]
    assert part["digests"] == {key: whole["digests"][key] for key in ("projection/p", "singleView/v", "system/s")}
    assert part["metadata"]["counts"] == {
        "systems": 1,
        "projections": 1,
        "singleViews": 1,
        "erSchemas": 0,
        "castFunctions": 0,
    }
    assert part["metadata"]["source"] == whole["metadata"]["source"]


def test_what_a_part_needs_and_the_file_has_is_left_out() -> None:
    """Only what the file could have given is told; what it never had is no choice."""
    source = open_file(_file())

    picked = pick(source, [Key("erSchema", "e"), Key("projection", "p")])

    assert [(left.kind, left.name) for left in picked.left_out] == [
        ("projection", "u"),
        ("singleView", "v"),
        ("castFunction", "f"),
    ]


def test_item_without_digest_gets_none() -> None:
    """What somebody added by hand is as edited in a merged file as it was."""
    added = json.loads(_file())
    del added["digests"]["singleView/v"]

    merged = json.loads(merge_files(json.dumps(added).encode(), export(make_shop(single_view("w")))))

    assert "singleView/v" not in merged["digests"]
    assert {"singleView/w", "system/s"} <= merged["digests"].keys()


def test_part_with_everything_has_the_same_bytes() -> None:
    """Nothing is lost, added or spelled in another way."""
    file = _file()

    assert pick_from(file, list(open_file(file).entries)) == file


def test_part_of_a_file_without_digests_has_none() -> None:
    """What cannot be verified stays so; what was edited stays edited."""
    bare = retell(_file(), lambda _: None)
    edited = edit(_file(), lambda resources: resources["singleViews"]["v"].update(x=1))

    assert "digests" not in json.loads(pick_from(bare, [Key("singleView", "v")]))
    assert json.loads(pick_from(edited, [Key("singleView", "v")]))["digests"] == {
        "singleView/v": json.loads(edited)["digests"]["singleView/v"]
    }
