"""Blocks of JSON-LD as pages break them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.web.json_ld import load, mended


@pytest.mark.parametrize(
    ("block", "content"),
    [
        ('<!-- {"a": 1,} -->', {"a": 1}),
        ('//<![CDATA[\n{"a": [1, -2,],};\n//]]>', {"a": [1, -2]}),
        ('//<![CDATA[ {"a": [[1]]} //]]>', {"a": [[1]]}),
        ('{"a": "x, ] // y /* z */ -->", /* comment */ "b": 2} // end', {"a": "x, ] // y /* z */ -->", "b": 2}),
        ('{"url": "https://example.fi//"}', {"url": "https://example.fi//"}),
        ('{"a": "two\nlines"}', {"a": "two\nlines"}),
        ('{"name": "Kahvila "Kulma" Oy",\n "b": "it\\\'s"}', {"name": 'Kahvila "Kulma" Oy', "b": "it's"}),
        ("{&quot;a&quot;: &quot;b&quot;}", {"a": "b"}),
    ],
)
def test_a_broken_block_is_mended(block: str, content: object) -> None:
    assert load(block) == content


@pytest.mark.parametrize("block", ["", "{", '{"a": ', "[" * 100_000, '{"a":1}{"b":2}', "9" * 10_000])
def test_a_block_beyond_mending_is_nothing(block: str) -> None:
    assert load(block) is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(_JSON, st.sampled_from([None, 1]))
def test_mending_leaves_good_json_as_it_is(content: object, indent: int | None) -> None:
    for ascii_only in (True, False):
        assert json.loads(mended(json.dumps(content, indent=indent, ensure_ascii=ascii_only))) == content


@given(st.text(max_size=300))
def test_no_text_makes_loading_fail(text: str) -> None:
    load(text)
    assert len(mended(text)) <= len(text)
