from fast_data_transfer.domain.changes import Change
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.undo import Trace, Undone, plan_undo, trace_change
from tests.branches import LAB, T1, T2, Branch, export, import_change, make_branch, make_shop, rename
from tests.builders import cast_function, configuration, er_schema, projection, system

SYSTEM, OTHER = Key("system", "s"), Key("system", "other")
PROJECTION, FUNCTION, SCHEMA = Key("projection", "p"), Key("castFunction", "f"), Key("erSchema", "e")


class Imported:
    """A branch before and after an import, and what is needed to take the import back."""

    def __init__(self, before: Branch, change: Change) -> None:
        self.before = before
        self.change = change
        self.after = before.with_change(change)
        self.traces: list[Trace] = trace_change(change)
        self.replaced = {record.key: before.records[record.key] for record in change.updated}

    def undo(self, now: Branch | None = None) -> Undone:
        """Plan to take the import back on what the branch is now."""
        return plan_undo(self.traces, self.replaced, (now or self.after).records)


def _shop(description: str = "old") -> Branch:
    return make_shop(
        system("s", projection("p", functions=["f"], description=description), projection("q")),
        er_schema("e", {"p": ["q"]}),
        cast_function("f"),
    )


def _import(before: Branch | None = None) -> Imported:
    before = before or make_branch(er_schema("mine", {}))
    return Imported(before, import_change(before, export(_shop(), at=T1)))


def _update() -> tuple[Imported, Imported]:
    first = _import()
    return first, Imported(first.after, import_change(first.after, export(_shop("new"), at=T2)))


def _reasons(undone: Undone) -> dict[str, str]:
    return {kept.name: kept.reason for kept in undone.kept}


def test_undo_restores_what_was_before() -> None:
    """The undo of an import that nothing followed gives back the branch, records and all."""
    for imported in (_import(), _update()[1]):
        undone = imported.undo()

        assert undone.kept == ()
        after = imported.after.with_change(undone.change)
        assert after.records.keys() == imported.before.records.keys()
        for key, record in imported.before.records.items():
            assert (after.records[key].content, after.records[key].reference) == (record.content, record.reference)


def test_traces_tell_what_was_made_from_what_was_updated() -> None:
    """What an import made comes first; each trace says how the import left its resource."""
    imported = _update()[1]
    made = make_shop(cast_function("made")).records[Key("castFunction", "made")]

    first, *others = trace_change(imported.change._replace(created=(made,)))

    assert (first.key, first.created, first.digest) == (made.key, True, made.digest)
    assert {trace.created for trace in others} == {False}
    assert [trace.reference for trace in others] == [record.reference for record in imported.change.updated]


def test_restored_resource_keeps_its_present_wiring() -> None:
    """The wiring of what is restored is not touched."""
    undone = _update()[1].undo()

    assert [record.wiring for record in undone.change.updated] == [None]


def test_deletions_and_reasons_are_in_order() -> None:
    """What an undo does and keeps is listed by kind, then name."""
    imported = _import()
    now = imported.after.with_change(Change(deleted=(SCHEMA, Key("projection", "q"))))

    undone = imported.undo(now)

    assert undone.change.deleted == (SYSTEM, PROJECTION, FUNCTION)
    assert [kept.kind for kept in undone.kept] == ["projection", "erSchema"]


def test_edited_copy_is_kept_with_what_it_uses() -> None:
    """An edited copy stays, and so does what it needs; what nobody needs goes."""
    before = make_branch()
    imported = Imported(before, import_change(before, export(_shop()), "resource"))
    config = imported.after.config()
    config["systems"]["s"]["projections"]["p"]["description"] = "ours"

    undone = imported.undo(imported.after.with_config(config))

    assert _reasons(undone) == {"s": "in-use", "p": "edited", "f": "in-use"}
    assert undone.change.deleted == (Key("projection", "q"), SCHEMA)


def test_copy_that_was_moved_counts_as_edited() -> None:
    """A copy that was put into another system is not as the import left it."""
    before = make_branch(system("other"))
    imported = Imported(before, import_change(before, export(_shop()), "resource"))
    config = imported.after.config()
    config["systems"]["other"]["projections"]["p"] = config["systems"]["s"]["projections"].pop("p")

    assert _reasons(imported.undo(imported.after.with_config(config)))["p"] == "edited"


def test_copy_that_was_made_anew_counts_as_edited() -> None:
    """The same content from elsewhere is another resource than the one that was imported."""
    before = make_branch()
    imported = Imported(before, import_change(before, export(make_shop(cast_function("f"))), "resource"))

    assert _reasons(imported.undo(make_branch(cast_function("f")))) == {"f": "edited"}


def test_updated_reference_is_kept() -> None:
    """What a later import brought up to date is not taken back by the undo of the first."""
    first, second = _update()

    undone = first.undo(second.after)

    assert _reasons(undone) == {"s": "in-use", "p": "updated", "f": "in-use"}


def test_detached_and_deleted_are_kept() -> None:
    """What is owned now stays, what is gone is listed."""
    imported = _import()
    config = imported.after.config()
    del config["erSchemas"]["e"]
    for entry in (config["systems"]["s"], *config["systems"]["s"]["projections"].values()):
        del entry["reference"]

    undone = imported.undo(imported.after.with_config(config))

    assert _reasons(undone) == {"s": "detached", "p": "detached", "q": "detached", "e": "deleted", "f": "in-use"}
    assert not undone.change


def test_what_is_in_use_saves_what_it_uses() -> None:
    """What an owned ER schema uses stays, with its system and cast function."""
    imported = _import()
    config = imported.after.config()
    config["erSchemas"]["mine"] = er_schema("mine", {"p": []})

    undone = imported.undo(imported.after.with_config(config))

    assert _reasons(undone) == {"s": "in-use", "p": "in-use", "f": "in-use"}
    assert undone.change.deleted == (Key("projection", "q"), SCHEMA)


def test_own_projection_in_a_copied_system_keeps_the_system() -> None:
    """A system that got a projection of this project stays."""
    before = make_branch()
    imported = Imported(before, import_change(before, export(make_shop(system("s"))), "resource"))
    config = imported.after.config()
    config["systems"]["s"]["projections"]["mine"] = projection("mine")

    assert _reasons(imported.undo(imported.after.with_config(config))) == {"s": "in-use"}


def test_moved_projection_goes_back_into_its_system() -> None:
    """An update that moved a projection is taken back, and the system that it came with goes."""
    imported = _move()

    undone = imported.undo()

    assert undone.change.deleted == (OTHER,)
    assert [(record.key, record.system) for record in undone.change.updated] == [(PROJECTION, "s")]


def test_updated_function_is_restored() -> None:
    """What has no system goes back to what it was."""
    before = make_branch().with_change(import_change(make_branch(), export(make_shop(cast_function("f")))))
    changed = export(make_shop(cast_function("f", casting="new")))
    imported = Imported(before, import_change(before, changed))

    (record,) = imported.undo().change.updated

    assert record.content == before.records[FUNCTION].content


def test_moved_projection_stays_where_its_system_is_gone() -> None:
    """A projection is not put back into a system that was deleted, and keeps the one that it has."""
    imported = _move()
    now = imported.after.with_change(Change(deleted=(SYSTEM,)))

    undone = imported.undo(now)

    assert _reasons(undone) == {"p": "deleted", "other": "in-use"}
    assert not undone.change


def test_moved_projection_stays_where_its_system_was_detached() -> None:
    """A reference is not put into a system that is owned by now."""
    imported = _move()
    config = imported.after.config()
    del config["systems"]["s"]["reference"]

    undone = imported.undo(imported.after.with_config(config))

    assert _reasons(undone) == {"p": "detached", "other": "in-use"}


def test_moved_projection_stays_where_its_system_is_of_another_project() -> None:
    """A reference is not put into a system that has the name of its own by now, and comes from elsewhere."""
    imported = _move()
    without = imported.after.with_change(Change(deleted=(SYSTEM,)))
    other = make_branch(system("s"), place=LAB)
    now = without.with_change(import_change(without, export(other, at=T2)))

    assert _reasons(imported.undo(now)) == {"p": "deleted", "other": "in-use"}


def test_projection_does_not_get_back_a_function_that_is_gone() -> None:
    """An update is not taken back where the projection would need a cast function that was deleted since."""
    imported = _stop_using()
    now = imported.after.with_change(Change(deleted=(FUNCTION,)))

    assert _reasons(imported.undo(now)) == {"p": "deleted"}
    assert not imported.undo(now).change


def test_projection_gets_back_a_function_that_is_there() -> None:
    """While the function is there, detached or not, the update is taken back."""
    imported = _stop_using()
    config = imported.after.config()
    del config["castFunctions"]["f"]["reference"]

    for now in (imported.after, imported.after.with_config(config)):
        (record,) = imported.undo(now).change.updated
        assert [need.name for need in record.needs] == ["f", "s"]


def test_er_schema_gets_back_nodes_that_are_gone() -> None:
    """An ER schema may name what is not there, so its update is taken back."""
    shop = make_shop(system("s", projection("p")), er_schema("e", {"p": []}))
    before = make_branch().with_change(import_change(make_branch(), export(shop, at=T1)))
    emptied = shop.with_config(configuration(system("s", projection("p")), er_schema("e", {})))
    imported = Imported(before, import_change(before, export(emptied, at=T2)))

    undone = imported.undo(imported.after.with_change(Change(deleted=(PROJECTION,))))

    assert [record.key for record in undone.change.updated] == [SCHEMA]


def _stop_using() -> Imported:
    """Import an update of a projection that uses a cast function no longer."""
    shop = make_shop(system("s", projection("p", functions=["f"])), cast_function("f"))
    before = make_branch().with_change(import_change(make_branch(), export(shop, at=T1)))
    freed = shop.with_config(configuration(system("s", projection("p")), cast_function("f")))
    return Imported(before, import_change(before, export(freed, at=T2)))


def _move() -> Imported:
    """Import an update of a projection that moved to another system."""
    shop = make_shop(system("s", projection("p")))
    before = make_branch().with_change(import_change(make_branch(), export(shop, at=T1)))
    moved = shop.with_config(configuration(system("s"), system("other", projection("p"))))
    return Imported(before, import_change(before, export(moved, at=T2)))


def test_renamed_references_are_taken_back_by_their_local_names() -> None:
    """An undo knows what an import wrote, not what it read."""
    before = make_branch(cast_function("f", casting="mine"))
    file = export(make_shop(cast_function("f")))
    imported = Imported(before, import_change(before, file, renames=[rename("castFunction", "f", "g")]))

    assert imported.undo().change.deleted == (Key("castFunction", "g"),)
