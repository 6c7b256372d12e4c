"""Parse diagrams with Mermaid itself, in one Node process.

Without Node or the npm packages a test is skipped with the reason; with MERMAID_REQUIRED=1 it fails instead.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from tests.npm import install_packages

PACKAGES = ("mermaid@11", "jsdom@26")  # jsdom 26 is the last for Node 18, which Debian 12 has
SCRIPT = Path(__file__).with_suffix(".mjs")
PARSED_WITHIN = 60  # seconds
ENTITY = re.compile(r"ﬂ°°(\d+)¶ß")  # how Mermaid encodes an entity until it draws the diagram


@dataclass(frozen=True)
class ParsedDiagram:
    """One parsed diagram: the parser's error, or the texts of its messages and the names of its participants."""

    error: str
    messages: list[str]
    names: list[str]


def parse_diagrams(diagrams: Sequence[str]) -> list[ParsedDiagram]:
    """Parse diagrams, all in one process."""
    node = shutil.which("node")
    if node is None:
        skip_or_fail("there is no Node on this machine")
    folder = install_packages("mermaid", PACKAGES, skip_or_fail)
    run = subprocess.run(
        [node, str(SCRIPT), str(folder)],
        input=json.dumps(list(diagrams)).encode(),
        capture_output=True,
        timeout=PARSED_WITHIN,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode("utf-8", "replace")
    return [
        ParsedDiagram(
            each["error"], list(map(decode_entities, each["messages"])), list(map(decode_entities, each["names"]))
        )
        for each in json.loads(run.stdout)
    ]


def decode_entities(text: str) -> str:
    """A text as Mermaid draws it."""
    return ENTITY.sub(lambda entity: chr(int(entity[1])), text)


def skip_or_fail(reason: str) -> NoReturn:
    """Skip the test; fail it if MERMAID_REQUIRED is set."""
    if os.environ.get("MERMAID_REQUIRED"):
        pytest.fail(f"{reason}, and MERMAID_REQUIRED is set")
    pytest.skip(reason)
