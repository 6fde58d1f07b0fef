import re

import msgspec
import pytest

from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.selection import Selection, select
from tests.builders import Entry

CHOOSABLE: dict[Key, str | None] = {
    Key("system", "s"): None,
    Key("system", "t"): None,
    Key("projection", "s1"): "s",
    Key("projection", "s2"): "s",
    Key("projection", "t1"): "t",
    Key("singleView", "v"): None,
    Key("erSchema", "e"): None,
    Key("castFunction", "f"): None,
    Key("castFunction", "s"): None,
}


def _select(selection: Entry | None) -> set[str]:
    chosen = select(msgspec.convert(selection, Selection | None), CHOOSABLE)
    return {f"{key.kind}/{key.name}" for key in chosen}


@pytest.mark.parametrize(
    "selection, expected",
    [
        (None, [f"{key.kind}/{key.name}" for key in CHOOSABLE]),
        ({}, []),
        ({"systems": "all"}, ["system/s", "system/t", "projection/s1", "projection/s2", "projection/t1"]),
        ({"systems": [{"name": "s"}]}, ["system/s", "projection/s1", "projection/s2"]),
        ({"systems": [{"name": "s", "projections": None}]}, ["system/s", "projection/s1", "projection/s2"]),
        ({"systems": [{"name": "s", "projections": []}]}, ["system/s"]),
        (
            {"systems": [{"name": "s", "projections": ["s2"]}, {"name": "t", "projections": []}]},
            ["system/s", "system/t", "projection/s2"],
        ),
        ({"systems": [{"name": "t"}, {"name": "t"}, {"name": "t", "projections": []}]}, ["system/t", "projection/t1"]),
        (
            {"systems": [{"name": "t"}, {"name": "t"}, {"name": "s", "projections": []}]},
            ["system/t", "projection/t1", "system/s"],
        ),
        ({"systems": [{"name": "t", "projections": []}, {"name": "t"}]}, ["system/t", "projection/t1"]),
        ({"systems": []}, []),
        ({"projections": ["t1"]}, ["projection/t1"]),
        ({"projections": "all"}, ["projection/s1", "projection/s2", "projection/t1"]),
        ({"castFunctions": ["s"]}, ["castFunction/s"]),
        ({"erSchemas": "all", "singleViews": ["v", "v"]}, ["erSchema/e", "singleView/v"]),
        ({"systems": [{"name": "s", "projections": ["s1"]}], "projections": ["s1"]}, ["system/s", "projection/s1"]),
    ],
    ids=str,
)
def test_selection(selection: Entry | None, expected: list[str]) -> None:
    """A selection names resources by kind; a system brings its projections unless some are named."""
    assert _select(selection) == set(expected)


@pytest.mark.parametrize(
    "selection, pointers",
    [
        ({"systems": [{"name": "x"}]}, ["/systems/0"]),
        ({"systems": [{"name": "x", "projections": ["s1"]}]}, ["/systems/0", "/systems/0/projections/0"]),
        ({"systems": [{"name": "s", "projections": ["s1", "t1"]}]}, ["/systems/0/projections/1"]),
        ({"systems": [{"name": "t"}, {"name": "t", "projections": ["s1"]}]}, ["/systems/1/projections/0"]),
        ({"projections": ["v", "s1", "x"]}, ["/projections/0", "/projections/2"]),
        (
            {"erSchemas": ["x"], "singleViews": ["y"], "castFunctions": ["z"]},
            ["/erSchemas/0", "/singleViews/0", "/castFunctions/0"],
        ),
    ],
    ids=str,
)
def test_unknown_names_are_all_told(selection: Entry, pointers: list[str]) -> None:
    """Every name that is not there is pointed at."""
    with pytest.raises(Problem) as caught:
        _select(selection)

    assert caught.value.code == "unknown-resource"
    assert sorted(fault.pointer or "" for fault in caught.value.errors) == sorted(pointers)


def test_unknown_names_are_told_in_words() -> None:
    """Each by itself, and all of them in the one sentence of the problem."""
    with pytest.raises(Problem) as caught:
        _select({"systems": [{"name": "x", "projections": ["s1"]}], "castFunctions": ["f", "y"]})

    assert caught.value.detail == (
        'The selection names what is not there: "x", "x/s1", "y". Names are those of the source.'
    )
    assert [(fault.code, fault.message) for fault in caught.value.errors] == [
        ("unknown-resource", 'There is no system "x" here.'),
        ("unknown-resource", 'There is no projection "x/s1" here.'),
        ("unknown-resource", 'There is no castFunction "y" here.'),
    ]


def test_name_that_is_repeated_is_told_where_it_is_first() -> None:
    """A name is one mistake, however often it is there."""
    with pytest.raises(Problem) as caught:
        _select({"projections": ["s1", "x", "x"]})

    assert [fault.pointer for fault in caught.value.errors] == ["/projections/1"]


def test_many_unknown_names_make_a_short_answer() -> None:
    """At most 100 faults and a few hundred characters come back."""
    with pytest.raises(Problem) as caught:
        _select({"projections": [f"x{i}" for i in range(500)]})

    assert len(caught.value.errors) == 100
    (names,) = re.findall(r"not there: (.*)\. Names are", caught.value.detail)
    assert len(names) == 400
