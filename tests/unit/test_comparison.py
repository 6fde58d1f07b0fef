import msgspec
import pytest

from fast_data_transfer.domain.choices import Choices
from fast_data_transfer.domain.comparison import Comparison, ItemName, compare_items, find_present, match_items
from fast_data_transfer.domain.kinds import Key, Kind
from fast_data_transfer.domain.problems import Problem
from tests.branches import T2, Branch, Mode, export, import_file, make_branch, make_shop, read_file, rename
from tests.builders import cast_function, er_schema, projection, single_view, system
from tests.wording import assert_readable

_PROJECTION = ItemName(kind="projection", name="p")
_FUNCTION = ItemName(kind="castFunction", name="f")


def _compare(
    branch: Branch, file: bytes, *items: ItemName, mode: Mode = "reference", **choices: object
) -> list[Comparison]:
    """Compare as the API does: what is present is fetched between the two steps."""
    chosen = msgspec.convert({"mode": mode} | choices, Choices)
    cases = match_items(read_file(file), branch.destination(), chosen, items)
    return compare_items(cases, [branch.records[key] for key in find_present(cases)])


def _shop(description: str = "old") -> Branch:
    return make_shop(system("s", projection("p", system="s", description=description)), er_schema("e", {"p": []}))


def test_update_is_compared_with_its_counterpart() -> None:
    """An update shows what differs from the reference that is here, whatever its name."""
    branch = import_file(make_branch(), export(_shop()), renames=[rename("projection", "p", "mine")])

    (found,) = _compare(branch, export(_shop(description="new"), at=T2), _PROJECTION)

    assert (found.kind, found.name, found.new_name) == ("projection", "p", "mine")
    assert [(change.pointer, change.from_, change.to) for change in found.changes] == [("/description", "old", "new")]
    assert found.before is not None
    assert (found.before["name"], found.after["name"]) == ("mine", "mine")


def test_users_are_those_of_what_is_here() -> None:
    """Who uses a resource here is told in the order of every list, and nobody else."""
    branch = import_file(make_branch(er_schema("a", {"p": []}), er_schema("b", {})), export(_shop()))

    (found,) = _compare(branch, export(_shop()), _PROJECTION)

    assert [(user.kind, user.name) for user in found.used_by] == [("erSchema", "a"), ("erSchema", "e")]


def test_new_item_has_nothing_before() -> None:
    """There is nothing to compare with, and nobody who uses it."""
    (found,) = _compare(make_branch(er_schema("a", {"p": []})), export(_shop()), _PROJECTION)

    assert (found.before, found.changes, found.used_by) == (None, [], [])
    assert (found.after["name"], found.after["system"]) == ("p", "s")


def test_move_to_another_system_is_a_change() -> None:
    """The system of a projection is shown with its content; other kinds have none."""
    branch = import_file(make_branch(), export(_shop()))
    moved = make_shop(system("t", projection("p", system="s", description="old")), er_schema("e", {"p": []}))

    projected, schema = _compare(branch, export(moved, at=T2), _PROJECTION, ItemName(kind="erSchema", name="e"))

    assert [(change.pointer, change.from_, change.to) for change in projected.changes] == [("/system", "s", "t")]
    assert schema.changes == []
    assert "system" not in schema.after


def test_copy_is_compared_with_what_holds_its_name() -> None:
    """A copy is shown as it would be here, beside the resource of its kind that has the name."""
    branch = make_branch(cast_function("g", casting="mine"), single_view("w"))
    file = export(make_shop(cast_function("f", casting="theirs"), single_view("v")))

    renamed, plain = _compare(
        branch,
        file,
        _FUNCTION,
        ItemName(kind="singleView", name="v"),
        mode="resource",
        renames=[rename("castFunction", "f", "g")],
    )

    assert [(change.pointer, change.from_, change.to) for change in renamed.changes] == [("/casting", "mine", "theirs")]
    assert (renamed.name, renamed.new_name, plain.before) == ("f", "g", None)


def test_holder_of_another_kind_is_no_version() -> None:
    """A single view that has the name of a projection is nothing to compare with, nor is a CRUD collection."""
    held = make_branch(single_view("p"), er_schema("a", {"p": []}))

    for branch in (held, make_branch(collections=["p"])):
        (found,) = _compare(branch, export(_shop()), _PROJECTION, mode="resource")
        assert (found.before, found.changes, found.used_by) == (None, [], [])


def test_code_is_searched() -> None:
    """A cast function shows what stands out in its code; a text of that name elsewhere is no code."""
    casting = "module.exports = () =>\n  process.env.HOME"
    file = export(make_shop(cast_function("f", casting=casting), single_view("v", casting=casting)))

    function, view = _compare(make_branch(), file, _FUNCTION, ItemName(kind="singleView", name="v"))

    assert [(finding.code, finding.line, finding.column) for finding in function.findings] == [("process", 2, 3)]
    assert view.findings == []


@pytest.mark.parametrize("casting", [None, 1, [], {}])
def test_code_that_is_no_text_is_not_searched(casting: object) -> None:
    """A cast function may hold anything where its code should be."""
    (found,) = _compare(make_branch(), export(make_shop(cast_function("f", casting=casting))), _FUNCTION)

    assert found.findings == []


def test_items_that_the_file_lacks_are_all_told() -> None:
    """Each is pointed at where it was asked for."""
    wanted: list[tuple[Kind, str]] = [("castFunction", "x"), ("castFunction", "f"), ("system", "f")]

    with pytest.raises(Problem) as caught:
        _compare(make_branch(), export(make_shop(cast_function("f"))), *(ItemName(kind=k, name=n) for k, n in wanted))

    assert caught.value.code == "unknown-resource"
    assert_readable(caught.value.detail)
    assert [(fault.code, fault.message, fault.pointer) for fault in caught.value.errors] == [
        ("unknown-resource", 'The file has no castFunction "x".', "/items/0"),
        ("unknown-resource", 'The file has no system "f".', "/items/2"),
    ]


def test_only_what_is_compared_has_to_be_fetched() -> None:
    """Of a large branch the contents of a few resources are needed."""
    branch = make_branch(cast_function("f"), cast_function("other"), single_view("p"))
    file = read_file(export(make_shop(cast_function("f"), system("p", projection("p")))))
    wanted = [_FUNCTION, _PROJECTION, ItemName(kind="system", name="p")]

    cases = match_items(file, branch.destination(), Choices(mode="resource"), wanted)

    assert find_present(cases) == {Key("castFunction", "f")}
