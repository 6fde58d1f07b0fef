import pytest

from fast_data_transfer.domain.kinds import Kind
from fast_data_transfer.domain.model import Json, JsonObject
from fast_data_transfer.domain.shape import FIELD_TYPES, check_content, check_shape
from tests.wording import assert_readable

FIELD: JsonObject = {"name": "ID", "type": "string", "primaryKey": True}


def er(config: Json) -> JsonObject:
    """Make an ER schema."""
    return {"erSchema": {"version": "1.0.0", "config": config}}


@pytest.mark.parametrize(
    "kind, entry, pointer",
    [
        ("system", {"name": 1}, "/name"),
        ("system", {"systemId": None}, "/systemId"),
        ("castFunction", {"castFunctionId": []}, "/castFunctionId"),
        ("projection", {"fields": None}, "/fields"),
        ("projection", {"fields": {}}, "/fields"),
        ("projection", {"fields": [FIELD, "ID"]}, "/fields/1"),
        ("projection", {"fields": [{"type": "string"}]}, "/fields/0"),
        ("singleView", {"fields": [{"name": 7}]}, "/fields/0/name"),
        ("singleView", {"indexes": "x"}, "/indexes"),
        ("singleView", {"indexes": [[]]}, "/indexes/0"),
        ("projection", {"topics": []}, "/topics"),
        ("projection", {"topics": {"a/b": "x"}}, "/topics/a~1b"),
        ("erSchema", {"erSchema": True}, "/erSchema"),
        ("erSchema", er([]), "/erSchema/config"),
        ("erSchema", er({"a": 1.5}), "/erSchema/config/a"),
        ("erSchema", er({"a": {"outgoing": None}}), "/erSchema/config/a/outgoing"),
        ("erSchema", er({"a": {"outgoing": {"b": []}}}), "/erSchema/config/a/outgoing/b"),
        ("erSchema", er({"a": {"outgoing": {"b": {"conditions": []}}}}), "/erSchema/config/a/outgoing/b/conditions"),
        (
            "erSchema",
            er({"a": {"outgoing": {"b": {"conditions": {"c": 1}}}}}),
            "/erSchema/config/a/outgoing/b/conditions/c",
        ),
        (
            "erSchema",
            er({"a": {"outgoing": {"b": {"conditions": {"c": {"condition": "x"}}}}}}),
            "/erSchema/config/a/outgoing/b/conditions/c/condition",
        ),
    ],
)
def test_what_cannot_be_read_is_found_where_it_is(kind: Kind, entry: JsonObject, pointer: str) -> None:
    """One value of another JSON type is one fault, and the message says what is needed."""
    (fault,) = check_shape(kind, entry, "/entry")

    assert fault.pointer == "/entry" + pointer
    assert fault.code == "invalid-content"
    assert_readable(fault.message)


def test_a_field_that_is_none_is_told_in_words() -> None:
    """The message says what a field is, and what was there instead."""
    found = check_shape("projection", {"fields": [FIELD, "ID", {"type": "string"}, {"name": 7}]}, "")

    assert [fault.message for fault in found] == [
        "This must be an object that describes a field, and is a string. Correct it, or export it again.",
        "This field has no `name`. Give it one.",
        "This must be a string, and is a number. Correct it, or export it again.",
    ]


@pytest.mark.parametrize(
    "kind, entry",
    [
        ("system", {}),
        ("projection", {}),
        ("projection", {"fields": [FIELD, {"name": "", "type": 1}], "indexes": [{}], "topics": {"ingestion": {}}}),
        ("singleView", {"fields": [], "indexes": [], "topics": "unknown here", "internalEndpoints": 1}),
        ("erSchema", {}),
        ("erSchema", {"erSchema": {}}),
        ("erSchema", er({"a": {}, "b": {"order": 1, "outgoing": {"a": {}}}})),
        ("erSchema", er({"a": {"outgoing": {"a": {"conditions": {"c": {"oneToMany": True}}}}}})),
        ("castFunction", {"casting": 1}),
    ],
)
def test_what_can_be_read_has_no_fault(kind: Kind, entry: JsonObject) -> None:
    """Nothing has to be there, and unknown keys may be anything."""
    assert check_shape(kind, entry, "") == []


def test_at_most_a_hundred_faults_are_listed() -> None:
    """A hostile entry does not fill the memory."""
    assert len(check_shape("projection", {"fields": [1] * 1_000}, "")) == 100
    assert len(check_content("projection", {"fields": [{"name": "a"}] * 1_000})) == 100


@pytest.mark.parametrize("field_type", FIELD_TYPES)
def test_the_types_of_fields(field_type: str) -> None:
    """The ten types of the Console."""
    assert check_content("projection", {"fields": [FIELD | {"type": field_type}]}) == []


@pytest.mark.parametrize(
    "kind, content, code, pointer",
    [
        ("projection", {}, "no-primary-key", "/fields"),
        ("projection", {"fields": [FIELD | {"primaryKey": "true"}]}, "no-primary-key", "/fields"),
        ("projection", {"fields": [FIELD, FIELD]}, "invalid-content", "/fields/1/name"),
        ("projection", {"fields": [FIELD | {"type": "String"}]}, "invalid-content", "/fields/0/type"),
        ("projection", {"fields": [FIELD | {"type": None}]}, "invalid-content", "/fields/0/type"),
        ("singleView", {"fields": [{"name": "x"}]}, "invalid-content", "/fields/0/type"),
        ("projection", {"fields": [FIELD | {"name": "a.b"}]}, "invalid-content", "/fields/0/name"),
        ("projection", {"fields": [FIELD | {"name": "$a"}]}, "invalid-content", "/fields/0/name"),
        ("projection", {"fields": [FIELD | {"name": "a\0"}]}, "invalid-content", "/fields/0/name"),
        ("projection", {"fields": [FIELD | {"name": ""}]}, "invalid-content", "/fields/0/name"),
        ("projection", {"fields": [FIELD | {"name": "x" * 121}]}, "invalid-content", "/fields/0/name"),
        ("projection", {"fields": [FIELD], "indexes": [{"type": "geo"}]}, "invalid-content", "/indexes/0/type"),
        ("singleView", {"indexes": [{"type": "normal"}, {}]}, "invalid-content", "/indexes/1/type"),
        ("castFunction", {"dataType": "text"}, "invalid-content", "/dataType"),
        ("castFunction", {"type": "custom"}, "invalid-content", "/dataType"),
        ("castFunction", {"dataType": "all", "type": "own"}, "invalid-content", "/type"),
    ],
)
def test_what_makes_no_sense_is_found_where_it_is(kind: Kind, content: JsonObject, code: str, pointer: str) -> None:
    """One difficulty of a content is one fault, with its pointer within the content."""
    (fault,) = check_content(kind, content)

    assert (fault.code, fault.pointer) == (code, pointer)
    assert_readable(fault.message)


@pytest.mark.parametrize(
    "kind, content",
    [
        ("system", {"description": 1}),
        ("erSchema", er({})),
        ("singleView", {}),
        ("singleView", {"fields": [{"name": "è" * 120, "type": "GeoPoint"}], "indexes": [{"type": "geo"}]}),
        ("projection", {"fields": [FIELD], "indexes": [{"type": "TTL"}, {"type": "hash"}, {"type": "normal"}]}),
        ("castFunction", {"dataType": "all", "type": "default"}),
        ("castFunction", {"dataType": "Date"}),
    ],
)
def test_what_makes_sense_has_no_fault(kind: Kind, content: JsonObject) -> None:
    """Geo indexes are for single views; a cast function that does not say its type is custom."""
    assert check_content(kind, content) == []
