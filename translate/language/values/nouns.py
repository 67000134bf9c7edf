"""What numbers count: nouns of news that both languages name, and Chinese measure words that tell people from things.

The table asks for nothing: a noun that it lacks is simply not known. It serves to see that 12 nurses and 15 doctors are
not 15名护士和12名医生.
"""

import re

from translate.language.script import MARK

_NOUNS: tuple[tuple[str, str, str, str], ...] = (
    # name, class, English, Chinese
    ("bed", "thing", "beds?", "床位|病床|床"),
    ("patient", "person", "patients?|inpatients?|outpatients?", "患者|病人|病患|住院者"),
    ("doctor", "person", "doctors?|physicians?|surgeons?", "医生|医师|大夫"),
    ("nurse", "person", "nurses?", "护士|护理人员|护理员"),
    ("staff", "person", "staff|employees?|workers?|personnel|staffers?", "员工|职工|工人|工作人员|雇员|人员|务工者"),
    ("student", "person", "students?|pupils?|undergraduates?|postgraduates?", "学生|学员|中学生|小学生|大学生"),
    ("teacher", "person", "teachers?", "教师|老师"),
    ("child", "person", "children|child|kids?|boys?|girls?|teenagers?", "儿童|孩子|男孩|女孩|青少年|少年|小孩"),
    ("woman", "person", "women|woman|females?", "女性|妇女|女子|女人"),
    ("man", "person", "men|man|males?", "男性|男子|男人"),
    ("expert", "person", "experts?|scientists?|researchers?|scholars?", "专家|科学家|学者|研究人员|科研人员"),
    ("resident", "person", "residents?|citizens?|villagers?|inhabitants?", "居民|村民|市民|公民|群众"),
    ("police officer", "person", "officers?|policemen", "警察|警员|民警|军官"),
    ("soldier", "person", "soldiers?|troops|servicemen", "士兵|军人|官兵|部队"),
    ("player", "person", "players?|athletes?", "球员|运动员|选手|玩家"),
    ("volunteer", "person", "volunteers?", "志愿者"),
    ("user", "person", "users?|customers?|consumers?|clients?|subscribers?", "用户|客户|消费者|顾客"),
    ("victim", "person", "victims?", "受害者|遇难者"),
    ("death", "event", "deaths?|fatalities", "死亡病例|死亡|人死亡|死者"),
    ("case", "event", "cases?|infections?", "病例|感染者|案件|确诊"),
    ("hospital", "organisation", "hospitals?|clinics?|infirmar(?:y|ies)", "医院|诊所|门诊部"),
    ("ward", "thing", "wards?", "病房|病区"),
    ("company", "organisation", "companies|company|firms?|enterprises?|businesses|corporations?", "公司|企业|厂商"),
    ("school", "organisation", "schools?|universities|university|colleges?", "学校|大学|高校|小学|中学|院校|学院"),
    ("bank", "organisation", "banks?", "银行"),
    ("factory", "organisation", "factory|factories|plants?", "工厂|厂"),
    ("shop", "organisation", "shops?|stores?|outlets?|supermarkets?", "商店|门店|店|超市"),
    ("team", "organisation", "teams?|squads?", "团队|球队|队|小组|代表队"),
    ("country", "place", "countries|country|nations?", "国家|国"),
    ("state", "place", "states?", "州"),
    ("province", "place", "provinces?", "省"),
    ("city", "place", "cities|city|towns?", "城市|市|镇|城镇"),
    ("village", "place", "villages?", "村庄|村"),
    ("district", "place", "districts?|counties|county", "区|县"),
    ("household", "person", "households?|famil(?:y|ies)|homes?", "户|家庭"),
    ("house", "thing", "houses?|buildings?|apartments?|flats?", "房屋|建筑|楼|住宅|套房|公寓"),
    ("room", "thing", "rooms?|bedrooms?", "房间|卧室|间"),
    ("car", "thing", "cars?|vehicles?|taxis|trucks?|buses|bus", "汽车|车辆|轿车|辆|卡车|公交车"),
    ("aircraft", "thing", "aircraft|planes?|jets?|helicopters?|airplanes?", "飞机|架|直升机|战机"),
    ("ship", "thing", "ships?|vessels?|boats?|submarines?", "船|舰|艘|潜艇"),
    ("train", "thing", "trains?", "列车|火车"),
    ("flight", "event", "flights?", "航班|班次"),
    ("station", "place", "stations?", "车站|站"),
    ("line", "thing", "lines?|routes?", "线路|航线|条线"),
    ("patent", "thing", "patents?", "专利"),
    ("paper", "thing", "papers?|articles?|studies|study|reports?", "论文|文章|研究|报告|报道"),
    ("book", "thing", "books?|novels?|volumes?", "书|小说|册|图书"),
    ("film", "thing", "films?|movies?|episodes?", "电影|影片|集|部电影"),
    ("photo", "thing", "photos?|pictures?|images?|videos?", "照片|图片|图像|视频"),
    ("project", "thing", "projects?|schemes?|programmes?|programs?", "项目|工程|计划"),
    ("product", "thing", "products?|devices?|machines?|units?", "产品|设备|机器|台|装置"),
    ("drug", "thing", "drugs?|medicines?|vaccines?|doses?", "药品|药物|疫苗|剂|药"),
    ("test", "event", "tests?|trials?|experiments?", "检测|试验|测试|实验|考试"),
    ("game", "event", "games?|match(?:es)?|wins?|victories|defeats?|losses", "场|比赛|胜|负|局|战"),
    ("goal", "event", "goals?|points?|runs?", "进球|球|分"),
    ("medal", "thing", "medals?|golds?|titles?|awards?|prizes?", "奖牌|金牌|冠军|奖|奖项"),
    ("seat", "thing", "seats?", "席位|座位|席|座"),
    ("vote", "event", "votes?|ballots?", "票|选票"),
    ("law", "thing", "laws?|rules?|regulations?|measures?", "法律|规定|条例|措施|法规"),
    ("job", "thing", "jobs?|posts?|positions?|vacanc(?:y|ies)", "岗位|就业|工作岗位|职位|个工作"),
    ("share", "thing", "shares?|stocks?", "股|股份|股票"),
    ("animal", "thing", "animals?|dogs?|cats?|cows?|pigs?|mice|birds?|sheep|fish",
     "动物|狗|猫|牛|猪|鼠|鸟|羊|鱼|只|头"),
    ("tree", "thing", "trees?|plants?", "树|棵|株|植物"),
    ("gene", "thing", "genes?|cells?|proteins?|samples?", "基因|细胞|蛋白|样本|标本"),
    ("attack", "event", "attacks?|incidents?|accidents?|protests?|strikes?", "袭击|事件|事故|起|抗议|罢工"),
    ("visit", "event", "visits?|trips?|times?|occasions?", "次|访问|旅行|趟|回"),
    ("person", "person", "people|persons?|passengers?|visitors?|members?|candidates?|participants?|migrants?|others"
        "|prisoners?|guests?|fans?|viewers?|refugees?|suspects?|civilians?|winners?|lives", "人|名|位|口|万人次|人次"),
)  # fmt: skip
"""Nouns that news counts."""
CLASSES = frozenset(kind for _, kind, _, _ in _NOUNS)
"""What a noun may be told to be by its measure word alone."""


class _Nouns:
    """The nouns of one language, compiled."""

    def __init__(self, language: str) -> None:
        self._concepts = {f"n{index}": {name, kind} for index, (name, kind, _, _) in enumerate(_NOUNS)}
        column = 2 if language == "en" else 3
        boundary = r"\b" if language == "en" else ""
        # The longer word first: 病床 before 床.
        words = sorted(
            ((word, f"n{index}") for index, row in enumerate(_NOUNS) for word in _words(row[column])),
            key=lambda pair: -len(pair[0]),
        )
        self._groups = [group for _, group in words]
        self._pattern = re.compile("|".join(f"({boundary}{word}{boundary})" for word, _ in words), re.IGNORECASE)

    def within(self, text: str) -> frozenset[str]:
        found: set[str] = set()
        for match in self._pattern.finditer(text):
            if match.lastindex:
                found |= self._concepts[self._groups[match.lastindex - 1]]
        return frozenset(found)


def _words(alternatives: str) -> list[str]:
    return re.split(r"\|(?![^(]*\))", alternatives)


_LANGUAGES = {"en": _Nouns("en"), "zh-Hans": _Nouns("zh-Hans")}
_WINDOW = {
    "en": re.compile(r"[ -](?:[A-Za-z'’-]+ ){0,3}[A-Za-z'’-]+"),
    "zh-Hans": re.compile(r"[^，。；：、！？（）()\d\s,.;:%“”‘’二两三四五六七八九十]{1,10}"),
}
_MARKS = re.compile(f"[{MARK}]")
_REACH = 100
"""How far behind a number its noun is looked for."""


def after(text: str, end: int, language: str) -> frozenset[str]:
    """Return what a number that ends here may count; empty where no noun is known.

    Args:
        text: with or without marks.
        end: where the number ends.
        language: BCP 47 code of the text.
    """
    window = _WINDOW[language].match(_MARKS.sub("", text[end : end + _REACH]))
    return _LANGUAGES[language].within(window[0]) if window else frozenset()
