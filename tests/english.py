"""Messages as a learner reads them in English."""

from grader.texts.message import Message, render


def english(message: Message) -> str:
    """A message as English text."""
    return render(message, "en")
