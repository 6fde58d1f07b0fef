from typing import Final

import pytest

from tests.builders import cast_function, er_schema, single_view
from tests.hostile import SHOP, Readable, Refused, Target, each, make_file, spoil_text, write

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILE: Final = write(SHOP)
TEXT: Final = FILE.decode()
NAME: Final = "sv_customer"


def _in_value(text: str) -> bytes:
    """Put text as it stands into a string of the file."""
    return spoil_text("What pr_orders holds", text)


REFUSED = [
    Refused("17-two-boms", b"\xef\xbb\xbf\xef\xbb\xbf" + FILE, 400, "unreadable-file", "invalid-json"),
    Refused("18-utf-16-with-bom", TEXT.encode("utf-16"), 400, "unreadable-file", "not-utf8"),
    Refused("18-utf-16-le", TEXT.encode("utf-16-le"), 400, "unreadable-file", "not-utf8"),
    Refused("18-utf-16-be", TEXT.encode("utf-16-be"), 400, "unreadable-file", "not-utf8"),
    Refused("18-utf-32-with-bom", TEXT.encode("utf-32"), 400, "unreadable-file", "not-utf8"),
    Refused("18-utf-32-be", TEXT.encode("utf-32-be"), 400, "unreadable-file", "not-utf8"),
    Refused("19-latin-1", _in_value("perch\u00e9").decode().encode("latin-1"), 400, "unreadable-file", "not-utf8"),
    Refused("20-overlong", FILE.replace(b"What pr_orders", b"\xc0\xaf"), 400, "unreadable-file", "not-utf8"),
    Refused("21-surrogate-in-utf-8", _in_value("\ud800"), 400, "unreadable-file", "not-utf8"),
    Refused("21-pair-in-utf-8", _in_value("\ud83d\ude00"), 400, "unreadable-file", "not-utf8"),
    Refused("22-high-surrogate", _in_value("\\ud800"), 400, "unreadable-file", "lone-surrogate"),
    Refused("22-low-surrogate", _in_value("\\udc00"), 400, "unreadable-file", "lone-surrogate"),
    Refused("22-reversed-pair", _in_value("\\ude00\\ud83d"), 400, "unreadable-file", "lone-surrogate"),
    Refused(
        "22-surrogate-in-key",
        spoil_text('"metadata"', '"\\udfff":1,"metadata"'),
        400,
        "unreadable-file",
        "lone-surrogate",
    ),
    Refused("23-nul-in-key", spoil_text('"metadata"', '"\\u0000":1,"metadata"'), 400, "unreadable-file", "nul-in-key"),
    Refused("23-nul-in-name", spoil_text(f'"{NAME}":', f'"{NAME}\\u0000":'), 400, "unreadable-file", "nul-in-key"),
    Refused("24-raw-line-break", _in_value("a\nb"), 400, "unreadable-file", "invalid-json"),
    Refused("24-raw-nul", _in_value("a\0b"), 400, "unreadable-file", "invalid-json"),
    Refused("24-raw-escape", _in_value("a\x1b[31mb"), 400, "unreadable-file", "invalid-json"),
]


@each(REFUSED)
async def test_characters_are_refused(target: Target, case: Refused) -> None:
    """What is not UTF-8, or no character, is refused, and the answer says where it is."""
    problem = await target.refuse(case)

    assert problem["errors"][0]["line"] == 1
    assert problem["errors"][0]["column"] >= 1


async def test_19_byte_is_counted(target: Target) -> None:
    """The offset of the byte that is not UTF-8 is told."""
    data = FILE.replace(b"What pr_orders", b"\xe9")
    offset = data.index(b"\xe9")

    problem = await target.refuse(Refused("", data, 400, "unreadable-file", "not-utf8"))

    assert f"Byte {offset} " in problem["detail"]


ODD: Final = "\ufffe\uffff\ue000\u0378\U0010ffff\u2028\u202e"
"""Noncharacters, private use, unassigned, a line separator, a mark that turns the direction."""

READABLE = [
    Readable("17-bom", b"\xef\xbb\xbf" + FILE),
    Readable("23-nul-in-value", make_file(single_view(NAME, description="a\0b"))),
    Readable("25-odd-characters-in-value", make_file(single_view(NAME, description=ODD)), "resource"),
    Readable(
        "25-odd-characters-in-name",
        make_file(single_view(ODD)),
        "reference",
        blocked=True,
        codes=["invalid-name"],
    ),
]


@each(READABLE)
async def test_characters_are_read(target: Target, case: Readable) -> None:
    """One BOM, and any character in a text, can be read; a name takes few."""
    await target.judge(case)


async def test_any_character_is_kept(target: Target) -> None:
    """What a text or a key deep in an entry holds comes back as it was: from the store, and in the next file."""
    odd = f'{ODD}a\0b \\ " \U0001f600 e\u0301'
    key = odd.replace("\0", "")
    schema = er_schema("er", {})
    schema["erSchema"]["config"] = {key: {"outgoing": {}}}
    other = await target.fresh()

    config = await other.apply(make_file(cast_function("castOdd", casting=odd, more={key: odd}), schema), "resource")

    assert config["castFunctions"]["castOdd"]["casting"] == odd
    assert config["castFunctions"]["castOdd"]["more"] == {key: odd}
    assert list(config["erSchemas"]["er"]["erSchema"]["config"]) == [key]
    again = await (await target.fresh()).apply(await other.workspace.export(), "resource")
    assert again["castFunctions"]["castOdd"]["more"] == {key: odd}
