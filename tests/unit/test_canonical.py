import base64
import hashlib
import json

import msgspec
import pytest

from fast_data_transfer.domain.canonical import assemble, digest_of, encode_canonical, format_file


@pytest.mark.parametrize(
    "number, text",
    [
        (1.0, b"1"),
        (-0.0, b"0"),
        (0.5, b"0.5"),
        (1e15 + 0.5, b"1000000000000000.5"),
        (1e16, b"10000000000000000"),
        (1.2345678901234567e20, b"123456789012345670000"),
        (1e21, b"1e+21"),
        (1e-6, b"0.000001"),
        (-1.5e-7, b"-1.5e-7"),
        (5e-324, b"5e-324"),
        (1.7976931348623157e308, b"1.7976931348623157e+308"),
    ],
)
def test_numbers_are_spelled_as_javascript_does(number: float, text: bytes) -> None:
    """A double has one spelling, alone and as the last or a middle element."""
    assert encode_canonical(number) == text
    assert encode_canonical([number, number]) == b"[%b,%b]" % (text, text)
    assert encode_canonical({"a": {"b": number}}) == b'{"a":{"b":%b}}' % text


def test_keys_are_sorted_by_utf_16_code_units() -> None:
    """An astral character comes before U+E000, as in JavaScript, not after it, as in UTF-8."""
    assert encode_canonical({"\ue000": 1, "😀": 2, "b": 3, "a": 4}) == '{"a":4,"b":3,"😀":2,"\ue000":1}'.encode()


def test_strings_are_not_escaped_more_than_needed() -> None:
    """Only quotes, backslashes and control characters are escaped."""
    assert encode_canonical('é/<\u2028\x7f"\\\n\x00').decode() == '"é/<\u2028\x7f\\"\\\\\\n\\u0000"'


def test_text_that_looks_like_a_number_stays_text() -> None:
    """What would be a number elsewhere is not touched in a string."""
    assert encode_canonical({"version": "1.0,2.0]", "e": "1e5}"}) == b'{"e":"1e5}","version":"1.0,2.0]"}'


def test_parts_that_are_canonical_are_taken_as_they_are() -> None:
    """Stored bytes go into a document without being decoded."""
    assert assemble({"b": msgspec.Raw(b'{"x":1}'), "a": [1.0, None]}) == b'{"a":[1,null],"b":{"x":1}}'


def test_a_digest_is_sha_256_in_base64url_without_padding() -> None:
    """The digest of nothing is the well-known one."""
    assert digest_of(b"") == "sha256-47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"


def test_the_layout_of_a_file() -> None:
    """Two spaces, a space after the colon, empty containers closed at once, one newline at the end, nothing escaped."""
    text = '{"a":[],"b":{},"c":[1,{"d":"é{}"}]}'

    expected = json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
    assert format_file(text.encode()).decode() == expected


@pytest.mark.parametrize("size", [1, 2046, 2047, 2048, 4094, 4095, 2**18, 2**18 + 1])
def test_digest_is_that_of_the_whole_text(size: int) -> None:
    """However a text is taken in, its digest is SHA-256 of all of it."""
    data = bytes(range(256)) * (size // 256) + bytes(range(size % 256))

    assert base64.urlsafe_b64decode(digest_of(data).removeprefix("sha256-") + "=") == hashlib.sha256(data).digest()
