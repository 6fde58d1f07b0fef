import pytest

from fast_data_transfer.domain.roles import (
    CONFIGURATION_UPDATE,
    CONFIGURATION_VIEW,
    DETAILS_UPDATE,
    EVERYTHING,
    PROJECT_VIEW,
    ROLES,
    Binding,
    find_permissions,
)


@pytest.mark.parametrize(
    "role,permitted",
    [
        ("guest", {PROJECT_VIEW}),
        ("reporter", {PROJECT_VIEW, CONFIGURATION_VIEW}),
        ("developer", {PROJECT_VIEW, CONFIGURATION_VIEW, CONFIGURATION_UPDATE}),
        ("maintainer", {PROJECT_VIEW, CONFIGURATION_VIEW, CONFIGURATION_UPDATE}),
        ("project-admin", {PROJECT_VIEW, CONFIGURATION_VIEW, CONFIGURATION_UPDATE, DETAILS_UPDATE}),
        ("company-owner", {PROJECT_VIEW, CONFIGURATION_VIEW, CONFIGURATION_UPDATE, DETAILS_UPDATE}),
    ],
)
def test_role_has_the_console_s_permissions(role: str, permitted: set[str]) -> None:
    """Of the permissions that the product asks for, a role has those that the Console gives it."""
    asked = {PROJECT_VIEW, CONFIGURATION_VIEW, CONFIGURATION_UPDATE, DETAILS_UPDATE}

    assert ROLES[role] & asked == permitted


def test_roles_add_up() -> None:
    """What one role permits, another one does not take away."""
    bindings = [
        Binding(role="developer", tenant_id="acme", project_id=None),
        Binding(role="guest", tenant_id="acme", project_id="shop"),
    ]

    assert find_permissions(bindings, "acme", "shop") == ROLES["developer"]


@pytest.mark.parametrize(
    "tenant_id,project_id,reached",
    [
        (None, None, True),
        ("acme", None, True),
        ("acme", "shop", True),
        (None, "shop", True),
        ("beta", None, False),
        ("acme", "crm", False),
        ("beta", "shop", False),
    ],
)
def test_binding_reaches_down(tenant_id: str | None, project_id: str | None, *, reached: bool) -> None:
    """A role is good for what is below the place where it was given."""
    binding = Binding(role="guest", tenant_id=tenant_id, project_id=project_id)

    assert bool(find_permissions([binding], "acme", "shop")) == reached


def test_project_role_is_not_good_for_the_company() -> None:
    """A role in a project permits nothing in the company as a whole."""
    assert not find_permissions([Binding(role="project-admin", tenant_id="acme", project_id="shop")], "acme", None)


def test_local_user_may_do_everything() -> None:
    """The one user of a local installation has every permission that there is."""
    assert find_permissions(EVERYTHING, "any", "any") == frozenset().union(*ROLES.values())
