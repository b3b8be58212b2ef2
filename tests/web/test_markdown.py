from __future__ import annotations

import pytest

from quizapp.web.markdown import blocks, inline, literal

ATTACKS = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[click](javascript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "![picture](https://example.org/p.png)",
    '<p style="color:red">x</p>',
    "<iframe src=//example.org></iframe>",
    "```python\n</code></pre><script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "<javascript:alert(1)>",
    "`<svg onload=alert(1)>`",
    '[x](https://example.org/ "<script>\'")',
)


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_an_author_types_becomes_active(text: str) -> None:
    for html in (blocks(text), inline(text), literal(text)):
        lowered = html.lower()
        assert "<script" not in lowered
        assert "<img" not in lowered
        assert "<iframe" not in lowered
        assert "<svg" not in lowered
        assert "style=" not in lowered.replace("&lt;p style=", "")
        assert 'href="javascript' not in lowered
        assert 'href="data' not in lowered


def test_paragraphs_lists_and_code_come_through() -> None:
    html = blocks("One *two* `three`\n\n- four\n- five\n")

    assert "<em>two</em>" in html
    assert "<code>three</code>" in html
    assert html.count("<li>") == 2


def test_fenced_code_is_coloured_by_classes_only() -> None:
    html = blocks("```python\nimport torch\n```")

    assert '<span class="kn">import</span>' in html
    assert "style=" not in html


def test_fenced_code_of_an_unknown_language_is_shown_as_it_is() -> None:
    assert "fn &lt;main&gt;" in blocks("```no-such-language\nfn <main>\n```")


def test_one_line_has_no_paragraph_around_it() -> None:
    assert inline("use `eval()`") == "use <code>eval()</code>"


def test_tables_come_through() -> None:
    assert "<td>1</td>" in blocks("| a |\n|---|\n| 1 |\n")


def test_printed_text_keeps_every_character() -> None:
    assert literal("a  <b>\n`c` *d*") == "<samp>a  &lt;b&gt;\n`c` *d*</samp>"


def test_links_lead_out_without_a_trace() -> None:
    assert 'rel="noopener noreferrer"' in blocks("[docs](https://pytorch.org/docs)")


def test_a_long_call_breaks_after_a_bracket_a_dot_or_a_comma() -> None:
    html = inline("`nn.Sequential(nn.AvgPool2d(7, stride=7), nn.Linear(64,5))` and `x.shape[0]`")

    assert html == (
        "<code>nn.<wbr>Sequential(<wbr>nn.<wbr>AvgPool2d(<wbr>7, stride=7), nn.Linear(64,5))</code>"
        " and <code>x.shape[0]</code>"
    )
