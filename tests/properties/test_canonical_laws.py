from random import Random
from typing import cast

import msgspec
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from fast_data_transfer.domain.canonical import assemble, encode_canonical, format_file
from fast_data_transfer.domain.json_bounds import node_limit
from fast_data_transfer.domain.model import Json
from fast_data_transfer.domain.safe_json import decode_json
from tests.json_strategies import doubles, integers, json_values, keys, make_json


@given(make_json(integers | doubles))
def test_canonical_bytes_are_those_of_an_independent_implementation(value: Json) -> None:
    """The quick way and the careful way both give what RFC 8785 says."""
    expected = rfc8785.dumps(value)

    assert encode_canonical(value) == expected
    assert assemble(value) == expected


@settings(max_examples=1_000)
@given(doubles)
def test_every_double_has_the_spelling_of_rfc_8785(number: float) -> None:
    """Shortest digits, JavaScript's exponents."""
    assert encode_canonical(number) == rfc8785.dumps(number)


@given(st.dictionaries(st.sampled_from(["a", "\ue000", "\uffff", "😀", "\U0010ffff", "é", "a\ue000", "a😀"]), integers))
def test_keys_beyond_the_basic_plane_are_sorted_as_in_rfc_8785(value: dict[str, int]) -> None:
    """The characters on which UTF-8 and UTF-16 disagree."""
    assert encode_canonical(cast("Json", value)) == rfc8785.dumps(cast("dict[str, Json]", value))


@given(json_values)
def test_what_is_written_is_what_is_read(value: Json) -> None:
    """Canonical bytes and files both decode to the value that they were made of, numbers of the same type."""
    compact = encode_canonical(value)

    for data in (compact, format_file(compact)):
        again = decode_json(data, max_nodes=node_limit(len(data)))
        assert again == value
        assert encode_canonical(again) == compact


@given(st.dictionaries(keys, json_values), st.randoms())
def test_key_order_does_not_change_the_bytes(value: dict[str, Json], random: Random) -> None:
    """Nor do parts that are canonical already."""
    items = list(value.items())
    random.shuffle(items)

    assert encode_canonical(dict(items)) == encode_canonical(value)
    raw = {key: msgspec.Raw(encode_canonical(member)) for key, member in items}
    assert assemble(raw) == encode_canonical(value)
