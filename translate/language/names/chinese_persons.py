"""Names of persons in Chinese text, and whether an English text has them.

A person is looked for only where the words around leave little doubt: a surname and one or two characters before a verb
of speech (齐晓光介绍) or after a title (导演张立). Its English is pinyin, or how Hong Kong, Taiwan, Singapore or
Vietnam write the surname; names of Koreans and Japanese are read otherwise, and are looked for in part or not at all.
"""

import csv
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from translate.language.names import transliteration
from translate.language.names.romanization import pinyin
from translate.language.script import HAN

_SPEECH = (
    "(?:介绍|表示|认为|指出|告诉|强调|透露|坦言|回忆|致辞|补充|呼吁|宣布|说(?![服明法])|"
    "称(?![为赞号呼])|建议|解释|感叹|坦承|直言|谈到|回应|评价|写道|提到)"
)
_TITLE = (
    "主席|总理|书记|省长|市长|县长|区长|部长|局长|处长|司长|院长|校长|所长|主任|会长|社长|行长|"
    "总裁|董事长|总经理|经理|教授|研究员|博士|记者|摄影|作家|小说家|导演|演员|歌手|发言人|检察长|"
    "院士|律师|医生|专家|总监|创始人|首席执行官|董事|理事长|秘书长|将军|司令|委员|被告人|法官|队长|"
    "教练|选手|馆长|工程师|分析师|大使|外长|财长|特首"
)
_WORDS = (
    "白皮书 官员 官方 官网 司机 司法 伊朗 原来 农行 农民 农业 高度 高层 高管 时代 时间 沙特 方才 "
    "任何 左右 成员 成果 全国 全球 全体 文章 文件 金额 金价 和平 石油 明确 明天 马上 海外 海关 江苏 "
    "江西 广东 温州 常务 常委 连续 连日 边境 路透 路透社 白宫 后来 单位 师傅 师生 水利 水平 施工 "
    "易于 公开 公司 干部 项目 应该 应急 安排 安全 安徽 相关 有关 从事 解放军 申请 申报 查看 党员 "
    "党委 万元 钱款 牛奶 关系 关注 龙头 黄金 黄河 谢谢 许多 许可 曾经 康复 符合 包括 祝贺 席间 封面 "
    "单独 游客 游戏 路上 费用 车辆 车主 车企 乐观 房东 房企 商家 商会 商务 雷达 双方 全文 平台 平均 "
    "支持 支付 古代 古巴 通过 通报 蒙古 时报 东方 东京 华为 华人 华裔 季度 古人 管理 程序 印度 印尼 "
    "国王 王国 王室 王储 王子 王后 高校 高盛 高级 方面 方案 方法 周边 周刊 周日 周一 周二 周三 周四 "
    "周五 周六 周年 严重 严格 万人 宁波 宁夏 鲁迅 陈述 高中 高等 高速 高温 文化 武器 武装 温度 安倍 "
    "马来 马克思 马华 罗马 巴西 巴黎 梅毒 石化 常规 凌晨 元首 毛利 柏林 江湖 汤加 向来 尚未 别人 "
    "房价 于是 余人 汪洋 成都 广州 贺电 应当 盛会 具体 经理 经济 万科 卫生 卫星 钟表 毕业 戴维 田间 "
    "沙漠 麦当劳 麦克 单方 关键 平安 谷歌 米兰 尹始 阮富仲 师长 公安 军方 具体 谭德塞 "
)
_NOT_PERSONS = frozenset(_WORDS.split())
_RARE = "刘陈李赵吴杨郭邓彭曹袁蒋蔡魏薛郝龚邵谭邹秦阎姚崔潘贾沈冯徐孙朱梁宋郑吕卢黄王"
_NOT_IN_NAMES = "的了是和与及等将已也还就都对把被从向并其此该曾于为以至一年月日时处份者们"
_READ_OTHERWISE = re.compile("日本|东京|大阪|京都|日方|日裔|越|缅|泰")
_KOREAN = re.compile("韩|朝|首尔|平壤")
_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:[-'’][A-Za-zÀ-ÿ]+)*")
_SAME_SOUND = 0.6


@dataclass(frozen=True)
class _Surname:
    """How a surname is written in English."""

    elsewhere: frozenset[str]
    """In Hong Kong, Taiwan, Singapore, Malaysia, Vietnam."""
    korean: frozenset[str]
    """Of Koreans."""


@lru_cache(maxsize=1)
def _surnames() -> dict[str, _Surname]:
    text = Path(__file__).with_name("surnames.tsv").read_text(encoding="utf-8")
    return {
        row["surname"]: _Surname(frozenset(row["elsewhere"].split()), frozenset(row["korean"].split()))
        for row in csv.DictReader(text.splitlines(), delimiter="\t")
    }


def romanized_surnames() -> frozenset[str]:
    """Return how Chinese and Korean surnames are written in English."""
    names = _surnames()
    spelled = (spelling for one in names.values() for spelling in (*one.elsewhere, *one.korean))
    return frozenset((*spelled, *(one for surname in names for one in pinyin(surname))))


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    given = f"(?:(?![{_NOT_IN_NAMES}])[{HAN}]){{1,2}}"
    double = "|".join(name for name in _surnames() if len(name) > 1)
    single = "".join(name for name in _surnames() if len(name) == 1)
    name = f"(?P<name>(?P<surname>{double}|[{single}])(?P<given>{given}))"
    between = r"(?:\d+日|昨日|今日|当天|近日|还|也|则|同时|又|进一步|[(（][^)）]{0,30}[)）])?(?:在[^，。；]{0,12})?"
    before = f"(?:(?<=[{HAN}])(?:{_TITLE})[/：: ]?|(?<=[{HAN}])[/／])"
    after = f"(?=$|[，。、；：“”（）()！？\\s]|等|{_SPEECH}|\\d)"
    return (
        re.compile(f"(?<![{HAN}·•]){name}(?={between}{_SPEECH})"),
        re.compile(before + name + after),
        # A surname that begins few other words, after a title, needs nothing behind it.
        re.compile(f"{before}(?P<name>(?P<surname>[{_RARE}])(?P<given>{given}))(?!人|[{HAN}]{{0,2}}[·•])"),
    )


def find(text: str) -> list[tuple[str, str]]:
    """Return surname and given name of each person in Chinese text, once each."""
    found = [(match["surname"], match["given"]) for pattern in _patterns() for match in pattern.finditer(text)]
    return [name for name in dict.fromkeys(found) if not _is_word("".join(name))]


def _is_word(name: str) -> bool:
    return name in _NOT_PERSONS or name[:2] in _NOT_PERSONS or name[:3] in _NOT_PERSONS


def missing(source_text: str, target_text: str) -> Iterator[str]:
    """Give each person of a Chinese text whose name an English text has not, or has wrongly.

    Args:
        source_text: Chinese, without marks.
        target_text: English, without marks.
    """
    people = find(source_text)
    if not people or _READ_OTHERWISE.search(source_text):
        return
    words = [match[0] for match in _WORD.finditer(target_text)]
    plain = [_folded(word) for word in words]
    for surname, given in people:
        if not _stands_in(surname, given, words, plain, korean=bool(_KOREAN.search(source_text))):
            yield surname + given


def _stands_in(surname: str, given: str, words: list[str], plain: list[str], *, korean: bool) -> bool:
    # Where a name of two characters ends is not always told: 王毅说.
    full = pinyin(given) | pinyin(given[:1])
    family = pinyin(surname)
    if not full or not family:
        return True
    known = {*plain, *(part for word in words for part in map(_folded, re.split("[-'’]", word)))}
    joined = {one + two for one, two in itertools.pairwise(plain)}
    if len(given) > 1 and pinyin(given) & (known | joined):
        return True
    if family & known:
        return _given_fits(full, family, words, plain)
    others = _surnames()[surname]
    if (others.elsewhere | (others.korean if korean else frozenset())) & known:
        return True
    return (
        transliteration.foreign(surname + given)
        and transliteration.best(surname + given, " ".join(words)) >= _SAME_SOUND
    )


def _given_fits(full: frozenset[str], family: frozenset[str], words: list[str], plain: list[str]) -> bool:
    """Return whether what follows a surname may be the given name: that name, nothing, or one not written in pinyin."""
    following = [
        after
        for word, after in itertools.pairwise(words)
        if word[0].isupper() and _folded(word) in family and after[0].isupper()
    ]
    names = [name.removesuffix("'s").removesuffix("’s") for name in following]
    return not names or any("-" in name or _folded(name) in full for name in names) or bool(full & set(plain))


def _folded(word: str) -> str:
    return re.sub("[^a-z]", "", unicodedata.normalize("NFD", word.lower().removesuffix("'s").removesuffix("’s")))
