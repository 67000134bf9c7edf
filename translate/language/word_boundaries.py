"""Whether a stretch of Chinese text is a word, or only a part of a longer one, told without a segmenter.

Chinese has no blanks between words, so that a term is found inside words that mean something else: 医学 in 医学院,
美国 in 美国人, 合资 in 符合资格. Four rules tell such places:

1. A name of a country, city, currency or language that is longer (CLDR): 印度 in 印度尼西亚.
2. A word of the list below that is longer: 生物医学.
3. A suffix that makes another word of what stands before it: 师 makes an occupation of 分析. Not where it begins a word
   of its own: 美国人 is one word, 美国人口 are two.
4. A stretch of two characters whose both ends belong to common words: the 合资 of 符合资格.

Where a rule is wrong, a term is not enforced; nothing is refused or written for that.
"""

from translate.language.names import known_names

_SUFFIXES = {
    "人": "口均民士员工类才事体群生文物道次选力心气流权行数大参",
    "院": "士内外前校落系子",
    "师": "资生傅范徒",
    "家": "庭长属具电乡人里中居园用族畜政",
    "学": "习生者会校院历术费科员期年位说派界问府徒前龄",
    "员": "工",
    "者": "",
    "长": "期江城度三远大久年短途假征效寿时春沙达",
    "性": "别能格命质情",
    "化": "学工疗验肥妆石合解为作",
    "式": "",
    "型": "号",
    "论": "文坛述证",
    "法": "国院律规庭定人",
    "科": "学技研普目",
    "业": "务绩界主内已",
    "所": "有以在需谓得占",
}  # fmt: skip
"""Suffixes, each with the characters that show that it is the first of another word."""
_NAME_SUFFIXES = {**{suffix: _SUFFIXES[suffix] for suffix in "人长式"}, "籍": "", "裔": "", "语": "言"}
"""The same for names: 上海人, 商务部长, but 上海医院."""
_LONGER = (
    "生物医学 法医学 兽医学 医学生 医学界 商务部门 卫生部门 国务院令 副总统 副总理 副主席 副部长 副院长 "
    "副教授 自然保护 大自然 超自然 心血管 脑血管 出血糖 高血压 低血压 非转诊 反垄断 反倾销 东京都 南京路 "
    "北京烤鸭 外科学 内科学 美国国务院 "
)
_LONGER_WORDS = frozenset(_LONGER.split())
_LONGEST_WORD = max(map(len, _LONGER_WORDS))
_COMMON_WORDS = (
    "符合 资格 集中 医疗 医院 医学 医生 医药 中山 东路 西路 东西 东部 资金 资源 资料 资产 资本 资助 "
    "组合 结合 联合 综合 整合 适合 融合 配合 混合 合作 合格 合同 其中 空中 手中 家中 途中 心中 高中 "
    "初中 之中 从中 当中 海上 以上 网上 路上 身上 早上 晚上 马上 加上 线上 海洋 海外 海关 推广 宽广 "
    "东方 东北 东南 东京 血糖 出血 流血 输血 糖尿 糖果 天津 津贴 北京 南京 京剧 四川 川菜 浙江 江苏 "
    "江西 江南 长江 运转 移转 好转 诊断 诊所 诊疗 急诊 确诊 门诊 就诊 转诊 胰岛 岛屿 香港 港口 澳门 "
    "门口 部门 台湾 湾区 舞台 平台 后台 发展 展开 开始 开发 发生 生产 产业 业务 分析 解析 析出 学习 "
    "科学 数学 化学 大学 学生 学校 临床 起床 床位 美国 国家 国内 国外 家庭 中国 英国 法国 国际 试验 "
    "实验 验收 检验 考试 尝试 测试 审判 评审 判断 判决 招标 标准 目标 投标 指标 标志 "
)
_COMMON = frozenset(_COMMON_WORDS.split())
"""Words of two characters that one end of a term may be cut out of by chance."""


def in_longer_word(text: str, start: int, end: int, *, name: bool = False) -> bool:
    """Return whether `text[start:end]` is only a part of a longer word.

    Args:
        text: Chinese, without marks.
        start: 0-based code point.
        end: exclusive.
        name: whether the stretch is a proper name, which fewer suffixes change.
    """
    return (
        known_names.covers(text, start, end)
        or _in_listed_word(text, start, end)
        or _has_suffix(text, end, _NAME_SUFFIXES if name else _SUFFIXES)
        or (end - start == 2 and _cuts_both_ends(text, start, end))
    )


def _in_listed_word(text: str, start: int, end: int) -> bool:
    for first in range(max(0, end - _LONGEST_WORD), start + 1):
        for last in range(end + (first == start), min(len(text), first + _LONGEST_WORD) + 1):
            if text[first:last] in _LONGER_WORDS:
                return True
    return False


def _has_suffix(text: str, end: int, suffixes: dict[str, str]) -> bool:
    following = suffixes.get(text[end : end + 1])
    if following is None:
        return False
    after = text[end + 1 : end + 2]
    return not after or after not in following


def _cuts_both_ends(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 1) : start + 1] in _COMMON and text[end - 1 : end + 1] in _COMMON
