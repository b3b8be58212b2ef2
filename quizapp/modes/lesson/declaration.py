"""How the lesson is shown."""

from quizapp.modes.declaration import ModeDeclaration

MODE = ModeDeclaration(
    slug="lesson",
    title="Lesson",
    invites="Why it works this way: step by step, with your guess before each answer.",
    icon="lesson",
    page="lesson",
    tests=False,
    sits=False,
    holds=("lesson", "lessons"),
)
