"""
`--select kind/name` and `--rename kind/old=new`: what they say, and what they mean among the resources that there are.
"""

from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

import typer

from fast_data_transfer.domain.choices import Rename
from fast_data_transfer.domain.kinds import KINDS, Key, Kind
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.selection import Selection, SystemSelection


class Pattern(NamedTuple):
    """A kind, and a name with wildcards as in a shell."""

    kind: Kind
    name: str

    def matches(self, key: Key, system: str | None) -> bool:
        """Tell whether a resource is meant; a system brings its projections."""
        if self.kind == "system" and key.kind == "projection":
            return fnmatchcase(system or "", self.name)
        return key.kind == self.kind and fnmatchcase(key.name, self.name)


def read_patterns(texts: list[str] | None) -> list[Pattern]:
    """Read the values of `--select`. Raises `typer.BadParameter`."""
    return [Pattern(*_read_key(text, "--select", "projection/pr_*")) for text in texts or ()]


def read_renames(texts: list[str] | None) -> list[Rename]:
    """Read the values of `--rename`. Raises `typer.BadParameter`, also for two new names of one item."""
    renames = {}
    for text in texts or ():
        # A name that breaks the rules may hold anything; the new one must not.
        old, new_name = text.rsplit("=", 1) if "=" in text else (text, "")
        kind, name = _read_key(old, "--rename", "projection/pr_orders=pr_orders_1")
        if not new_name:
            raise typer.BadParameter(f'"{text}" gives no new name.', param_hint="--rename")
        if Key(kind, name) in renames:
            raise typer.BadParameter(f'"{kind}/{name}" is renamed twice.', param_hint="--rename")
        renames[Key(kind, name)] = Rename(kind=kind, name=name, new_name=new_name)
    return list(renames.values())


def choose(patterns: Collection[Pattern], available: Mapping[Key, str | None]) -> Selection:
    """
    Select what the patterns match among the resources that there are, each with its system if it is a projection.

    Raises `Problem` `unknown-resource` when one of them matches nothing.
    """
    faults = [
        Fault(code="unknown-resource", message=f"--select {pattern.kind}/{pattern.name} matches nothing.")
        for pattern in patterns
        if not any(pattern.matches(key, system) for key, system in available.items())
    ]
    if faults:
        detail = "What is to be selected is not there. Names are those of the source, and exact but for * ? [a-z]."
        raise Problem("unknown-resource", detail, errors=faults)
    matched = [key for key, system in available.items() if any(pattern.matches(key, system) for pattern in patterns)]
    return select_only(matched)


def select_only(keys: Collection[Key]) -> Selection:
    """Select exactly these resources."""
    names: dict[Kind, list[str]] = {kind: [key.name for key in keys if key.kind == kind] for kind in KINDS}
    return Selection(
        systems=[SystemSelection(name=name, projections=[]) for name in names["system"]],
        projections=names["projection"],
        er_schemas=names["erSchema"],
        single_views=names["singleView"],
        cast_functions=names["castFunction"],
    )


def _read_key(text: str, option: str, example: str) -> Key:
    kind, _, name = text.partition("/")
    if kind not in KINDS or not name:
        raise typer.BadParameter(
            f'"{text}" is not of the form {example}. Kinds: {", ".join(KINDS)}.', param_hint=option
        )
    return Key(kind, name)
