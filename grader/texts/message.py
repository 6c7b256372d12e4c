"""A message: a text of the catalogue and its words, which is translated when it is shown.

    seen = M_("only {got} of {wanted} bytes", got=3, wanted=5)
    render(seen, "zh")

A word may be a message itself. A message is plain data, so that it can be saved.
"""

from typing import Annotated

import msgspec

from grader.texts.language import translated

# A field is a name, an optional conversion and optional decimals: a forged template cannot read attributes.
TEMPLATE = r"^(?:[^{}]|\{\{|\}\}|\{\w+(?:![rs])?(?::\.\df)?\})*$"


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """`template` is the English text of the catalogue with fields as in str.format; `words` are their values."""

    template: Annotated[str, msgspec.Meta(pattern=TEMPLATE)]
    words: dict[str, "str | int | Message"] = {}

    def with_words(self, **words: "str | int | Message") -> "Message":
        """The same message with these words."""
        return Message(self.template, words)


NO_TEXT = Message("")


def M_(template: str, **words: str | int | Message) -> Message:  # noqa: N802  (as gettext's own names)
    """A message; `M_` also marks its text for the catalogue."""
    return Message(template, words)


def verbatim(text: str) -> Message:
    """A text that is the same in every language, such as what a program sent."""
    return Message("{text}", {"text": text})


def joined(*parts: Message) -> Message:
    """Several messages joined into one."""
    words: dict[str, str | int | Message] = {f"part{number}": part for number, part in enumerate(parts)}
    return Message("".join(f"{{{name}}}" for name in words), words)


def render(message: Message, language: str) -> str:
    """A message as text in `en` or `zh`."""
    template = translated(message.template, language)
    words = {
        name: render(word, language) if isinstance(word, Message) else word for name, word in message.words.items()
    }
    return template.format(**words) if words else template
