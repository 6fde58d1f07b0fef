import msgspec
import pytest

from fast_data_transfer.domain.canonical import digest_of
from fast_data_transfer.domain.kinds import Kind
from fast_data_transfer.domain.records import Record, decode_content, decode_entry, make_record
from tests.builders import Entry, cast_function, er_schema, field, projection, single_view


def _make(kind: Kind, content: Entry, name: str = "x") -> Record:
    return make_record(kind, name, "s" if kind == "projection" else None, content, wiring={})


def test_name_is_written_into_the_content() -> None:
    """Key, id and name of a record are equal, and its text is canonical."""
    record = _make("erSchema", {"b": 1.0, "a": []})

    assert record.content == '{"a":[],"b":1,"erSchemaId":"x","name":"x"}'
    assert record.digest == digest_of(record.content.encode())
    assert decode_content(record) == {"a": [], "b": 1, "erSchemaId": "x", "name": "x"}


def test_entry_is_content_and_wiring() -> None:
    """An entry is put together again; a record of a change has no wiring to say."""
    record = make_record("system", "s", None, {"color": "red"}, wiring={"services": []})

    assert decode_entry(record) == {"systemId": "s", "name": "s", "color": "red", "services": []}
    assert decode_entry(msgspec.structs.replace(record, wiring=None)) == decode_content(record)


@pytest.mark.parametrize("text, description", [("Words", "Words"), (None, ""), (1, "")])
def test_description_is_a_text(text: object, description: str) -> None:
    """A description of another type is kept in the content and not shown."""
    assert _make("system", {"description": text}).description == description


@pytest.mark.parametrize(
    "kind, content, is_default",
    [
        ("castFunction", cast_function("x", type="default"), True),
        ("castFunction", cast_function("x"), False),
        ("castFunction", {}, False),
        ("system", {"type": "default"}, False),
    ],
)
def test_default_functions(kind: Kind, content: Entry, is_default: bool) -> None:  # noqa: FBT001 - the expected value
    """A cast function says itself whether it is one of the platform."""
    assert _make(kind, content).is_default is is_default


@pytest.mark.parametrize(
    "topics, found",
    [
        ({"b": {"name": "t2"}, "a": {"name": "t1"}, "c": {"name": "t1"}}, ("t1", "t2")),
        ({"a": {"name": ""}, "b": {"name": 1}, "c": {}, "d": 1}, ()),
        ([], ()),
        (None, ()),
    ],
)
def test_topics(topics: object, found: tuple[str, ...]) -> None:
    """The topics of a projection are known by name, once each."""
    assert _make("projection", projection("x", topics=topics)).topics == found
    assert _make("singleView", {"topics": topics}).topics == ()


@pytest.mark.parametrize(
    "endpoints, found",
    [
        ([{"basePath": "/b"}, {"basePath": "/a"}, {"basePath": "/b"}], ("/a", "/b")),
        ([{"basePath": ""}, {"basePath": 1}, {}, 1], ()),
        ({}, ()),
        (None, ()),
    ],
)
def test_base_paths(endpoints: object, found: tuple[str, ...]) -> None:
    """The base paths of a single view are known, once each."""
    assert _make("singleView", single_view("x", internalEndpoints=endpoints)).base_paths == found
    assert _make("projection", {"internalEndpoints": endpoints}).base_paths == ()


@pytest.mark.parametrize(
    "kind, content, counts",
    [
        ("projection", projection("x", functions=["f"]), {"fields": 2, "indexes": 1}),
        ("singleView", single_view("x"), {"fields": 1, "indexes": 0}),
        ("singleView", {"fields": 1}, {"fields": 0, "indexes": 0}),
        ("erSchema", er_schema("x", {"a": ["b", "c"], "b": ["a"]}), {"collections": 3, "conditions": 3}),
        ("erSchema", {"erSchema": 1}, {"collections": 0, "conditions": 0}),
        (
            "erSchema",
            {"erSchema": {"config": {"a": {"outgoing": {"b": 1}}, "c": 1}}},
            {"collections": 3, "conditions": 0},
        ),
        ("system", {}, {}),
        ("castFunction", cast_function("x"), {}),
    ],
)
def test_counts(kind: Kind, content: Entry, counts: dict[str, int]) -> None:
    """A list shows how many parts a resource has."""
    assert _make(kind, content).counts == counts


def test_needs_are_those_of_the_content() -> None:
    """A projection needs its system and functions, an ER schema its nodes, once each, and the nine defaults not."""
    fields = [field(name, function) for name, function in zip("abcd", ("f", "f", "", "defaultIdentity"), strict=True)]

    needs = _make("projection", projection("x", fields=[*fields, {"name": "e", "castFunction": 1}])).needs

    assert [(need.namespace, need.name, need.rule) for need in needs] == [
        ("castFunction", "f", "projection-cast-function"),
        ("system", "s", "projection-system"),
    ]
    assert [need.name for need in _make("erSchema", er_schema("x", {"b": ["a"], "a": ["b"]})).needs] == ["a", "b"]
    assert _make("singleView", single_view("x")).needs == ()


def test_faults_are_found_when_it_is_written() -> None:
    """What an edit would refuse is known with the record."""
    record = _make("projection", projection("x", fields=[field("A", type="text")]))

    assert [fault.code for fault in record.faults] == ["invalid-content", "no-primary-key"]
