"""How flashcards are shown."""

from quizapp.modes.declaration import ModeDeclaration

MODE = ModeDeclaration(
    slug="flashcards",
    title="Flashcards",
    invites="Recall, rate yourself, and meet each card again just before you would forget it.",
    icon="flashcards",
    page="flashcards",
    tests=False,
    sits=False,
    holds=("card", "cards"),
)
