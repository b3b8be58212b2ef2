"""A question's own pages, on a phone and on a desk, by keyboard and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from quizapp.catalog.models import ItemRevision, Mode
from runner.explained import Change, Expression, Model, Operation, Part, Seen, Trace, TraceStep
from tests.browser.conftest import OpenWindow, Window
from tests.factories import content, explanations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOURCE = """import torch
from torch import nn

model = nn.Sequential(nn.Conv2d(3, 8, kernel_size=3), nn.ReLU(), nn.Flatten(), nn.Linear(8 * 6 * 6, 10))
for parameter in model[0].parameters():
    parameter.requires_grad = False
x = torch.ones(2, 3, 8, 8)
y = model(x)
print(tuple(y.shape))
"""
MUTANTS = {
    "squeezed": (SOURCE.replace("torch.ones(2, 3, 8, 8)", "torch.ones(1, 3, 8, 8)"), "(1, 10)", "A single image."),
    "flat": (SOURCE.replace("y.shape", "x.shape"), "(2, 3, 8, 8)", "The shape of the input was printed."),
}


def tensor(*shape: int) -> Seen:
    text = f"Tensor{shape} float32"
    return Seen(kind="tensor", type="torch.Tensor", text=text, shape=shape, dtype="float32", requires_grad=False)


def module(trainable: int) -> Seen:
    text = "Sequential, 3114 parameters"
    return Seen(kind="module", type="Sequential", text=text, parameters=3114, trainable=trainable)


def trace() -> Trace:
    shapes = [(2, 3, 8, 8), (2, 8, 6, 6), (2, 8, 6, 6), (2, 288), (2, 10)]
    names = ["conv2d", "relu", "flatten", "linear"]
    operations = tuple(
        Operation(
            name=name,
            inputs=(tensor(*shapes[number]),),
            output=tensor(*shapes[number + 1]),
            layer=str(number),
            settings={"kernel_size": "3", "stride": "1"} if name == "conv2d" else {},
        )
        for number, name in enumerate(names)
    )
    seen = Seen(kind="container", type="tuple", text="(2, 10)")
    parts = (
        Part(path="0", type="Conv2d", shapes={"weight": (8, 3, 3, 3), "bias": (8,)}, parameters=224, trainable=0),
        Part(path="3", type="Linear", shapes={"weight": (10, 288), "bias": (10,)}, parameters=2890, trainable=2890),
    )
    return Trace(
        steps=(
            TraceStep(number=1, line=4, changes=(Change(name="model", value=module(3114)),)),
            TraceStep(number=2, line=6, pass_number=1, passes=2, changes=(Change(name="model", value=module(2898)),)),
            TraceStep(number=3, line=6, pass_number=2, passes=2, changes=(Change(name="model", value=module(2890)),)),
            TraceStep(number=4, line=7, changes=(Change(name="x", value=tensor(2, 3, 8, 8)),)),
            TraceStep(number=5, line=8, changes=(Change(name="y", value=tensor(2, 10)),), operations=operations),
            TraceStep(
                number=6,
                line=9,
                printed="(2, 10)\n",
                expressions=(Expression(text="tuple(y.shape)", value=seen),),
            ),
        ),
        models=(Model(name="model", step=3, parts=parts),),
    )


@pytest.fixture
def practice(transactional_db: None) -> Mode:
    """One question whose program was traced, with two slips that an author approved."""
    pattern = content.pattern("shapes", summary="Shapes through layers.")
    choices = [
        {"id": "ten-each", "text": "(2, 10)", "rationale": "Two images, ten scores each."},
        {"id": "squeezed", "text": "(1, 10)", "rationale": "There are two images."},
        {"id": "flat", "text": "(2, 3, 8, 8)", "rationale": "That went in."},
    ]
    snippet = {"source": SOURCE, "runtime": "pytorch"}
    changes = {"choices": choices, "key": "ten-each", "snippet": snippet, "title": "Ten scores for each image"}
    mode = content.practice(pattern, problems=1, kind="predict-output", slug="ten-scores", **changes)
    slips = {
        choice: explanations.slip(SOURCE, mutant, output, sentence=sentence)
        for choice, (mutant, output, sentence) in MUTANTS.items()
    }
    made = explanations.explained(SOURCE, "(2, 10)", slips, trace=trace())
    assert made.explanation is not None
    told = made.explanation.model_copy(
        update={
            "steps": (
                explanations.sentence("The kernel fits 6 times in each direction: (2, 8, 6, 6).", 5),
                explanations.sentence("`3` joins all but the first dimension and gives 10 scores.", 5),
            ),
            "final_answer": explanations.sentence("It prints (2, 10).", 6),
            "quick_check": explanations.sentence("Ask of each layer which dimensions it changes.", 5),
        }
    )
    revision = ItemRevision.objects.get(item__slug="ten-scores")
    explanations.explain_revision(revision, explanation=told, trace=made.trace, distractors=made.distractors)
    return mode


def answer_wrong_then_right(window: Window) -> None:
    page = window.page
    window.go("/patterns/shapes/practice/")
    page.get_by_role("button", name="Start practicing").click()
    for text in ("(1, 10)", "(2, 10)"):
        page.locator("label.choice").filter(has_text=text).click()
        page.get_by_role("button", name="Submit").click()
        if text == "(1, 10)":
            expect(page.get_by_text("That was not it")).to_be_visible()
    expect(page.get_by_role("heading", name="What you may have done")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1280, "light"), (360, "light"), (1280, "dark")])
def test_from_the_answer_to_both_pages(
    open_window: OpenWindow, practice: Mode, width: int, theme: str, javascript: bool
) -> None:
    name = f"question-pages-{width}-{theme}-{'script' if javascript else 'no-script'}"
    window = open_window(name, width=width, theme=theme, javascript=javascript)
    page = window.page
    answer_wrong_then_right(window)
    page.get_by_text("Proven by 5 runs of this program.").click()
    expect(page.get_by_text("the order of sets")).to_be_visible()
    window.looks("answered")

    page.get_by_role("link", name="What if?").click()
    expect(page.get_by_role("heading", name="What does it print now?")).to_have_count(0)
    window.looks("what-if")
    page.get_by_role("link", name="Change 2").click()
    expect(page.get_by_role("link", name="Change 2")).to_have_attribute("aria-current", "page")
    page.locator("label.choice").filter(has_text="(2, 3, 8, 8)").click()
    page.get_by_role("button", name="See what it prints").click()
    expect(page.get_by_role("heading", name="As you said")).to_be_visible()
    expect(page.get_by_text("The shape of the input was printed.")).to_be_visible()
    window.looks("guessed")

    page.get_by_role("link", name="Step through the program").click()
    expect(page.get_by_role("heading", name="Step 1 of 6, line 4")).to_be_visible()
    window.looks("trace-first")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("heading", name="Step 2 of 6, line 6, pass 1 of 2")).to_be_visible()
    page.get_by_role("link", name="Line 8").click()
    expect(page.get_by_role("heading", name="Step 5 of 6, line 8")).to_be_visible()
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("cell", name="2 × 8 × 6 × 6").first).to_be_visible()
    window.looks("trace-shapes")
    page.get_by_label("Go to step").fill("6")
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_text("This line prints")).to_be_visible()


def test_the_trace_goes_by_keyboard_and_speaks(open_window: OpenWindow, practice: Mode) -> None:
    window = open_window("question-pages-keys")
    page = window.page
    answer_wrong_then_right(window)
    window.go("/q/ten-scores/trace")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="Step 2 of 6")).to_be_visible()
    expect(page.locator("[data-spoken]")).to_have_text(
        "Step 2 of 6, line 6, pass 1 of 2. model: Sequential, 3114 parameters"
    )
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", name="Step 1 of 6")).to_be_visible()
    following = page.get_by_role("link", name="Next")
    following.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Step 2 of 6")).to_be_visible()
    expect(page.get_by_role("link", name="Next")).to_be_focused()
    page.get_by_label("Go to step").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="Step 2 of 6")).to_be_visible()
