"""How the test is shown."""

from quizapp.modes.declaration import ModeDeclaration

MODE = ModeDeclaration(
    slug="test",
    title="Test",
    invites="Ten questions, easy to hard: is this pattern strong, and if not, what would help?",
    icon="test",
    page="test",
    tests=True,
    draws=10,
)
