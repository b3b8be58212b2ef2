"""How the challenge is shown."""

from quizapp.modes.declaration import ModeDeclaration

MODE = ModeDeclaration(
    slug="challenge",
    title="Challenge",
    invites="Every problem has a clock. Get all of them right and the badge is yours.",
    icon="challenge",
    page="challenge",
    tests=True,
    holds=("problem", "problems"),
)
