from fast_data_transfer.domain.quoting import cut_pointer, quote


def test_input_is_cut_and_made_visible() -> None:
    """At most 40 characters are repeated; control, bidirectional and half characters are escaped."""
    assert quote("pr_orders") == '"pr_orders"'
    assert quote("è😀 ß") == '"è😀 ß"'
    assert quote("x" * 40) == '"' + "x" * 40 + '"'
    assert quote("x" * 41) == '"' + "x" * 40 + '…"'
    assert quote("\x1b[31m\n\u202e\ud800") == '"\\x1b[31m\\n\\u202e\\ud800"'


def test_a_pointer_is_cut_and_can_be_sent() -> None:
    """A key of megabytes is not echoed, half a character is replaced."""
    assert cut_pointer("/a/b") == "/a/b"
    assert cut_pointer("/" + "k" * 999) == "/" + "k" * 999
    assert cut_pointer("/" + "k" * 5000) == "/" + "k" * 999 + "…"
    assert cut_pointer("/\ud800") == "/?"
