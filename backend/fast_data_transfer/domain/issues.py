"""
Every issue that a plan can report: one function a code, so that the texts stand together.

An issue is data about one item (or the whole plan), never raised. Its message names the thing, the cause and the
way out; `params` holds its values, so that a client can word it in its own language.
Source: `contract.md` section 6.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from fast_data_transfer.domain.architecture import Architecture
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.model import Base, Json
from fast_data_transfer.domain.problems import Fault

Severity: TypeAlias = Literal["error", "warning", "info"]

KIND_WORDS = {
    "system": "System of Record",
    "projection": "Projection",
    "singleView": "Single View",
    "erSchema": "ER schema",
    "castFunction": "cast function",
    "crudCollection": "CRUD collection",
    "unknown": "collection",
}


class Related(Base, frozen=True):
    """A resource that an issue speaks of; `kind` may also be `crudCollection` or `unknown`."""

    kind: str
    name: str


class Issue(Base, frozen=True, omit_defaults=True):
    """A difficulty of one item, or of the plan. An error blocks the import while its item is selected."""

    code: str
    severity: Severity
    message: str
    params: dict[str, Json]
    related: tuple[Related, ...]
    pointer: str | None = None


def relate(key: Key) -> Related:
    """Name a resource in an issue or in a path of reasons."""
    return Related(kind=key.kind, name=key.name)


def _issue(code: str, severity: Severity, message: str, related: Iterable[Related] = (), **params: Json) -> Issue:
    return Issue(code=code, severity=severity, message=message, params=params, related=tuple(related))


def _list(names: Sequence[str]) -> str:
    shown = ", ".join(f'"{name}"' for name in names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown  # noqa: PLR2004 - a sentence stays short


# Rows of the status table


def invalid_name(key: Key) -> Issue:
    rule = "a letter or _, then letters, digits and _" if key.kind == "castFunction" else "letters, digits, _ and -"
    message = f"The name of a {KIND_WORDS[key.kind]} has 1 to 80 characters: {rule}. Edit the name."
    return _issue("invalid-name", "error", message, name=key.name)


def own_resource(key: Key, project: str, severity: Severity) -> Issue:
    way_out = "Deselect it, or import as a resource." if severity == "error" else "It becomes an editable copy."
    message = f'"{key.name}" comes from this very project, "{project}". {way_out}'
    return _issue("own-resource", severity, message, name=key.name, project=project)


def architecture(found: Architecture) -> Issue:
    services = _list([evidence.service for evidence in found.evidence]) or "none"
    message = (
        "Systems of Record and Projections can be references only where a Single View Trigger Generator is used; "
        f"the services of this branch (looked at: {services}) show none. Add one, or import as a resource."
    )
    return _issue("architecture", "error", message, architecture=found.name)


def edited_item(key: Key, severity: Severity) -> Issue:
    way_out = "Export it again, or deselect it." if severity == "error" else "Review it before you confirm."
    message = f'"{key.name}" was changed in the file after the export. {way_out}'
    return _issue("edited-item", severity, message, name=key.name)


def duplicate(key: Key, target: str) -> Issue:
    message = f'Another selected item is to be called "{target}" as well. Edit the name of one of them.'
    return _issue("duplicate", "error", message, name=key.name, newName=target)


def older_export(key: Key, exported_at: str, present: str, severity: Severity) -> Issue:
    way_out = "Take the older version on purpose, or deselect it." if severity == "error" else "The older one is taken."
    message = f"The reference here is from the export of {present}, this file is older ({exported_at}). {way_out}"
    return _issue("older-export", severity, message, name=key.name, exportedAt=exported_at, present=present)


def conflict(target: str, holder: Related, *, is_reference: bool, renamable: bool) -> Issue:
    what = "a reference" if is_reference else f"a {KIND_WORDS[holder.kind]}"
    way_out = "Edit the name, or deselect the item." if renamable else "Deselect the item, or rename what is here."
    message = f'The name "{target}" is taken by {what} of this project. {way_out}'
    return _issue("conflict", "error", message, [holder], name=target, holder=holder.kind, isReference=is_reference)


def shared_collection(key: Key) -> Issue:
    message = f'A CRUD collection is called "{key.name}" too, and both would be one in MongoDB. Rename one of them.'
    related = [relate(key), Related(kind="crudCollection", name=key.name)]
    return _issue("conflict", "warning", message, related, name=key.name, holder="crudCollection", isReference=False)


# Names and dependencies


def not_renamable(key: Key, new_name: str) -> Issue:
    message = f'"{key.name}" comes from an external project or is here already, so it keeps its name.'
    return _issue("not-renamable", "error", message, name=key.name, newName=new_name)


def node_collision(nodes: Sequence[str], target: str) -> Issue:
    message = f'The collections {_list(nodes)} of the ER schema would all be called "{target}". Edit a name.'
    return _issue("node-collision", "error", message, nodes=list(nodes), name=target)


def missing_function(name: str, user: str) -> Issue:
    """Default functions are told by their prefix: a project cannot make one, so another way out applies."""
    related = [Related(kind="castFunction", name=name)]
    if re.match("default[A-Z]", name):
        message = (
            f'"{user}" uses the default cast function "{name}", which is neither in the file nor in this project. '
            "Export it again from a project that has it, or change the field in the source."
        )
        return _issue("unknown-default-cast-function", "error", message, related, name=name)
    message = (
        f'"{user}" uses the cast function "{name}", which is neither in the file nor in this project. '
        "Export it too, or create it here first."
    )
    return _issue("missing-dependency", "error", message, related, name=name)


def dependency_differs(name: str, user: str) -> Issue:
    message = (
        f'"{user}" uses the cast function "{name}", which is another one here than in the file. '
        "Select it too if that of the source is needed."
    )
    return _issue("dependency-differs", "warning", message, [Related(kind="castFunction", name=name)], name=name)


def unknown_node(node: Related, er_schema: str) -> Issue:
    message = (
        f'The collection "{node.name}" of the ER schema "{er_schema}" is neither selected nor in this project. '
        "Import or create it before you use the schema."
    )
    return _issue("unknown-node", "warning", message, [node], name=node.name, erSchema=er_schema)


def not_in_file(system: str, projections: Sequence[str]) -> Issue:
    message = f'The file does not have {_list(projections)} of "{system}"; they stay as they are.'
    related = [Related(kind="projection", name=name) for name in projections]
    return _issue("not-in-file", "warning", message, related, system=system, names=list(projections))


def system_changed(name: str, before: str, after: str) -> Issue:
    message = f'"{name}" was moved in the source: it goes from the system "{before}" to "{after}".'
    return _issue(
        "system-changed", "warning", message, [Related(kind="system", name=after)], before=before, after=after
    )


def branch_changed(name: str, before: str, after: str) -> Issue:
    message = f'"{name}" came from the branch "{before}" of its source, and now comes from "{after}".'
    return _issue("branch-changed", "warning", message, before=before, after=after)


def case_only_difference(name: str, present: Related) -> Issue:
    message = f'"{name}" differs only by case from "{present.name}", which is in this project.'
    return _issue("case-only-difference", "warning", message, [present], name=name)


# Content


def from_fault(fault: Fault, severity: Severity, *related: Related) -> Issue:
    """Report what was found wrong with a content, or unknown in a file, as an issue."""
    return Issue(
        code=fault.code,
        severity=severity,
        message=fault.message,
        params={"pointer": fault.pointer, **fault.params},
        related=related,
        pointer=fault.pointer,
    )


def duplicate_topic(topic: str, user: Related) -> Issue:
    message = f'The topic "{topic}" is used by the Projection "{user.name}" too. Check who publishes on it.'
    return _issue("duplicate-topic", "warning", message, [user], topic=topic)


def source_topic(topics: Sequence[str]) -> Issue:
    message = f"The copy still names topics of the source: {_list(topics)}. Change them if it has topics of its own."
    return _issue("source-topic", "warning", message, topics=list(topics))


def duplicate_endpoint(path: str, user: Related) -> Issue:
    message = f'The base path "{path}" is used by the Single View "{user.name}" too. Change one of them.'
    return _issue("duplicate-endpoint", "warning", message, [user], basePath=path)


def code_review(name: str) -> Issue:
    message = f'"{name}" brings JavaScript into this project. Read it before you deploy.'
    return _issue("code-review", "info", message, name=name)


# The plan as a whole


def nothing_selected() -> Issue:
    return _issue("nothing-selected", "error", "Nothing is selected. Select at least one resource.")


def mixed_architecture(found: Architecture) -> Issue:
    updaters = found.standard_updaters
    message = (
        f"Besides a Single View Trigger Generator, {_list(updaters)} still write projection changes themselves: "
        "they cannot serve referenced Projections."
    )
    return _issue("mixed-architecture", "warning", message, services=list(updaters))


def config_version(file_version: str, version: str, severity: Severity) -> Issue:
    message = f"The file holds configuration version {file_version}, this branch has version {version}. "
    way_out = "Update this project first." if severity == "error" else "What is new in it is kept but not checked."
    return _issue("config-version", severity, message + way_out, file=file_version, branch=version)


def unverified_file() -> Issue:
    message = "The file has no digests, so nobody can tell whether it was changed after the export. Review it."
    return _issue("unverified-file", "warning", message)


def future_export(exported_at: str) -> Issue:
    message = f"The file says that it was exported at {exported_at}, which is yet to come. Check the clocks."
    return _issue("future-export", "warning", message, exportedAt=exported_at)
