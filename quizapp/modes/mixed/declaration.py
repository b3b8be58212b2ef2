"""How mixed questions are shown."""

from quizapp.modes.declaration import ModeDeclaration

MODE = ModeDeclaration(
    slug="mixed",
    title="Mixed questions",
    invites="As in an interview: questions over patterns of your choice, a minute each, one clock.",
    icon="mixed",
    page="mixed",
    tests=True,
)
