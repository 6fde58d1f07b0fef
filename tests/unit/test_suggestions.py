import pytest

from fast_data_transfer.domain.kinds import Kind, is_valid_name
from tests.branches import Mode, edit, export, import_file, item_of, make_branch, make_shop, plan, rename, retell
from tests.builders import Entry, cast_function, er_schema, projection, single_view, system

LONG = "x" * 80


def _suggest(here: Entry, file: Entry, name: str) -> str | None:
    return item_of(plan(make_branch(here), export(make_shop(file)), "resource"), name).suggested_name


def test_first_free_number_is_suggested() -> None:
    """The suggestion is the name with the first number that is free in the namespace of the destination."""
    branch = make_branch(
        single_view("v", description="mine"), system("s", projection("v_1"), projection("v_3")), collections=["v_2"]
    )

    assert item_of(plan(branch, export(make_shop(single_view("v")))), "v").suggested_name == "v_4"


def test_target_names_of_the_file_are_not_free() -> None:
    """A name that another item gets is not suggested, nor is one that was suggested before."""
    names = ("v", "v_1", "w")
    branch = make_branch(*(single_view(name, description="mine") for name in ("v", "w")))
    file = export(make_shop(*map(single_view, names), er_schema("v_2", {})))
    renames = [rename("singleView", "w", "v")]

    found = plan(branch, file, renames=renames)

    assert [item_of(found, name).suggested_name for name in names] == ["v_2", None, "v_3"]


@pytest.mark.parametrize("kind, name", [("castFunction", LONG), ("singleView", LONG)])
def test_suggestion_has_the_length_of_a_name(kind: Kind, name: str) -> None:
    """A long name is cut to make room for the number."""
    entry = cast_function(name) if kind == "castFunction" else single_view(name)

    assert _suggest(entry | {"description": "mine"}, entry, name) == "x" * 78 + "_1"


def test_long_names_get_different_suggestions() -> None:
    """Names that are equal once they are cut are still told apart."""
    names = [LONG[:-1] + last for last in "ab"]
    branch = make_branch(*(single_view(name, description="mine") for name in names))

    found = plan(branch, export(make_shop(*map(single_view, names))))

    assert [item.suggested_name for item in found.items] == ["x" * 78 + "_1", "x" * 78 + "_2"]


@pytest.mark.parametrize(
    "section, id_key, name, suggested",
    [
        ("castFunctions", "castFunctionId", "cast-é €", "cast__1"),
        ("castFunctions", "castFunctionId", "Cast My-Date", "Cast_My_Date_1"),
        ("castFunctions", "castFunctionId", "1st", "_1st_1"),
        ("castFunctions", "castFunctionId", "", "castFunction_1"),
        ("singleViews", "singleViewId", "My-Own view", "My-Own_view_1"),
        ("singleViews", "singleViewId", "", "singleView_1"),
        ("singleViews", "singleViewId", "x" * 81, "x" * 78 + "_1"),
        ("singleViews", "singleViewId", "v\n", "v__1"),
    ],
)
def test_invalid_name_gets_a_valid_one(section: str, id_key: str, name: str, suggested: str) -> None:
    """From a name that breaks the rule what the rule allows is kept."""
    entry = {id_key: name, "name": name}
    file = retell(export(make_shop(single_view("v"))), lambda file: file.update(resources={section: {name: entry}}))

    item = item_of(plan(make_branch(), file), name)

    assert (item.status, item.suggested_name) == ("invalid-name", suggested)
    assert is_valid_name(item.kind, suggested)


@pytest.mark.parametrize("mode", ["reference", "resource"])
def test_suggestions_solve_the_plan(mode: Mode) -> None:
    """With all suggested names taken the plan has no trouble with names left."""
    file = export(make_shop())
    branch = make_branch(
        system("delivery", projection("pr_a", description="mine"), description="mine"),
        er_schema("delivery-er", {}),
        cast_function("castYesNo", casting="mine"),
    )
    troubled = plan(branch, file, mode)

    renames = [
        rename(item.kind, item.name, item.suggested_name) for item in troubled.items if item.suggested_name is not None
    ]

    assert len(renames) == 4
    assert not plan(branch, file, mode, renames=renames).blocked


def test_only_names_in_trouble_get_a_suggestion() -> None:
    """What is new, unchanged or blocked by something else needs no other name."""
    copied = import_file(make_branch(), export(make_shop(single_view("v"))), "resource")
    edited = edit(
        export(make_shop(single_view("v"), single_view("w"))),
        lambda resources: resources["singleViews"]["w"].update(description="edited"),
    )

    reference, copy = plan(copied, edited), plan(copied, edited, "resource")

    assert {item.name: (item.status, item.suggested_name) for item in (*reference.items, *copy.items)} == {
        "v": ("unchanged", None),
        "w": ("new", None),
    }
    assert [(item.status, item.suggested_name) for item in reference.items] == [("conflict", "v_1"), ("blocked", None)]


def test_suggestions_are_no_part_of_the_decision() -> None:
    """The digest of a plan does not change with what is suggested."""
    file = export(make_shop(single_view("v")))
    here = single_view("v", description="mine")
    first, second = plan(make_branch(here), file), plan(make_branch(here, single_view("v_1")), file)

    assert (item_of(first, "v").suggested_name, item_of(second, "v").suggested_name) == ("v_1", "v_2")
    assert first.plan_digest == second.plan_digest
