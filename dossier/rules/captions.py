"""Captions of pictures: which of the elements an edition asks for are there.

An element is there when the caption labels it (地点：东门社区) or when the words that usually state
it occur. Elements without such words count as there only when they are labelled, or when the
caption is rich enough to leave the question to a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dossier.model.records import Claim, Record

_DATE = (
    r"(?:19|20)\d{2}\s*[年./-]\s*\d{1,2}(?:\s*[月./-]\s*\d{1,2}\s*[日号]?)?|\d{1,2}月\d{1,2}日"
    r"|[二〇○零一三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月"
)
_PLACE = (
    r"社区|街道|广场|学校|中学|小学|大学|公园|中心|馆|大厅|礼堂|会议室|现场|小区|村|镇|路|站|园|院|剧场|影院"
    r"|市场|商场|基地|机关|门口|单位|医院|楼|堂|区|局|街|大道|巷|弄|桥|码头|江滩|河畔|湖畔|沿江|沿线|操场|教室|校园|校内"
    r"|苑|花园|家园|新村|工地|车间|食堂|驿站|窗口|岗亭|陵园|庭院|大院|厂|超市|商圈"
)
_PEOPLE = (
    r"群众|居民|市民|志愿者|学生|师生|同学|教师|老师|干部|党员|职工|领导|同志|代表|老人|儿童|少年|青年|妇女"
    r"|家长"
    r"|网格员|社工|义工|劳模|工人|孩子|小朋友|长者|家庭|业主|商户|司机|乘客|官兵|消防员|护士|律师|法官|团员|模范|好人|服务队"
    r"|民警|交警|队员|演员|人员|嘉宾|书记|主任|局长|市长|区长|选手|观众|游客|村民|战士|医生|医护|专家|讲师|宣讲员"
)
_DONE = (
    r"开展|举办|举行|组织|召开|进行|参加|宣传|慰问|清扫|清洁|服务|演出|表演|授课|宣讲|培训"
    r"|检查|整治|走访|发放|签名|颁奖|展示|重温|宣誓|敬礼|清理|打扫|修理|维修|义务|植树|种植|祭扫|献花|诵读|朗诵|学习"
    r"|观看|参观|体验|合唱|劝导|帮助|帮扶|看望|赠送|捐|送|包粽子|义诊|讲解|辅导|巡查|巡逻|张贴|布置|粉刷|救援|演练|疏导"
    r"|指挥|评选|表彰|启动|揭牌|签约|交流|座谈|调研|制作|书写|义卖|献血|走进|入户|上门|比赛|竞赛"
)
_THEME = (
    r"活动|主题|仪式|会议|讲座|讲堂|培训|宣传|演出|比赛|展览|晚会|行动"
    r"|节|日|月|周|班|课|工程|志愿服务"
)
_WORDS = {
    "时间": _DATE,
    "刊发时间": _DATE,
    "首播时间": _DATE,
    "刊发/首播时间": _DATE,
    "地点": _PLACE,
    "人物": _PEOPLE,
    "主题": rf"[“《「].+[”》」]|{_THEME}",
    "事由": _DONE,
    "背景": rf"为了?|围绕|按照|根据|响应|迎接|庆祝|贯彻|落实|结合|适逢|期间|{_THEME}",
    "媒体": r"日报|晚报|晨报|报|电视台|电台|频道|网|公众号|客户端|融媒|杂志",
    "报道内容": r"报道|刊发|播出|专题|专栏|新闻|.{10,}",
    "主办单位": r"主办|.{2,12}(?:局|委|办|部|会|中心|政府|街道)",
    "学校": r"[一二三四五六七八九十]{1,2}[中小]|小学|中学|学校|大学|学院|幼儿园",
    "院团": r"剧团|院团|剧院|京剧院|歌舞团|艺术团|评剧团|戏曲.{0,4}团",
    "曲种": (
        r"京剧|评剧|越剧|豫剧|黄梅戏|川剧|秦腔|昆曲|粤剧|沪剧|晋剧|吕剧"
        r"|河北梆子|相声|快板|评书"
    ),
    "剧目": r"《.+》",
}


_QUOTED = re.compile("[“《「].*?[”》」]")


def caption_of(record: Record, claim: Claim) -> str:
    """What is said of a picture: with the claim, else inside or beside the file, else by its name;
    empty for nothing. It is what the checks read and what the bundle shows.
    """
    return (claim.caption or str(record.description.details.get("caption", ""))).strip()


def missing_elements(caption: str, wanted: Sequence[str]) -> tuple[str, ...]:
    """The elements a caption lacks, in the order they are asked for."""
    return tuple(element for element in wanted if not states(caption, element))


def states(caption: str, element: str) -> bool:
    """Whether a caption states an element."""
    if re.search(rf"{re.escape(element)}\s*[:：]\s*\S", caption):
        return True
    pattern = _WORDS.get(element)
    said = _QUOTED.sub("", caption) if element == "地点" else caption
    return bool(pattern and re.search(pattern, said))


def subject_in(text: str, what: str) -> str:
    """The name in a text of one ``what`` (社区, 街道, 学校 …), empty where none is named."""
    match = re.search(rf"[\u4e00-\u9fff]{{2,8}}?{re.escape(what)}", text) if what else None
    return _trimmed(match.group()) if match else ""


def _trimmed(name: str) -> str:
    return re.sub(r"^.*(?:[在于到赴与和及、]|月|日)", "", name) or name
