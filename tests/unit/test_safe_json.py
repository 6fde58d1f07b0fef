import json
import sys

import pytest

from fast_data_transfer.domain.json_bounds import node_limit
from fast_data_transfer.domain.model import Json
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.safe_json import JsonFault, decode_json
from tests.export_files import call_on_small_stack
from tests.wording import assert_readable


def decode(data: bytes) -> Json:
    """Decode within generous limits."""
    return decode_json(data, max_nodes=node_limit(len(data)))


def find_fault(data: bytes) -> Fault:
    """Decode what is not accepted, and return why."""
    with pytest.raises(JsonFault) as caught:
        decode(data)
    fault = caught.value.fault
    place = f"Line {fault.line}, column {fault.column}: " if fault.line else ""
    assert str(caught.value) == place + fault.message
    assert_readable(caught.value.fault.message)
    return caught.value.fault


@pytest.mark.parametrize(
    "data, value",
    [
        (b'{"a": [1, "x", null, true, {}]}', {"a": [1, "x", None, True, {}]}),
        (b"\xef\xbb\xbf [] \r\n", []),
        (b'"a\\u0000b\\ud83d\\ude00\\\\ud800"', "a\0b😀\\ud800"),
        ('"\uffff\ue000\u202e"'.encode(), "\uffff\ue000\u202e"),
        (b"null", None),
        (b'{"__proto__": 1, "": 2, "$set.a": 3}', {"__proto__": 1, "": 2, "$set.a": 3}),
        (b'"\\u0000"', "\0"),
        (b'{"a": ["\\u0000", 1]}', {"a": ["\0", 1]}),
    ],
)
def test_json_is_decoded(data: bytes, value: object) -> None:
    """One byte order mark, white space, and any character in a value are fine."""
    assert decode(data) == value


@pytest.mark.parametrize(
    "token, value",
    [
        ("1.0", 1),
        ("1e2", 100),
        ("-0", 0),
        ("-0.0", 0),
        ("0.1", 0.1),
        ("1e-400", 0),
        ("9007199254740991", 2**53 - 1),
        ("-9007199254740991", -(2**53) + 1),
        ("9007199254740991.0", 2**53 - 1),
        ("0." + "1" * 10_000, 1 / 9),
    ],
)
def test_a_number_has_one_form_however_it_is_written(token: str, value: float) -> None:
    """An integral number comes as an integer, so that equal contents have equal bytes."""
    number = decode(token.encode())

    assert number == value
    assert type(number) is type(value)


@pytest.mark.parametrize(
    "token",
    [
        "9007199254740992",
        "-9007199254740992",
        "9007199254740992.0",
        "18446744073709551616",
        "1" * 4_000,
        "1" * 5_000,
        "1e999",
        "-1e999",
        "1e21",
        "1e" + "9" * 1_000,
    ],
)
def test_a_number_that_cannot_be_kept_is_refused_where_it_is(token: str) -> None:
    """Beyond 2^53 - 1 other readers see another number."""
    fault = find_fault(f'{{"a":\n [0, {token}]}}'.encode())

    assert (fault.code, fault.pointer, fault.line, fault.column) == ("number-out-of-range", "/a/1", 2, 6)
    assert len(fault.message) < 200


@pytest.mark.parametrize("token", ["NaN", "Infinity", "-Infinity"])
def test_what_python_calls_a_number_is_no_json(token: str) -> None:
    """NaN and infinities are refused where they are."""
    fault = find_fault(f'{{"a": {token}}}'.encode())

    assert (fault.code, fault.pointer, fault.column) == ("invalid-json", "/a", 2)


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_nothing_is_empty(data: bytes) -> None:
    """No bytes, only white space, only a byte order mark."""
    assert find_fault(data).code == "empty"


@pytest.mark.parametrize(
    "data",
    [
        "{}".encode("utf-16"),
        '{"a": 1}'.encode("utf-16-le"),
        '{"a": 1}'.encode("utf-16-be"),
        "{}".encode("utf-32"),
        "{}".encode("utf-32-le"),
        "{}".encode("utf-32-be"),
        b"\x00\x00\xfe\xff\x00\x00\x00{",
    ],
)
def test_wide_encodings_are_named(data: bytes) -> None:
    """UTF-16 and UTF-32, with or without a byte order mark."""
    fault = find_fault(data)

    assert fault.code == "not-utf8"
    assert "UTF-16" in fault.message


@pytest.mark.parametrize("data", [b"\xe9", b"\xc0\xaf", b"\xed\xa0\x80", b"\xff", b"\xf5\x80\x80\x80"])
def test_bytes_that_are_not_utf_8_are_counted(data: bytes) -> None:
    """Latin-1, overlong forms, encoded surrogates: the message has the offset, the fault line and column."""
    fault = find_fault('\ufeff{"é":\n "ü'.encode() + data + b'"}')

    assert (fault.code, fault.line, fault.column) == ("not-utf8", 2, 4)
    assert fault.message.startswith("Byte 14 ")


def test_half_a_character_where_none_can_be_is_not_utf_8() -> None:
    """Only within a string, or in the byte order mark, can a text have been cut in the middle of a character."""
    assert find_fault(b'{"a": 1}\xe9').code == "not-utf8"
    assert find_fault(b"\xef\xbb").code == "truncated"


def test_a_byte_that_begins_no_character_is_a_mistake_at_the_end_too() -> None:
    """Only a character of which the beginning is there can have been cut."""
    fault = find_fault(b'"\xff')

    assert (fault.code, fault.line, fault.column) == ("not-utf8", 1, 2)


@pytest.mark.parametrize("text", ['["\\\\", "', '["\\"", "', '["a\\\\\\"b'])
def test_half_a_character_within_a_string_is_cut_off(text: str) -> None:
    """Quotes and backslashes that are escaped do not begin or end a string."""
    assert find_fault(text.encode() + b"\xc3").code == "truncated"


VALID = '\ufeff{"a\\"é": [1.5e+10, -0.25, true, false, null, "x\\u00e9\\n😀"], "b": {"c": {}, "d": []}} \n'.encode()


@pytest.mark.parametrize("end", range(len(b"\xef\xbb\xbf") + 1, len(VALID.rstrip())))
def test_a_text_that_is_cut_anywhere_is_truncated(end: int) -> None:
    """Never is a part taken for the whole, nor the end for a mistake."""
    fault = find_fault(VALID[:end])

    assert fault.code == "truncated"
    assert (fault.line, fault.column) == (1, len(VALID[3:end].decode(errors="ignore")) + 1)


@pytest.mark.parametrize(
    "text, column, hint",
    [
        ("{'a': 1}", 2, "double quotes"),
        ("{a: 1}", 2, "Correct it"),
        ('{"a": 1,}', 9, "comma"),
        ("[1,]", 4, "comma"),
        ("[1, // x\n 2]", 5, "Comments"),
        ("[1, # x\n 2]", 5, "Comments"),
        ("[01]", 3, "Correct it"),
        ("[+1]", 2, "Numbers"),
        ("[.5]", 2, "Numbers"),
        ("[1.]", 3, "Numbers"),
        ("[1 2]", 4, "Correct it"),
        ('["a\tb"]', 4, "escapes"),
        ('["\\x41"]', 3, "backslash"),
        ('["\\u12G4"]', 4, "hexadecimal"),
        ('{"a" 1}', 6, "Correct it"),
        ("[1}", 3, "comma"),
        ("\ufeff[]", 1, "Correct it"),
        ("undefined", 1, "Correct it"),
    ],
)
def test_what_is_no_json_is_shown_with_a_hint(text: str, column: int, hint: str) -> None:
    """Line and column, what was found there, and how to mend it."""
    data = ("\ufeff" if text.startswith("\ufeff") else "").encode() + text.encode()
    fault = find_fault(data)

    assert (fault.code, fault.line, fault.column) == ("invalid-json", 1, column)
    assert hint in fault.message


def test_what_is_no_json_is_repeated_in_part() -> None:
    """The message has some characters from the place on, and what the parser missed."""
    fault = find_fault(b"[1, twenty-two and a half]")

    assert fault.message == (
        '"twenty-two and a hal" is not JSON here (expecting value). Correct it, or export the file again.'
    )


@pytest.mark.parametrize(
    "data, line, column",
    [(b"{} x", 1, 4), (b'{"a": 1}{"b": 2}', 1, 9), (b"[]\n]", 2, 1), (b"{}\0", 1, 3)],
)
def test_what_follows_the_document_is_refused(data: bytes, line: int, column: int) -> None:
    """Two readers could see two documents."""
    fault = find_fault(data)

    assert (fault.code, fault.line, fault.column) == ("trailing-data", line, column)


def test_one_document_a_line_is_recognised() -> None:
    """NDJSON is named."""
    assert "NDJSON" in find_fault(b'{"a": 1}\n{"b": 2}\n').message


@pytest.mark.parametrize(
    "text, pointer, column",
    [
        ('{"a": 1, "a": 1}', "/a", 10),
        ('{"a": 1, "b": 2, "\\u0061": 3}', "/a", 18),
        ('{"x": [0, {"a/b": 1, "a/b": {}}]}', "/x/1/a~1b", 22),
        ('{"": 1, "": 2, "": 3}', "/", 9),
    ],
)
def test_a_repeated_key_is_refused_where_it_is_repeated(text: str, pointer: str, column: int) -> None:
    """Also by escape, with the same value or another."""
    fault = find_fault(text.encode())

    assert (fault.code, fault.pointer, fault.line, fault.column) == ("duplicate-key", pointer, 1, column)


@pytest.mark.parametrize(
    "text, pointer, column",
    [
        ('"\\ud800"', "", 1),
        ('["\\ud83d\\ude00", "\\uDE00"]', "/1", 18),
        ('["\\ude00\\ud83d"]', "/0", 2),
        ('["\\ud83d\\ud83d\\ude00"]', "/0", 2),
        ('["\\ud83d\\\\\\ude00"]', "/0", 2),
        ('["\\ud83d😀"]', "/0", 2),
        ('{"\\ud800": 1}', "/?", 2),
    ],
)
def test_half_a_surrogate_pair_is_refused_where_it_is(text: str, pointer: str, column: int) -> None:
    """High, low, reversed, torn apart; and never an answer that cannot be encoded."""
    fault = find_fault(text.encode())

    assert (fault.code, fault.pointer, fault.column) == ("lone-surrogate", pointer, column)
    assert json.dumps([fault.pointer, fault.message], ensure_ascii=False).encode()


def test_nul_in_a_key_is_refused_where_it_is() -> None:
    """The database takes NUL in values only."""
    fault = find_fault(b'{"a": {"b\\u0000": 1}}')

    assert (fault.code, fault.pointer, fault.column) == ("nul-in-key", "/a/b\0", 8)


@pytest.mark.parametrize("key", ["é", "😀", "\uffff"])
def test_a_key_of_any_letters_is_fine(key: str) -> None:
    """What is wrong is told where it is, and not at a key that is only unusual."""
    fault = find_fault(f'{{"{key}": 1, "b": "\\ud800"}}'.encode())

    assert (fault.code, fault.pointer) == ("lone-surrogate", "/b")


def test_the_first_flaw_is_told() -> None:
    """Of several flaws the one that comes first in the text."""
    assert find_fault(b'{"a": {"\\u0000": 1e999}, "b": "\\ud800"}').code == "nul-in-key"


@pytest.mark.parametrize("opening, closing", [("[", "]"), ('{"a":', "}"), ('[{"[": "\\"[",  "b":', "}]")])
def test_depth_counts_containers_from_one(opening: str, closing: str) -> None:
    """64 within each other are accepted, 65 are not; brackets in strings do not count."""
    levels = opening.count("[") - 2 * (len(opening) > len('{"a":')) + opening.count("{")
    times = 64 // levels

    assert decode((opening * times + "1" + closing * times).encode())
    fault = find_fault((opening * times + "\n[1]" + closing * times).encode())
    assert (fault.code, fault.line, fault.column) == ("too-deep", 2, 1)


@pytest.mark.parametrize("times", [65, 1_000, 100_000, 5_000_000])
@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_any_depth_is_refused_on_a_small_stack(opening: bytes, times: int) -> None:
    """Neither an error of the parser nor a dead process, whatever the recursion limit."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(100_000)
    try:
        fault = call_on_small_stack(lambda: find_fault(opening * times))
    finally:
        sys.setrecursionlimit(before)

    assert fault.code == "too-deep"


def test_depth_after_a_mistake_is_refused_too() -> None:
    """A text that is broken before it gets deep is never parsed; its end stands for the place that cannot be told."""
    fault = find_fault(b'\\"' + b"[" * 65)

    assert (fault.code, fault.column) == ("too-deep", 68)


def test_the_deepest_text_is_read_on_a_small_stack() -> None:
    """Its flaws are found and located there too."""
    assert call_on_small_stack(lambda: decode(b'{"a":' * 64 + b"1" + b"}" * 64))
    fault = call_on_small_stack(lambda: find_fault(b'{"a":' * 64 + b'"\\ud800"' + b"}" * 64))
    assert fault.pointer == "/a" * 64


def test_the_limit_of_depth_is_the_callers() -> None:
    """A request body may be allowed less than a file."""
    assert decode_json(b"[[]]", max_depth=2, max_nodes=9) == [[]]
    with pytest.raises(JsonFault):
        decode_json(b"[[]]", max_depth=1, max_nodes=9)


@pytest.mark.parametrize("data, nodes", [(b"[[],[],[]]", 6), (b'{"a,[{":1,"b":"\\",[\\\\","c":{}}', 4)])
def test_values_are_counted_before_they_are_made(data: bytes, nodes: int) -> None:
    """Containers and commas outside strings count; the problem names number and limit."""
    assert decode_json(data, max_nodes=nodes)
    with pytest.raises(Problem, match=f"are {nodes} values in it; at most {nodes - 1} are read") as caught:
        decode_json(data, max_nodes=nodes - 1)
    assert caught.value.code == "too-many-items"


def test_a_million_empty_lists_are_too_many() -> None:
    """Three bytes each, sixty in memory."""
    with pytest.raises(Problem):
        decode(b"[" + b"[]," * 1_000_000 + b"[]]")


def test_a_small_file_of_many_small_values_is_read() -> None:
    """The limit leaves room for any list of names."""
    assert len(json.dumps(decode(b"[" + b"1," * 99_000 + b"1]"))) > 99_000


def test_structure_is_found_across_chunks() -> None:
    """A text longer than what is looked at in one go has the same depth and number of values."""
    strings = ",".join(['"[{"', '"a"', '"}]"', "[{}]"] * 20_000)

    data = f"[{strings}]".encode()
    assert decode_json(data, max_depth=3, max_nodes=120_001)
    with pytest.raises(Problem):
        decode_json(data, max_depth=3, max_nodes=119_999)
    with pytest.raises(JsonFault):
        decode_json(data, max_depth=2, max_nodes=120_001)


@pytest.mark.parametrize("escapes", [b"\\\\", b'\\"', b"\\\\\\\\", b'\\\\\\"'])
def test_an_escape_is_seen_wherever_a_long_text_is_split(escapes: bytes) -> None:
    """An escape that is taken apart would end its string too early, or too late, and brackets would be counted."""
    for length in range(2**18 - 6, 2**18 + 1):
        text = b'["' + b"x" * length + escapes + b'[[[[[[", [], []]'
        assert decode_json(text, max_nodes=5) is not None
