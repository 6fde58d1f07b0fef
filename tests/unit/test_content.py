from fast_data_transfer.domain.content import split_entry, with_name
from fast_data_transfer.domain.model import JsonObject


def test_an_entry_is_split_into_content_and_wiring() -> None:
    """Wiring belongs to the project, markers to the server, and all else is content, unknown keys too."""
    entry: JsonObject = {
        "name": "sv",
        "strategies": [1],
        "services": ["x"],
        "reference": {},
        "copiedFrom": {},
        "unknown": 1,
        "projections": {},
    }

    content, wiring = split_entry("singleView", entry)

    assert content == {"name": "sv", "unknown": 1, "projections": {}}
    assert wiring == {"strategies": [1], "services": ["x"]}


def test_the_projections_of_a_system_are_no_part_of_it() -> None:
    """They are resources of their own."""
    assert split_entry("system", {"name": "s", "projections": {"p": {}}}) == ({"name": "s"}, {})


def test_a_content_holds_its_name_under_both_keys() -> None:
    """Absent or different, id and `name` become the name."""
    assert with_name("erSchema", "er", {"name": "old", "x": 1}) == {"name": "er", "erSchemaId": "er", "x": 1}
