"""The words of the invented city: every name, phrase and sentence its papers are made of.

The strings here are content of generated documents, not messages of this program, so they are
not translated. All places are invented; no person is named.
"""

from __future__ import annotations

CITY = "青澜市"
DISTRICT = "云溪区"
DISCLAIMER = "（本文为演示材料，青澜市云溪区及文中地点、数据均系虚构。）"
SHORT_DISCLAIMER = "演示材料，地名与数据均系虚构"

PLACES = (
    "柳荫里社区",
    "望澜社区",
    "听泉街道",
    "梧桐里街道",
    "澜江滨江绿道",
    "云溪文化馆",
    "青石桥广场",
    "澜江小学",
    "云溪第三中学",
    "东篱菜市场",
    "云溪区政务服务大厅",
    "望澜客运站",
    "松风里养老服务中心",
    "澜港新村",
)

PEOPLE = (
    "社区居民",
    "中小学生",
    "机关干部",
    "青年志愿者",
    "窗口工作人员",
    "企业职工",
    "社区工作者",
    "老党员",
    "家长代表",
    "个体工商户",
)

SOURCES = (
    "{unit}工作台账",
    "{unit}半年度统计报表",
    "云溪区统计月报",
    "云溪区志愿服务信息系统导出数据",
    "各街道报送的活动记录表",
    "云溪区融媒体中心刊播记录",
    "{unit}会议纪要与签到表",
)

OPENINGS = (
    "{month}以来，{unit}围绕“{topic}”，对照测评要求逐项落实，现将有关情况说明如下。",
    "按照区里统一部署，{unit}把“{topic}”列入年度重点任务，明确了时间表和责任人，具体情况如下。",
    "为做好“{topic}”有关工作，{unit}会同各街道和相关单位制定清单、分步推进，现说明如下。",
    "{unit}自{month}起牵头推进“{topic}”，工作有安排、有检查、有记录，情况如下。",
)

MEASURES = (
    "{date}，{unit}召开专题会议，研究“{topic}”的年度安排，会议明确{small}项任务，逐项落实到科室。",
    "印发实施方案{few}份、任务分解表1份，{small}个成员单位按月报送进度，{unit}每季度通报一次。",
    "在{place}设置固定点位{few}处，安排专人值守，累计接待{people}{large}人次。",
    "依托{place}举办现场活动{small}场，{people}和{other}共{large}人参加，现场发放资料{large2}份。",
    "建立部门联席会议制度，{month}以来召开会议{few}次，协调解决问题{small}个，会议记录齐全。",
    "组织{people}开展专题培训{few}期，培训{mid}人次，考核合格率达到{percent}%。",
    "对{small}个社区开展实地检查，发现问题{few2}个，均已下发整改单，整改完成率为{percent}%。",
    "在公共场所张贴宣传画{mid}张，更新宣传栏{small}块，公交站台电子屏滚动播放提示语{large}条次。",
    "开通咨询电话和电子信箱，{month}以来受理{people}来电来信{mid}件，办结率{percent}%。",
    "联合{place}成立工作小组，吸收{people}代表{few}名参与监督，意见采纳情况在社区公示栏公开。",
    "将“{topic}”纳入单位年度考核，分值占{few}分，考核结果与评先评优挂钩。",
    "编印工作手册{large2}册，发放到{small}个社区、{few2}所学校和{mid}家商户。",
    "招募志愿者{mid}名，组建服务队{few}支，{month}以来开展服务{small}次，服务时长{large}小时。",
    "与{place}签订共建协议，每月开展一次联合活动，{date}的活动有{mid}名{people}到场。",
    "安排专项经费{money}万元，用于设施维护、资料印制和{people}培训，支出情况按季度公开。",
)

RESULTS = (
    "经抽样问卷，{people}知晓率为{percent}%，比上年同期提高{few}个百分点。",
    "全区{small}个社区实现全覆盖，其中{place}被评为区级示范点。",
    "截至{date}，任务清单内{small}项工作完成{percent}%，未完成事项已注明原因和完成时限。",
    "{month}以来区级媒体刊发相关报道{small}篇，{place}的做法在全区推广。",
    "投诉数量由上年同期的{mid}件降至{small}件，{people}满意率达到{percent}%。",
    "参与总人数达到{large}人次，其中{people}占{part}%，{other}占{part2}%。",
    "形成制度文件{few}项、工作记录{small}份，全部归档备查。",
)

CLAUSES = (
    "坚持问题导向。各单位要围绕“{topic}”查找短板，{date}前形成问题清单和责任清单，并报{unit}汇总。",
    "明确责任分工。{unit}负责统筹协调，各街道负责辖区落实，{place}等{small}个点位要有专人负责。",
    "细化工作标准。每项任务须有方案、有过程记录、有结果，图片应当注明时间、地点和内容。",
    "加强宣传引导。利用宣传栏、电子屏和网络平台面向{people}开展宣传，每季度不少于{few}次。",
    "强化督促检查。{unit}每月抽查不少于{small}个点位，检查结果予以通报，逾期未整改的约谈责任单位。",
    "落实经费保障。所需经费{money}万元列入年度预算，专款专用，接受审计监督。",
    "建立长效机制。将“{topic}”纳入年度考核，每年{month2}组织一次评估，评估结果向社会公开。",
    "做好资料归档。活动通知、签到表、照片和总结应当在活动结束后{few}个工作日内归档。",
    "注重实际效果。不得增加基层负担，不得为迎检突击制作台账，以现有原始记录为准。",
    "广泛发动群众。鼓励{people}和{other}参与，对表现突出的集体给予通报表扬。",
)

HEADINGS = ("总体要求", "主要任务", "实施步骤", "工作要求", "保障措施", "附则")

OPINIONS = (
    "来函收悉。经对照有关标准，对云溪区“{topic}”情况评价如下。",
    "经查阅资料并实地抽查{small}个点位，各项指标符合要求，抽查合格率为{percent}%。",
    "数据采用{month}至{month2}的统计结果，与{unit}报送的数据一致。",
    "综合评价：达到规定标准，评价等次为{grade}。",
)

NOTES = (
    "{date}，{unit}在{place}开展“{topic}”活动，{mid}名{people}参加。",
    "活动设置{few}个展台，发放资料{large2}份，现场解答问题{small}个。",
    "下一次活动计划安排在{month2}，地点为{place}。",
)

BRIEFS = (
    ("工作简报", "report", "docx"),
    ("会议纪要", "text", "txt"),
    ("活动台账", "csv", "csv"),
    ("近期工作小结", "report", "docx"),
    ("意见征集情况", "markdown", "md"),
    ("值班安排说明", "text", "txt"),
    ("现场检查记录", "report", "docx"),
)
"""Title, maker and suffix of papers that serve no particular ask: left for a person to place."""

INDICATORS = (
    "活动场次",
    "参加人次",
    "发放资料",
    "检查点位",
    "整改问题",
    "志愿服务时长",
    "经费支出（万元）",
    "满意率（%）",
)

ANY_TOPIC = "有关工作"
GRADES = ("优秀", "良好")
CAPTIONS = ("现场", "活动现场", "宣传栏", "志愿服务", "会场", "检查现场", "展板", "签到")
CAMERAS = (("HUAWEI", "NOH-AN00"), ("Xiaomi", "2201123C"), ("Canon", "Canon EOS 200D"))
