import re

import pytest

from fast_data_transfer.domain.projects import MAX_BRANCH_LENGTH, PROJECT_ID_PATTERN, is_valid_branch_name


@pytest.mark.parametrize("name", ["main", "feature/x", "v1.0", "a_b-c", "x" * MAX_BRANCH_LENGTH])
def test_branch_names_are_those_of_the_console(name: str) -> None:
    """Letters, digits, _ / - and dots name a branch, and what names a branch names what is read only."""
    assert is_valid_branch_name(name, read_only=False)
    assert is_valid_branch_name(name, read_only=True)


@pytest.mark.parametrize("name", ["1", "{x}", "v1.", ".v1", "a..b", "a.lock"])
def test_tags_have_more_names(name: str) -> None:
    """What is read only may have the name of a tag or a version, too."""
    assert not is_valid_branch_name(name, read_only=False)
    assert is_valid_branch_name(name, read_only=True)


@pytest.mark.parametrize("name", ["", "a b", "é1", "main\n", "a\0b", "a//../b", "x" * (MAX_BRANCH_LENGTH + 1)])
def test_other_names_are_none(name: str) -> None:
    """Anything else, and what is too long, names no branch."""
    assert not is_valid_branch_name(name, read_only=False)
    assert not is_valid_branch_name(name, read_only=True)


@pytest.mark.parametrize("project_id", ["a", "shop", "a_b-c", "0" * 80])
def test_project_ids(project_id: str) -> None:
    """A project id is 1 to 80 letters, digits, _ and -, and begins with a letter or digit."""
    assert re.search(PROJECT_ID_PATTERN, project_id)


@pytest.mark.parametrize("project_id", ["", "-a", "_a", "a.b", "shop\n", "\nshop", "0" * 81, "é"])
def test_other_project_ids_are_none(project_id: str) -> None:
    """Anything else is no project id, a last line break included."""
    assert not re.search(PROJECT_ID_PATTERN, project_id)
