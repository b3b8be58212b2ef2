"""How explaining is shown."""

from quizapp.modes.declaration import ModeDeclaration

MODE = ModeDeclaration(
    slug="explain",
    title="Explain it",
    invites="Write it in your own words, then see which concepts you covered.",
    icon="pen",
    page="explain",
    tests=False,
    sits=False,
    holds=("open question", "open questions"),
)
