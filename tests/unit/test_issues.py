"""
Every issue code: its words, its values and its severity.
"""

from typing import Final

import msgspec
import pytest

from fast_data_transfer.domain.issues import Issue
from fast_data_transfer.domain.plan import Plan
from fast_data_transfer.domain.shape import FIELD_TYPES
from tests.branches import (
    CRM,
    LAB,
    SHOP,
    T1,
    T2,
    edit,
    export,
    import_file,
    issue_of,
    make_branch,
    make_shop,
    plan,
    rename,
)
from tests.builders import cast_function, event_driven, projection, service, single_view, system
from tests.issue_cases import ISSUE_CASES
from tests.wording import assert_readable

SEVERITIES: Final = {
    "error": {
        "invalid-name",
        "own-resource",
        "architecture",
        "edited-item",
        "duplicate",
        "older-export",
        "conflict",
        "not-renamable",
        "node-collision",
        "missing-dependency",
        "unknown-default-cast-function",
        "nothing-selected",
        "config-version",
        "no-primary-key",
    },
    "info": {"code-review"},
}


VALUES: Final[dict[str, dict[str, object]]] = {
    "invalid-name": {"name": "-"},
    "own-resource": {"name": "f", "project": "shop"},
    "architecture": {"architecture": "undetermined"},
    "edited-item": {"name": "f"},
    "duplicate": {"name": "f", "newName": "g"},
    "older-export": {"name": "f", "exportedAt": T1, "present": T2},
    "conflict": {"name": "f", "holder": "castFunction", "isReference": False},
    "not-renamable": {"name": "f", "newName": "g"},
    "node-collision": {"nodes": ["p", "q"], "name": "q"},
    "missing-dependency": {"name": "castGone"},
    "unknown-default-cast-function": {"name": "defaultCastToGone"},
    "dependency-differs": {"name": "f"},
    "unknown-node": {"name": "nowhere", "erSchema": "er"},
    "not-in-file": {"system": "s", "names": ["q"]},
    "system-changed": {"before": "s", "after": "t"},
    "branch-changed": {"before": "main", "after": "next"},
    "case-only-difference": {"name": "f"},
    "duplicate-topic": {"topic": "acme.shop.s.p.ingestion"},
    "source-topic": {"topics": ["acme.shop.delivery.p.ingestion", "acme.shop.delivery.p.pr-update"]},
    "duplicate-endpoint": {"basePath": "/v"},
    "code-review": {"name": "f"},
    "invalid-content": {
        "pointer": "/fields/0/type",
        "reason": "choice",
        "key": "type",
        "choices": list(FIELD_TYPES),
    },
    "no-primary-key": {"pointer": "/fields"},
    "nothing-selected": {},
    "mixed-architecture": {"services": ["old"]},
    "config-version": {"file": "2.2.0", "branch": "1.9.0"},
    "unverified-file": {},
    "future-export": {"exportedAt": "2100-01-01T00:00:00Z"},
    "unknown-field": {"pointer": "/x"},
}
"""What a client needs to word an issue in its own language."""

RELATED: Final = {
    "conflict": ("castFunction", "f"),
    "missing-dependency": ("castFunction", "castGone"),
    "unknown-default-cast-function": ("castFunction", "defaultCastToGone"),
    "dependency-differs": ("castFunction", "f"),
    "unknown-node": ("unknown", "nowhere"),
    "not-in-file": ("projection", "q"),
    "system-changed": ("system", "t"),
    "case-only-difference": ("castFunction", "F"),
    "duplicate-topic": ("projection", "q"),
    "duplicate-endpoint": ("singleView", "mine"),
}
"""What else an issue speaks of, for a client that links to it."""


def _issue(code: str) -> Issue:
    found = ISSUE_CASES[code]()
    return next(issue for issue in _all_issues(found) if issue.code == code)


def _all_issues(found: Plan) -> list[Issue]:
    return [*found.issues, *(issue for item in found.items for issue in item.issues)]


@pytest.mark.parametrize("code", ISSUE_CASES)
def test_code(code: str) -> None:
    """Each case reports its code, in a sentence with a way out, and an error blocks."""
    found = ISSUE_CASES[code]()

    issue = next(issue for issue in _all_issues(found) if issue.code == code)

    severity = next((name for name, members in SEVERITIES.items() if code in members), "warning")
    assert issue.severity == severity
    assert_readable(issue.message)
    assert msgspec.json.decode(msgspec.json.encode(issue), type=Issue) == issue
    assert found.blocked is (severity == "error")


@pytest.mark.parametrize("code", ISSUE_CASES)
def test_values(code: str) -> None:
    """A client gets the values that the sentence names, and what else it speaks of."""
    issue = _issue(code)

    assert issue.params == VALUES[code]
    assert [(related.kind, related.name) for related in issue.related] == ([RELATED[code]] if code in RELATED else [])


def test_an_invalid_name_is_answered_with_the_rule_of_its_kind() -> None:
    """Cast functions are names of JavaScript, all others are freer."""
    file = export(make_shop(cast_function("f"), single_view("v")))
    found = plan(make_branch(), file, renames=[rename("castFunction", "f", "1"), rename("singleView", "v", "")])

    messages = {name: issue_of(found, name, "invalid-name").message for name in "fv"}

    assert messages == {
        "f": "The name of a cast function has 1 to 80 characters: a letter or _, then letters, digits and _. "
        "Edit the name.",
        "v": "The name of a Single View has 1 to 80 characters: letters, digits, _ and -. Edit the name.",
    }


def _older(*, allow_older: bool) -> Plan:
    branch = import_file(make_branch(), export(make_shop(cast_function("f")), at=T2))
    return plan(branch, export(make_shop(cast_function("f", casting="old")), at=T1), allowOlder=allow_older)


def _from_version(version: str) -> Plan:
    return plan(make_branch()._replace(config_version=version), export(make_shop(cast_function("f"))))


def test_way_out_depends_on_what_the_user_may_do() -> None:
    """An error says how to go on, a warning what happens if nothing is done."""
    refused, allowed = _older(allow_older=False), _older(allow_older=True)
    assert issue_of(refused, "f", "older-export").message.endswith("Take the older version on purpose, or deselect it.")
    assert issue_of(allowed, "f", "older-export").message.endswith("The older one is taken.")

    file = edit(export(make_shop(cast_function("f"))), lambda resources: resources["castFunctions"]["f"].update(x=1))
    reference, copy = plan(make_branch(), file), plan(make_branch(), file, "resource")
    assert issue_of(reference, "f", "edited-item").message.endswith("Export it again, or deselect it.")
    assert issue_of(copy, "f", "edited-item").message.endswith("Review it before you confirm.")

    other_major, newer_minor = _from_version("1.9.0"), _from_version("2.1.0")
    assert other_major.issues[0].message.endswith("Update this project first.")
    assert newer_minor.issues[0].message.endswith("What is new in it is kept but not checked.")
    assert newer_minor.issues[0].params == {"file": "2.2.0", "branch": "2.1.0"}


def test_own_resource_may_come_back_as_a_copy() -> None:
    """A reference to oneself makes no sense, a copy of what was once one's own does."""
    crm = import_file(make_branch(), export(make_shop(cast_function("f"))))
    back = make_branch(place=SHOP)

    refused, copied = plan(back, export(crm)), plan(back, export(crm), "resource")

    refusal, warning = issue_of(refused, "f", "own-resource"), issue_of(copied, "f", "own-resource")
    assert refusal.message == '"f" comes from this very project, "shop". Deselect it, or import as a resource.'
    assert warning.message == '"f" comes from this very project, "shop". It becomes an editable copy.'
    assert (warning.severity, warning.params) == ("warning", {"name": "f", "project": "shop"})


def test_conflict_says_what_holds_the_name() -> None:
    """What is here is told by its kind, a reference as one; who cannot rename the item renames what is here."""
    file = export(make_shop(single_view("v")))
    collection = issue_of(plan(make_branch(collections=["v"]), file), "v", "conflict")
    reference = issue_of(plan(import_file(make_branch(), file), file, "resource"), "v", "conflict")
    foreign = export(import_file(make_branch(place=CRM), file))
    fixed = issue_of(plan(make_branch(single_view("v", x=1), place=LAB), foreign), "v", "conflict")

    assert 'The name "v" is taken by a CRUD collection of this project. Edit the name' in collection.message
    assert 'The name "v" is taken by a reference of this project. Edit the name' in reference.message
    assert fixed.message.endswith("Deselect the item, or rename what is here.")
    assert collection.params == {"name": "v", "holder": "crudCollection", "isReference": False}
    assert reference.params == {"name": "v", "holder": "singleView", "isReference": True}


def test_refused_architecture_names_what_was_looked_at() -> None:
    """A user sees which services the judgement rests on."""
    services = service("creator", "single-view-creator") | service("api", "crud-service")

    issue = issue_of(plan(make_branch(services=services), export(make_shop(system("s")))), "s", "architecture")

    assert issue.message == (
        "Systems of Record and Projections can be references only where a Single View Trigger Generator is used; "
        'the services of this branch (looked at: "creator") show none. Add one, or import as a resource.'
    )
    assert issue.params == {"architecture": "standard"}
    assert "(looked at: none)" in _issue("architecture").message


def test_mixed_architecture_names_the_services_that_cannot_serve_references() -> None:
    """Only those that still write projection changes are in the way."""
    services = event_driven() | service("old", "real-time-updater")
    services |= service("new", "real-time-updater", PROJECTIONS_CHANGES_ENABLED="false")

    found = plan(make_branch(services=services), export(make_shop(system("s", projection("p")))))

    (issue,) = found.issues
    assert issue.params == {"services": ["old"]}
    assert issue.message.endswith("they cannot serve referenced Projections.")


@pytest.mark.parametrize(
    "count, shown", [(5, '"p1", "p2", "p3", "p4", "p5" of'), (6, '"p1", "p2", "p3", "p4", "p5" and 1 more of')]
)
def test_five_names_are_said(count: int, shown: str) -> None:
    """A sentence stays short, and says how many more there are."""
    shop = make_shop(system("s", *(projection(f"p{i}") for i in range(count + 1))))
    branch = import_file(make_branch(), export(shop))

    issue = issue_of(plan(branch, export(shop, {"projections": ["p0"]})), "s", "not-in-file")

    assert f"The file does not have {shown}" in issue.message


def test_long_lists_are_cut_in_sentences_only() -> None:
    """A message names a few things, its parameters name all."""
    shop = make_shop(system("s", *(projection(f"p{i}") for i in range(8))))
    branch = import_file(make_branch(), export(shop))

    issue = issue_of(plan(branch, export(shop, {"projections": ["p0"]})), "s", "not-in-file")

    assert issue.params["names"] == [f"p{i}" for i in range(1, 8)]
    assert issue.message.startswith('The file does not have "p1", "p2", "p3", "p4", "p5" and 2 more of "s"')
