"""The random texts: each has the same size and the same places of letters, and every codec of GBK has its characters."""

import random
import re

import pytest

from grader.harness.random_data import RandomData

MANY = 200


@pytest.fixture
def data() -> RandomData:
    return RandomData(random.Random(5))


@pytest.mark.parametrize("letters", [5, 9, 14, 25, 30])
def test_each_text_has_its_letters_and_three_ascii_characters_at_the_same_place(data: RandomData, letters: int) -> None:
    for _number in range(MANY):
        text = data.text(letters)
        assert re.fullmatch(r"[^\x00-\x7f]{2}[A-Za-z]{3}[^\x00-\x7f]*", text)
        assert len(text.encode("gb2312")) == len(text.encode("gbk")) == 2 * letters + 3


def test_texts_differ_from_run_to_run(data: RandomData) -> None:
    assert len({data.text() for _number in range(MANY)}) > MANY * 0.95


@pytest.mark.parametrize("size", [7, 512, 1000, 1023, 1024])
def test_a_text_of_a_size_has_it(data: RandomData, size: int) -> None:
    assert len(data.text_of(size).encode("gbk")) == size


def test_a_rare_text_is_in_gbk_and_not_in_gb2312(data: RandomData) -> None:
    text = data.rare_text()
    assert len(text.encode("gbk")) == 2 * (14 + 3) + 3
    with pytest.raises(UnicodeEncodeError):
        text.encode("gb2312")
