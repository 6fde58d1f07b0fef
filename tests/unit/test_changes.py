import pytest

from fast_data_transfer.domain.changes import Change, apply_change, find_change, require_references_untouched
from fast_data_transfer.domain.configuration import read_configuration
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.problems import Problem
from tests.branches import Branch, export, import_file, make_branch, make_shop
from tests.builders import Entry, cast_function, configuration, er_schema, projection, system
from tests.wording import assert_readable

EMPTY = configuration()


def _change(before: Branch, config: Entry) -> Change:
    return find_change(before.records, before.with_config(config).records)


def _faults(before: Branch, config: Entry) -> list[str]:
    with pytest.raises(Problem) as caught:
        require_references_untouched(before.records, _change(before, config))
    assert_readable(caught.value.detail)
    assert {caught.value.code, *(fault.code for fault in caught.value.errors)} == {"reference-read-only"}
    return [fault.message for fault in caught.value.errors]


def _referencing() -> Branch:
    """Make a branch with a referenced system, and an owned one."""
    file = export(make_shop(system("s", projection("p")), er_schema("e", {"p": []})))
    return import_file(make_branch(system("mine", projection("q"))), file)


def test_change_leads_from_one_content_to_the_other() -> None:
    """What is new is created, what differs updated, what is gone deleted; the rest is left."""
    before = make_branch(system("s"), cast_function("f"), cast_function("g"))
    after = configuration(system("s"), cast_function("f", casting="new"), cast_function("h"))

    change = _change(before, after)

    assert [record.name for record in change.created] == ["h"]
    assert [record.name for record in change.updated] == ["f"]
    assert change.deleted == (Key("castFunction", "g"),)
    assert apply_change(before.records, change) == before.with_config(after).records


def test_same_content_is_no_change() -> None:
    """A change of nothing is false."""
    branch = make_branch(system("s"))

    assert not _change(branch, branch.config())
    assert _change(branch, EMPTY)


def test_each_kind_of_change_is_one() -> None:
    """A change is true if it does anything at all."""
    (record,) = make_branch(cast_function("f")).records.values()

    assert Change(created=(record,))
    assert Change(updated=(record,))
    assert Change(deleted=(record.key,))
    assert not Change()


def test_wiring_is_a_change_that_references_allow() -> None:
    """The wiring of a reference may differ; that of what is owned too."""
    branch = _referencing()
    config = branch.config()
    config["systems"]["s"]["services"] = [{"name": "x"}]
    config["systems"]["mine"]["services"] = [{"name": "x"}]

    change = _change(branch, config)
    require_references_untouched(branch.records, change)

    assert {record.name for record in change.updated} == {"s", "mine"}


def test_marker_that_nobody_wrote_is_named_once() -> None:
    """It takes the marker from a reference, or gives one to what is owned, and is told in either case."""
    branch = _referencing()
    config = branch.config()
    config["erSchemas"]["e"]["reference"] = {"name": "e"}
    config["systems"]["mine"]["copiedFrom"] = 5
    read = read_configuration(config)

    with pytest.raises(Problem) as caught:
        require_references_untouched(branch.records, find_change(branch.records, read.records), read.foreign_markers)

    assert caught.value.code == "reference-read-only"
    assert sorted(fault.message.split('"')[1] for fault in caught.value.errors) == ["e", "mine"]


def test_every_touched_reference_is_named() -> None:
    """All that would happen to references is told at once."""
    branch = _referencing()
    config = branch.config()
    del config["erSchemas"]["e"]
    config["systems"]["s"]["description"] = "ours"
    config["systems"]["s"]["projections"]["p"].pop("reference")
    config["systems"]["s"]["projections"]["new"] = projection("new")

    assert sorted(_faults(branch, config)) == [
        'The erSchema "e" is a reference and must stay in the configuration.',
        'The projection "new" cannot be put into "s", which is a reference.',
        'The projection "p" may carry only the marker that this server wrote.',
        'The system "s" is a reference, so neither its content nor its system can change.',
    ]


def test_restored_reference_is_made_up() -> None:
    """A marker that the branch does not have cannot be brought in."""
    branch = _referencing()

    assert len(_faults(make_branch(cast_function("f")), branch.config())) == 3


def test_many_faults_are_cut() -> None:
    """At most 100 faults come back."""
    shop = make_shop(*(cast_function(f"f{i}") for i in range(150)))

    assert len(_faults(import_file(make_branch(), export(shop)), EMPTY)) == 100
