import json
from collections.abc import Callable
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from fast_data_transfer.domain.json_bounds import count_nodes, find_structure, is_too_deep, node_limit
from fast_data_transfer.domain.locate import locate
from fast_data_transfer.domain.model import Json
from fast_data_transfer.domain.problems import Fault
from fast_data_transfer.domain.safe_json import JsonFault, decode_json
from tests.json_strategies import json_values

CODES = {
    "empty",
    "not-utf8",
    "truncated",
    "invalid-json",
    "duplicate-key",
    "too-deep",
    "trailing-data",
    "lone-surrogate",
    "number-out-of-range",
    "nul-in-key",
}

spellings = st.sampled_from(
    [
        json.dumps,
        lambda value: json.dumps(value, indent=1),
        lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
        lambda value: "\ufeff\r\n" + json.dumps(value, ensure_ascii=False, indent="\t") + " ",
    ]
)
broken_texts = st.lists(
    st.sampled_from(
        [
            *'{}[]:,"\\',
            "\\u",
            "d800",
            "\\ud83d",
            "\\ude00",
            "0000",
            "1",
            "-",
            ".5",
            "e9",
            "true",
            "nul",
            " ",
            "\n",
            "é😀",
            '"a"',
        ]
    ),
    max_size=12,
).map("".join)


def decode(data: bytes) -> Json:
    """Decode within generous limits."""
    return decode_json(data, max_nodes=node_limit(len(data)))


def find_fault(data: bytes) -> Fault | None:
    """Return what is wrong with the bytes, if anything is; any other exception is a bug."""
    try:
        decode(data)
    except JsonFault as error:
        return error.fault
    return None


def list_pointers(value: object, pointer: str = "") -> list[str]:
    """List the pointers to all values within a value, in the order of the text."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    pointers = [pointer]
    for token, member in members:
        escaped = str(token).replace("~", "~0").replace("/", "~1")
        pointers += list_pointers(member, f"{pointer}/{escaped}")
    return pointers


@given(json_values, spellings)
def test_json_is_read_as_the_standard_library_does(value: Json, spell: Callable[[object], str]) -> None:
    """Whatever its layout and escapes."""
    assert decode(spell(value).encode()) == value


@settings(max_examples=500)
@given(st.binary(max_size=40) | broken_texts.map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_code(data: bytes) -> None:
    """No other exception; and what is read is what a strict reader reads."""
    fault = find_fault(data)

    if fault is None:
        json.loads(data.decode("utf-8-sig"))
    else:
        assert fault.code in CODES
        assert json.dumps([fault.message, fault.pointer], ensure_ascii=False).encode()


@settings(max_examples=500)
@given(broken_texts)
def test_what_is_refused_is_no_json_or_has_a_flaw(text: str) -> None:
    """The codes for broken text are given exactly when the standard library refuses it too."""
    fault = find_fault(text.encode())
    try:
        json.loads(text)
        is_json = True
    except ValueError:
        is_json = False

    assert is_json == (
        fault is None or fault.code in {"lone-surrogate", "duplicate-key", "number-out-of-range", "nul-in-key"}
    )


@given(st.lists(st.sampled_from(["\\ud83d", "\\ude00", "\\\\", "u", "d83d", "\\u0041", "😀", '\\"']), max_size=6))
def test_half_surrogate_pairs_are_found_wherever_they_are(pieces: list[str]) -> None:
    """Escaped backslashes before, between and after them do not mislead."""
    text = f'["{"".join(pieces)}"]'

    decoded = json.loads(text)[0]
    has_half = any("\ud800" <= character <= "\udfff" for character in decoded)
    fault = find_fault(text.encode())
    assert (fault.code if fault else None) == ("lone-surrogate" if has_half else None)


@given(st.dictionaries(st.text("ab😀", max_size=2), json_values, min_size=1, max_size=2), spellings)
def test_a_text_that_is_cut_is_never_read(value: Json, spell: Callable[[object], str]) -> None:
    """At every byte: `truncated`, or `empty` before the first one that counts."""
    data = spell(value).encode().rstrip()
    blank = len(data) - len(data.removeprefix(b"\xef\xbb\xbf").lstrip())

    for end in range(len(data)):
        fault = find_fault(data[:end])
        assert fault
        assert fault.code == ("empty" if end in {0, *range(min(3, blank), blank + 1)} else "truncated")


@given(json_values, st.integers(0, 6))
def test_depth_and_number_of_values_are_told_without_parsing(value: Json, max_depth: int) -> None:
    """The judgement of the bytes agrees with the value."""

    def depth(inner: object) -> int:
        members = inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list) else None
        return 0 if members is None else 1 + max(map(depth, members), default=0)

    def nodes(inner: object) -> int:
        members = inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list) else None
        return 0 if members is None else 1 + max(0, len(members) - 1) + sum(map(nodes, members))

    structure = find_structure(json.dumps(value).encode())
    assert count_nodes(structure) == nodes(value)
    assert is_too_deep(structure, max_depth, 1_000) == (depth(value) > max_depth)


@given(json_values, spellings)
def test_every_value_is_located_in_the_order_of_the_text(value: Json, spell: Callable[[object], str]) -> None:
    """All in one go gives the same as one by one."""
    text = spell(value).removeprefix("\ufeff")
    pointers = list_pointers(value)

    positions = locate(text, pointers)
    assert all(positions[before] <= positions[after] for before, after in pairwise(pointers))
    assert all(locate(text, [pointer])[pointer] == positions[pointer] for pointer in pointers)
