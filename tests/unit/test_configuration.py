import msgspec
import pytest

from fast_data_transfer.domain.configuration import (
    find_warnings,
    read_configuration,
    require_own_markers,
    require_sound_ownership,
    write_configuration,
    write_entry,
)
from fast_data_transfer.domain.issues import Related
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.model import Json
from fast_data_transfer.domain.problems import Problem
from tests.branches import CRM, SHOP, T1, T3
from tests.builders import (
    Entry,
    cast_function,
    configuration,
    er_schema,
    field,
    projection,
    shop_config,
    single_view,
    system,
)
from tests.wording import assert_readable

MARKER: Entry = {
    "source": msgspec.to_builtins(SHOP),
    "name": "x",
    "exportedAt": T1,
    "digest": "sha256-x",
    "importedAt": T3,
    "importedBy": "me",
}


def _marker(name: str, source: Entry | None = None) -> Entry:
    return MARKER | {"name": name, "source": source or MARKER["source"]}


def _restore(value: Json) -> None:
    """Take a configuration with its markers, as a branch without resources does."""
    read = read_configuration(value)
    require_own_markers(read)
    require_sound_ownership(read.records, CRM)


def _faults(value: Json) -> list[tuple[str, str | None]]:
    with pytest.raises(Problem) as caught:
        _restore(value)
    assert caught.value.code == "invalid-resource"
    for text in (caught.value.detail, *(fault.message for fault in caught.value.errors)):
        assert_readable(text)
    return [(fault.code, fault.pointer) for fault in caught.value.errors]


def _rewrite(config: Entry) -> Entry:
    read = read_configuration(config)
    return write_configuration(read.records.values(), read.version, T1, read.extra)


def test_what_is_read_is_written() -> None:
    """Entries, wiring, markers and unknown keys are read and written back."""
    config = shop_config() | {"unknown": {"kept": [1]}}
    config["systems"]["delivery"] |= {"services": [{"name": "s"}], "color": "red", "reference": _marker("delivery")}
    for name, entry in config["systems"]["delivery"]["projections"].items():
        entry["reference"] = _marker(name)
    copied_from = {key: MARKER[key] for key in ("source", "name", "exportedAt", "digest")}
    config["castFunctions"]["castYesNo"]["copiedFrom"] = copied_from

    assert _rewrite(config) == config | {"updatedAt": T1}


@pytest.mark.parametrize("value, version", [("2.1.0", "2.1.0"), (None, "2.2.0"), ("", "2.2.0")])
def test_version_is_kept_where_there_is_one(value: Json, version: str) -> None:
    """A configuration without version has the present one."""
    assert read_configuration({"version": value}).version == version


@pytest.mark.parametrize("version", [2, 2.2, 0, False, [], {}])
def test_version_is_a_text(version: Json) -> None:
    """A version that is no text is told, not replaced."""
    assert _faults(configuration(version=version)) == [("invalid-content", "/version")]


def test_what_the_server_does_not_keep() -> None:
    """The Console's bookkeeping is accepted and not kept."""
    assert _rewrite({"updatedAt": "x", "lastCommitId": "y", "deletedElements": ["z"]}) == configuration() | {
        "updatedAt": T1
    }


def test_sections_may_be_missing() -> None:
    """A section that is absent is empty."""
    assert read_configuration({"castFunctions": {}, "systems": {"s": {}}}).records.keys() == {Key("system", "s")}


def test_marker_is_not_content() -> None:
    """Content is told from wiring and markers; the written entry has all."""
    entry = er_schema("e", {}) | {"reference": _marker("e"), "services": []}

    record = read_configuration(configuration(entry)).records[Key("erSchema", "e")]

    assert msgspec.json.decode(record.content) == er_schema("e", {})
    assert (record.wiring, record.owned) == ('{"services":[]}', False)
    assert write_entry(record) == entry


@pytest.mark.parametrize("value", [None, [], "x", 1])
def test_configuration_is_an_object(value: Json) -> None:
    """Anything else than an object is refused."""
    assert _faults(value) == [("invalid-content", "")]


@pytest.mark.parametrize(
    "config, code, pointer",
    [
        ({"erSchemas": 1}, "invalid-content", "/erSchemas"),
        ({"erSchemas": None}, "invalid-content", "/erSchemas"),
        ({"systems": {"s": {"projections": None}}}, "invalid-content", "/systems/s/projections"),
        ({"erSchemas": {"e": 1}}, "invalid-content", "/erSchemas/e"),
        ({"erSchemas": {"e": {"name": 1}}}, "invalid-content", "/erSchemas/e/name"),
        ({"erSchemas": {"": {}}}, "invalid-name", "/erSchemas/"),
        ({"erSchemas": {"k": {"name": "a b"}}}, "invalid-name", "/erSchemas/k"),
        ({"erSchemas": {"a": {"name": "e"}, "e": {}}}, "name-taken", "/erSchemas/e"),
        ({"systems": {"s": {"projections": {"a": {"name": "p"}, "p": {}}}}}, "name-taken", "/systems/s/projections/p"),
        (
            {"systems": {"s": {"projections": {"p": {}}}, "t": {"projections": {"p": {}}}}},
            "name-taken",
            "/systems/t/projections/p",
        ),
        ({"castFunctions": {"f": {"reference": 1}}}, "invalid-content", "/castFunctions/f/reference"),
        ({"castFunctions": {"f": {"copiedFrom": {}}}}, "invalid-content", "/castFunctions/f/copiedFrom"),
        (
            {"castFunctions": {"f": {"reference": MARKER | {"importedBy": 1}}}},
            "invalid-content",
            "/castFunctions/f/reference",
        ),
        (
            {"castFunctions": {"f": {"reference": MARKER | {"digest": ""}}}},
            "invalid-content",
            "/castFunctions/f/reference",
        ),
    ],
    ids=str,
)
def test_structure(config: Entry, code: str, pointer: str) -> None:
    """Each fault says where it is."""
    assert _faults(config) == [(code, pointer)]


def test_er_schemas_and_functions_have_namespaces_of_their_own() -> None:
    """One name may stand for a system, a projection, an ER schema and a function."""
    config = configuration(system("x", projection("x")), er_schema("x", {}), cast_function("x"))

    assert len(read_configuration(config).records) == 4


def test_ownership_is_not_mixed() -> None:
    """A system and its projections are all owned, or all references to one project."""
    other = msgspec.to_builtins(CRM)
    owned, marked, foreign = projection("p"), projection("p") | {"reference": _marker("p")}, projection("p")
    foreign["reference"] = _marker("p", other)

    for parent, member in ((system("s"), marked), (system("s", reference=_marker("s")), owned)):
        config = configuration(parent | {"projections": {"p": member}})
        assert _faults(config) == [("mixed-ownership", "/systems/s/projections/p")]
    config = configuration(system("s", foreign, reference=_marker("s")))
    assert _faults(config) == [("mixed-ownership", "/systems/s/projections/p")]
    require_sound_ownership(read_configuration(configuration(system("s", marked, reference=_marker("s")))).records, CRM)


def test_source_identity_is_unique() -> None:
    """A branch has one reference to a resource of a project; another kind, name or project is another one."""
    first, second = (er_schema(name, {}) | {"reference": _marker("e")} for name in "ab")
    other_name = er_schema("c", {}) | {"reference": _marker("f")}
    other_project = er_schema("d", {}) | {"reference": _marker("e", msgspec.to_builtins(CRM))}
    other_kind = cast_function("e", reference=_marker("e"))

    assert _faults(configuration(first, second)) == [("duplicate-reference", "/erSchemas/b")]
    sound = configuration(first, other_name, other_project, other_kind)
    require_sound_ownership(read_configuration(sound).records, CRM)


def test_what_a_branch_owns_is_no_reference_in_it() -> None:
    """A branch that owns a function has no reference to that very function of its own project."""
    own = msgspec.to_builtins(CRM)
    owned, marked = cast_function("f"), cast_function("g", reference=_marker("f", own))
    other_tenant = cast_function("h", reference=_marker("f", own | {"tenantId": "other"}))
    other_project = cast_function("i", reference=_marker("f"))
    other_kind = er_schema("e", {}) | {"reference": _marker("f", own)}

    assert _faults(configuration(owned, marked)) == [("duplicate-reference", "/castFunctions/g")]
    sound = configuration(owned, other_tenant, other_project, other_kind)
    require_sound_ownership(read_configuration(sound).records, CRM)


def test_many_faults_of_a_configuration_are_cut() -> None:
    """At most 100 faults come back, be they of structure or of ownership."""
    nameless: Entry = {"castFunctions": {f"f {i}": {} for i in range(101)}}
    repeated = configuration(*(cast_function(f"f{i}", reference=_marker("f")) for i in range(102)))

    assert len(_faults(nameless)) == 100
    assert len(_faults(repeated)) == 100


def test_warnings_say_where() -> None:
    """What loading accepts and an edit would not is a warning with its place in the configuration."""
    poor = projection("p", fields=[field("A", type="text")])
    config = configuration(system("s", poor), cast_function("f", dataType="text"))

    warnings = find_warnings(read_configuration(config).records.values())

    assert [(w.code, w.severity, w.pointer) for w in warnings] == [
        ("invalid-content", "warning", "/systems/s/projections/p/fields/0/type"),
        ("no-primary-key", "warning", "/systems/s/projections/p/fields"),
        ("invalid-content", "warning", "/castFunctions/f/dataType"),
    ]
    assert [w.related for w in warnings] == [
        (Related(kind="projection", name="p"),),
        (Related(kind="projection", name="p"),),
        (Related(kind="castFunction", name="f"),),
    ]


def test_names_that_are_one_thing_elsewhere_are_told() -> None:
    """A save warns of names that a CRUD collection has, and of names that differ only by case within a namespace."""
    config = configuration(
        system("riders", projection("riders"), projection("Pr_A")), single_view("pr_a"), er_schema("PR_A", {})
    )

    warnings = find_warnings(read_configuration(config).records.values(), ["riders"])

    assert [(w.code, w.severity, w.params["name"], w.related[-1]) for w in warnings] == [
        ("conflict", "warning", "riders", Related(kind="crudCollection", name="riders")),
        ("case-only-difference", "warning", "pr_a", Related(kind="projection", name="Pr_A")),
    ]
    assert warnings[0].related[0] == Related(kind="projection", name="riders")
    assert warnings[0].params == {"name": "riders", "holder": "crudCollection", "isReference": False}
    for warning in warnings:
        assert_readable(warning.message)
