"""How practice is shown."""

from quizapp.modes.declaration import ModeDeclaration

MODE = ModeDeclaration(
    slug="practice",
    title="Practice",
    invites="No clock and no score to lose: try, read why, try again.",
    icon="practice",
    page="practice",
    tests=False,
)
