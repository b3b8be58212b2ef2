from __future__ import annotations

import pytest

from quizapp.web.markdown import blocks, inline


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        (r"$\frac{1}{n}$", "<mfrac>"),
        (r"$x_i^2$", "<msubsup>"),
        (r"$\sqrt{x}$", "<msqrt>"),
        (r"$\hat y = Wx + b$", "<mover"),
        (r"$\sum_{i=1}^{n} x_i$", "∑"),
        (r"$\mathbb{R}^{n \times m}$", "<msup>"),
        (r"$\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}$", "<mtable"),
        (r"$\nabla_\theta \mathcal{L}$", "∇"),
    ],
)
def test_a_formula_becomes_mathml(source: str, holds: str) -> None:
    html = inline(source)

    assert "<math" in html
    assert holds in html
    assert "$" not in html


def test_a_formula_of_its_own_stands_as_a_block() -> None:
    assert '<math display="block">' in blocks("$$\\sigma(x)$$\n")


@pytest.mark.parametrize("price", ["It costs $5 and $10.", "from $1 to $2", "a single $ sign", r"\$x\$"])
def test_prices_and_lone_signs_are_no_formulas(price: str) -> None:
    assert "<math" not in inline(price)


def test_code_keeps_its_dollar_signs() -> None:
    assert "<math" not in inline("`$x$`")


@pytest.mark.parametrize("attack", [r"$<script>alert(1)</script>$", r"$\text{<img src=x onerror=alert(1)>}$"])
def test_nothing_but_mathematics_comes_out_of_a_formula(attack: str) -> None:
    html = inline(attack)

    assert "<script" not in html
    assert "<img" not in html


def test_what_is_no_latex_is_shown_as_it_was_written() -> None:
    assert r"<code>x^2^3</code>" in inline(r"$x^2^3$")
