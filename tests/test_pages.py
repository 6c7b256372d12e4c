"""The documentation: every link works, both languages have the same structure, and every name on a page exists."""

import ast
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import click
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from grader.cli import main
from tests.mermaid import parse_diagrams
from tests.submitted import REPO
from tests.test_house import in_the_repository
from tests.test_release import release_of
from tests.test_sessions import sessions

FIRST_PAGES = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")
BYTES_AT_MOST = 8000  # of each first page, so that it can be read in one sitting
ELSEWHERE = ("solutions/", "tests/", "grader/release/template/")  # the template's links hold in a release
CHINESE = ".zh-CN.md"
INDEX = "docs/README.md"
FOR_ENGINEERS = "For engineers"  # the pages below this heading of the index are only in English
COMMAND_LINE = ("docs/command-line.md", "docs/command-line.zh-CN.md")


# Reading a page ------------------------------------------------------------------------------------------------------


@dataclass
class Page:
    """One page: its links, the anchors that a link may name, its headings with their levels, its fenced blocks."""

    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    headings: list[tuple[int, str]] = field(default_factory=list)
    blocks: list[tuple[str, str]] = field(default_factory=list)


def page_of(text: str) -> Page:
    """Read a page as GitHub does."""
    page = Page()
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            title = plain(tokens[place + 1].children or [])
            page.headings.append((int(token.tag[1:]), title))
            page.anchors.add(unique_anchor(slug(title), page.anchors))
        elif token.type == "fence":
            page.blocks.append((token.info.strip(), token.content))
        elif token.type == "html_block":
            page.anchors |= html_anchors(token.content)
        for each in token.children or []:
            if each.type == "link_open":
                page.links.append(unquote(str(each.attrs["href"])))
            elif each.type == "image":
                page.links.append(unquote(str(each.attrs["src"])))
            elif each.type == "html_inline":
                page.anchors |= html_anchors(each.content)
    return page


def plain(tokens: Sequence[Token]) -> str:
    """The text of a heading without markup."""
    return "".join(plain(each.children) if each.children else each.content for each in tokens)


def slug(title: str) -> str:
    """The anchor of a heading: lower case, letters of every script, digits, `_` and `-`; spaces become `-`."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def unique_anchor(anchor: str, taken: set[str]) -> str:
    """The anchor, with a number if an earlier heading has the same one."""
    names = (anchor, *(f"{anchor}-{number}" for number in range(1, len(taken) + 1)))
    return next(each for each in names if each not in taken)


def html_anchors(html: str) -> set[str]:
    """The anchors that HTML defines: `<a id="...">`."""
    return set(re.findall(r"<a (?:id|name)=[\"']([^\"']+)[\"']", html))


def test_an_anchor_equals_the_anchor_that_github_makes() -> None:
    text = '# `nox -s` & Co.: a_b-c\n## 怎样看报告（一）？\n## Twice\n## Twice\n### [Linked](x.md#y) text\n- <a id="own-one"></a>**x**\n'
    assert page_of(text).anchors == {"nox--s--co-a_b-c", "怎样看报告一", "twice", "twice-1", "linked-text", "own-one"}
    assert page_of("`[no](link)` [a](b.md#怎样) ![c](d.png)\n\n```text\n[no](link)\n```\n").links == [
        "b.md#怎样",
        "d.png",
    ]


def wrong_links(path: str, page: Page, pages: dict[str, Page], files: set[str]) -> Iterator[str]:
    """One line for each broken link of a page, in a repository with these files and pages."""
    for link in page.links:
        if re.match(r"https?://|mailto:", link):
            continue
        target, _, anchor = link.partition("#")
        where = os.path.normpath(os.path.join(os.path.dirname(path), target)).replace(os.sep, "/") if target else path
        if where not in files:
            where = f"{where}/README.md".removeprefix("./")
        if where not in files:
            yield f"{path} leads to {link}, which does not exist"
        elif anchor and (where not in pages or anchor not in pages[where].anchors):
            yield f"{path} leads to {link}: {where} has no such anchor"


# The pages of the repository -----------------------------------------------------------------------------------------


@cache
def files() -> frozenset[str]:
    return frozenset(path.relative_to(REPO).as_posix() for path in in_the_repository())


def text_of(path: str) -> str:
    return (REPO / path).read_text(encoding="utf-8")


@cache
def pages() -> dict[str, Page]:
    """Every page outside the solutions, the tests and the template."""
    paths = sorted(path for path in files() if path.endswith(".md") and not path.startswith(ELSEWHERE))
    return {path: page_of(text_of(path)) for path in paths}


PAGES = [path for path in pages() if not path.startswith("grader/")]
DOCS = [path for path in PAGES if path.startswith("docs/")]


def twin(path: str) -> str:
    """The page in the other language."""
    return path.removesuffix(CHINESE) + ".md" if path.endswith(CHINESE) else path.removesuffix(".md") + CHINESE


def targets(path: str) -> set[str]:
    """The pages to which a page has a link."""
    links = (each.partition("#")[0] for each in pages()[path].links if "://" not in each)
    return {os.path.normpath(os.path.join(os.path.dirname(path), each)).replace(os.sep, "/") for each in links if each}


def test_every_kind_of_page_is_found() -> None:
    assert {*FIRST_PAGES, "CHANGELOG.md", INDEX, *COMMAND_LINE} <= set(PAGES)
    assert len([path for path in PAGES if path.startswith("exercises/")]) >= 26


@pytest.mark.parametrize("path", PAGES)
def test_every_link_works(path: str) -> None:
    assert list(wrong_links(path, pages()[path], pages(), set(files()))) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("repo", ["", "owner/course"])
def test_every_link_of_a_release_works(lang: str, repo: str) -> None:
    made = {file.path: file.data for file in release_of("02,12-13", lang=lang, course=repo).files}
    read = {path: page_of(data.decode("utf-8")) for path, data in made.items() if path.endswith(".md")}
    assert len(read) >= 8
    for path, page in read.items():
        assert list(wrong_links(path, page, read, set(made))) == []


@pytest.mark.parametrize("path", FIRST_PAGES)
def test_a_first_page_is_short(path: str) -> None:
    assert len((REPO / path).read_bytes()) <= BYTES_AT_MOST


# Two languages -------------------------------------------------------------------------------------------------------


def for_engineers() -> set[str]:
    """The pages in the engineers' part of the index."""
    part = text_of(INDEX).partition(f"## {FOR_ENGINEERS}\n")[2]
    return {f"docs/{PurePosixPath(link).name}" for link in page_of(part).links if not link.startswith("..")}


ENGLISH = [path for path in DOCS if not path.endswith(CHINESE)]
IN_BOTH = ["README.md", *(path for path in ENGLISH if path not in for_engineers())]
EXERCISES = [path for path in PAGES if path.startswith("exercises/") and not path.endswith(CHINESE)]


def test_the_index_has_every_page_in_each_language() -> None:
    assert set(ENGLISH) - targets(INDEX) <= {INDEX}
    known = {twin(path) if twin(path) in DOCS else path for path in ENGLISH}
    assert known - targets(twin(INDEX)) <= {twin(INDEX)}
    assert for_engineers() < set(ENGLISH)


@pytest.mark.parametrize("path", [*IN_BOTH, *EXERCISES])
def test_a_page_for_learners_or_teachers_has_a_translation_that_links_back(path: str) -> None:
    other = twin(path)
    assert other in PAGES
    if path not in EXERCISES:
        assert other in targets(path)
        assert path in targets(other)
    assert [level for level, _ in pages()[path].headings] == [level for level, _ in pages()[other].headings]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_links_to_pages_of_its_own_language(path: str) -> None:
    foreign = {each for each in targets(path) if each in PAGES and twin(each) in PAGES} - {twin(path)}
    assert {each for each in foreign if each.endswith(CHINESE) != path.endswith(CHINESE)} == set()


# What a page names ---------------------------------------------------------------------------------------------------


EXERCISE_PAGES = sorted((REPO / "exercises").glob("*/README*.md"))
WORDS_AT_MOST, CHARACTERS_AT_MOST = 700, 1400  # of prose: English words, Chinese characters


@pytest.mark.parametrize("path", EXERCISE_PAGES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_the_page_of_an_exercise_is_short_and_its_mistakes_are_folded_away(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    folded = re.findall(r"<details>.*?</details>", text, re.DOTALL)
    assert len(folded) == 1
    assert folded[0].count("\n- ") >= 5
    for hidden in (r"<details>.*?</details>", r"^```.*?^```", r"^    .*?$"):
        text = re.sub(hidden, "", text, flags=re.DOTALL | re.MULTILINE)
    assert len(re.findall(r"[\u4e00-\u9fff]", text)) <= CHARACTERS_AT_MOST
    assert "zh-CN" in path.name or len(text.split()) <= WORDS_AT_MOST


@pytest.mark.parametrize("path", pages())
def test_every_session_that_a_page_names_exists(path: str) -> None:
    named = {name for words in re.findall(r"\bnox -s ([a-z][a-z ]*)", text_of(path)) for name in words.split()}
    assert named <= set(dict(sessions()))


def test_the_readme_has_the_commands_for_the_grading_and_the_tests() -> None:
    for path in ("README.md", "README.zh-CN.md"):
        started = [content.strip() for info, content in pages()[path].blocks if info == "sh"]
        assert started == [f"python3 -m pip install nox && nox -s {name}" for name in ("grade", "tests")]


def options_of(command: click.Command) -> set[str]:
    """Every option of a command except --help."""
    return {name for each in command.params for name in each.opts if name.startswith("--")}


def commands() -> dict[str, click.Command]:
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


@pytest.mark.parametrize("path", COMMAND_LINE)
def test_the_page_on_the_command_line_lists_exactly_the_options_of_every_command(path: str) -> None:
    parts = re.split(r"^### (\S+)$", text_of(path), flags=re.MULTILINE)
    listed = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert {name: first_column(part) for name, part in listed.items()} == {
        name: options_of(command) for name, command in commands().items()
    }
    every = set[str]().union(*map(options_of, commands().values())) | {"--help"}
    assert set(re.findall(r"(?<![\w-])--[a-z][\w-]*", text_of(path))) <= every


def first_column(text: str) -> set[str]:
    """The options in the first column of the tables of a text."""
    rows = (line.split("|")[1] for line in text.splitlines() if line.startswith("|"))
    return {option for cell in rows for option in re.findall(r"--[a-z][\w-]*", cell)}


def test_the_examples_in_contributing_match_their_source_files() -> None:
    before, *parts = re.split(r"^```python\n", text_of("CONTRIBUTING.md"), flags=re.MULTILINE)
    assert len(parts) == 2
    for part in parts:
        source = re.findall(r"`(grader/[\w./]+\.py)`", before)[-1]
        example = part.partition("```")[0]
        ast.parse(example)
        for piece in example.strip().split("\n\n\n"):
            assert f"{piece}\n" in text_of(source), source
        before = part


def test_every_file_of_the_grader_that_a_page_names_exists() -> None:
    named = re.compile(r"`((?:grader/)?[a-z_]+/[\w/]*[\w]+\.(?:py|md|toml))`")
    there = {PurePosixPath(path).relative_to("grader").as_posix() for path in files() if path.startswith("grader/")}
    missing = []
    for path in ("CONTRIBUTING.md", *ENGLISH):
        for name in named.findall(text_of(path)):
            if name.islower() and name not in files() and name.removeprefix("grader/") not in there:
                missing.append(f"{path}: {name}")
    assert missing == []


def test_mermaid_parses_every_diagram_of_the_pages() -> None:
    drawn = [(path, text) for path, page in pages().items() for info, text in page.blocks if info == "mermaid"]
    assert len(drawn) >= 3
    said = parse_diagrams([text for _, text in drawn])
    assert [(path, each.error) for (path, _), each in zip(drawn, said, strict=True) if each.error] == []
