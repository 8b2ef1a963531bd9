"""The gazetteer: what lies in what, and names that are everyday words."""

from __future__ import annotations

from dossier.codec.gazetteer import load_gazetteer, parse_gazetteer
from dossier.rules.remnants import own_places, places


def test_places_lie_in_places() -> None:
    small = parse_gazetteer(
        "# 注\n! 城区\n甲中省\n  乙中市: 丙中县 城区 和县\n丁中省\n  戊中市: 丙中县\n"
    )
    assert small.names == {"甲中省", "乙中市", "丙中县", "丁中省", "戊中市"}
    assert small.above["丙中县"] == ("甲中省", "乙中市", "丁中省", "戊中市")
    assert small.below["乙中市"] == ("丙中县", "城区", "和县")


def test_the_shipped_gazetteer_knows_the_country() -> None:
    shipped = load_gazetteer()
    provinces = [name for name, above in shipped.above.items() if not above]
    assert len(provinces) >= 30
    assert len(shipped.names) > 2000
    assert shipped.above["江岸区"] == ("湖北省", "武汉市")
    assert all(name[-1] in "省市区县旗州盟" for name in shipped.names)


def test_our_own_places_may_be_named_and_others_are_found() -> None:
    shipped = load_gazetteer()
    ours = own_places(["湖北省武汉市江岸区"], shipped.above, shipped.below)
    text = "湖北省武汉市江岸区志愿者与张家港市、海盐县一道参加活动。"
    found = {passage.words for passage in places(text, shipped.names)}
    assert found - ours == {"张家港市", "海盐县"}


def test_words_that_only_look_like_places() -> None:
    names = load_gazetteer().names
    text = "完成县级任务，提高县域水平，南部县区和城区居民参加，与县里商定，各市中区级单位。"
    assert list(places(text, names)) == []
