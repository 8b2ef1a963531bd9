"""The words records are placed by."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from dossier.codec.lexicon import load_lexicon, parse_lexicon


def test_lists_are_words_and_remarks() -> None:
    lexicon = parse_lexicon("通知 报告\n# 词\n工作\n", "献血 血站 # 医\n\n# 节\n元宵 灯会\n")
    assert lexicon.generic == {"通知", "报告", "工作"}
    assert lexicon.alike == (("献血", "血站"), ("元宵", "灯会"))


def test_every_shipped_matter_has_words_of_its_own() -> None:
    lexicon = load_lexicon()
    names = Counter(words[0] for words in lexicon.alike)
    assert [name for name, count in names.items() if count > 1] == []
    for words in lexicon.alike:
        assert len(words) >= 2, words
        assert len(set(words)) == len(words), words
        assert all(len(word) >= 2 for word in words), words


def test_days_of_the_year_have_a_date_and_names() -> None:
    (day,) = parse_lexicon("", "", "# 日\n12-04 国家宪法日 宪法日\n").days
    assert (day.date, day.name, day.spellings) == ("12-04", "国家宪法日", ("宪法日",))
    shipped = load_lexicon().days
    assert shipped
    assert all(dt.date.fromisoformat(f"2024-{item.date}") for item in shipped)
