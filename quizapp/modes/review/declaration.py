"""How the review is shown."""

from quizapp.modes.declaration import ModeDeclaration

MODE = ModeDeclaration(
    slug="review",
    title="Review",
    invites="What you got wrong comes back until you have it.",
    icon="review",
    page="study",
    tests=False,
)
