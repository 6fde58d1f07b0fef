from fast_data_transfer.domain.plan import Plan
from tests.branches import T2, export, import_file, make_branch, make_shop, plan, rename
from tests.builders import Entry, cast_function, er_schema, projection, single_view, system
from tests.wording import assert_readable


def _shop_entries(**changes: object) -> list[Entry]:
    return [
        system("s", projection("p", system="s"), **changes),
        single_view("v", **changes),
        cast_function("f", **changes),
        er_schema("e", {"p": []}),
    ]


def _checklist(found: Plan) -> dict[str, list[tuple[str, str]]]:
    return {
        reminder.code: [(related.kind, related.name) for related in reminder.related] for reminder in found.checklist
    }


def test_each_kind_has_its_reminder() -> None:
    """What does not travel is told for what is new, under its name here."""
    file = export(make_shop(*_shop_entries()))

    found = plan(make_branch(), file, renames=[rename("system", "s", "mine")])

    assert _checklist(found) == {
        "attach-service": [("system", "mine")],
        "attach-single-view-creator": [("singleView", "v")],
        "check-topics": [("projection", "p")],
        "code-review": [("castFunction", "f")],
    }
    for reminder in found.checklist:
        assert_readable(reminder.message)


def test_update_reminds_of_code_alone() -> None:
    """What is here has its services already; code that changes has to be read again."""
    branch = import_file(make_branch(), export(make_shop(*_shop_entries())))
    file = export(make_shop(*_shop_entries(description="new", casting="new")), at=T2)

    assert _checklist(plan(branch, file)) == {"code-review": [("castFunction", "f")]}


def test_what_is_not_written_needs_nothing() -> None:
    """What is not selected, unchanged or in conflict is nobody's work."""
    file = export(make_shop(*_shop_entries()))
    taken = make_branch(single_view("v", description="mine"))

    assert _checklist(plan(make_branch(), file, selection={"erSchemas": "all"})) == {}
    assert _checklist(plan(import_file(make_branch(), file), file)) == {}
    assert _checklist(plan(taken, file, selection={"singleViews": "all"})) == {}
