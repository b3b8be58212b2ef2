"""How the cheat sheet is shown."""

from quizapp.modes.declaration import ModeDeclaration

MODE = ModeDeclaration(
    slug="cheat-sheet",
    title="Cheat sheet",
    invites="The whole pattern on one page: recall it, quiz yourself, print it.",
    icon="cheat-sheet",
    page="cheat-sheet",
    tests=False,
    holds=("entry", "entries"),
)
