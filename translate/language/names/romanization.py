"""How Chinese characters sound: pinyin, and whether an English and a Chinese name may be the same by sound.

The 3,755 common characters stand in GB 2312 in the order of their pinyin, so that the first character of each syllable
is all one needs to know; Python's codec has the order. Less common characters of names are listed. A character has one
reading here, the one that it has in that order, and those of `_OTHER_READINGS`.
"""

import itertools
import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

_FIRST_CHARACTERS = (
    "a啊 ai埃 an鞍 ang肮 ao凹 ba芭 bai白 ban斑 bang邦 bao苞 bei杯 ben奔 beng崩 bi逼 bian鞭 biao标 bie鳖 bin彬 "
    "bing兵 bo玻 bu捕 ca擦 cai猜 can餐 cang苍 cao操 ce厕 ceng层 cha插 chai拆 chan搀 chang昌 chao超 che车 chen郴 "
    "cheng撑 chi吃 chong充 chou抽 chu初 chuai揣 chuan川 chuang疮 chui吹 chun春 chuo戳 ci疵 cong聪 cou凑 cu粗 "
    "cuan蹿 cui摧 cun村 cuo磋 da搭 dai呆 dan耽 dang当 dao刀 de德 deng蹬 di堤 dian颠 diao碉 die跌 ding丁 diu丢 "
    "dong东 dou兜 du督 duan端 dui堆 dun墩 duo掇 e蛾 en恩 er而 fa发 fan藩 fang坊 fei菲 fen芬 feng丰 fo佛 fou否 fu夫 "
    "ga噶 gai该 gan干 gang冈 gao篙 ge哥 gei给 gen根 geng耕 gong工 gou钩 gu辜 gua刮 guai乖 guan棺 guang光 gui瑰 "
    "gun辊 guo锅 ha哈 hai骸 han酣 hang夯 hao壕 he呵 hei嘿 hen痕 heng哼 hong轰 hou喉 hu呼 hua花 huai槐 huan欢 "
    "huang荒 hui灰 hun荤 huo豁 ji击 jia嘉 jian歼 jiang僵 jiao蕉 jie揭 jin巾 jing荆 jiong炯 jiu揪 ju鞠 juan捐 "
    "jue撅 jun均 ka喀 kai开 kan刊 kang康 kao考 ke坷 ken肯 keng坑 kong空 kou抠 ku枯 kua夸 kuai块 kuan宽 kuang匡 "
    "kui亏 kun坤 kuo括 la垃 lai莱 lan蓝 lang琅 lao捞 le勒 lei雷 leng棱 li厘 lia俩 lian联 liang粮 liao撩 lie列 "
    "lin琳 ling玲 liu溜 long龙 lou楼 lu芦 lv驴 luan峦 lve掠 lun抡 luo萝 ma妈 mai埋 man瞒 mang芒 mao猫 me么 mei玫 "
    "men门 meng萌 mi眯 mian棉 miao苗 mie蔑 min民 ming明 miu谬 mo摸 mou谋 mu拇 na拿 nai氖 nan南 nang囊 nao挠 ne呢 "
    "nei馁 nen嫩 neng能 ni妮 nian蔫 niang娘 niao鸟 nie捏 nin您 ning柠 niu牛 nong脓 nu奴 nv女 nuan暖 nve虐 nuo挪 "
    "o哦 ou欧 pa啪 pai拍 pan攀 pang乓 pao抛 pei呸 pen喷 peng砰 pi坯 pian篇 piao飘 pie撇 pin拼 ping乒 po坡 pu扑 "
    "qi期 qia掐 qian牵 qiang枪 qiao橇 qie切 qin钦 qing青 qiong琼 qiu秋 qu趋 quan圈 que缺 qun裙 ran然 rang瓤 "
    "rao饶 re惹 ren壬 reng扔 ri日 rong戎 rou揉 ru茹 ruan软 rui蕊 run闰 ruo若 sa撒 sai腮 san三 sang桑 sao搔 se瑟 "
    "sen森 seng僧 sha莎 shai筛 shan珊 shang墒 shao梢 she奢 shen砷 sheng声 shi师 shou收 shu蔬 shua刷 shuai摔 "
    "shuan栓 shuang霜 shui谁 shun吮 shuo说 si斯 song松 sou搜 su苏 suan酸 sui虽 sun孙 suo蓑 ta塌 tai胎 tan坍 "
    "tang汤 tao掏 te特 teng藤 ti梯 tian天 tiao挑 tie贴 ting厅 tong通 tou偷 tu凸 tuan湍 tui推 tun吞 tuo拖 wa挖 "
    "wai歪 wan豌 wang汪 wei威 wen瘟 weng嗡 wo挝 wu巫 xi昔 xia瞎 xian掀 xiang相 xiao萧 xie楔 xin薪 xing星 xiong兄 "
    "xiu休 xu墟 xuan轩 xue靴 xun勋 ya压 yan焉 yang殃 yao邀 ye椰 yi一 yin茵 ying英 yo哟 yong拥 you幽 yu迂 yuan鸳 "
    "yue曰 yun耘 za匝 zai栽 zan咱 zang赃 zao遭 ze责 zei贼 zen怎 zeng增 zha扎 zhai摘 zhan瞻 zhang樟 zhao招 zhe遮 "
    "zhen珍 zheng蒸 zhi芝 zhong中 zhou舟 zhu珠 zhua抓 zhuai拽 zhuan专 zhuang桩 zhui椎 zhun谆 zhuo捉 zi兹 "
    "zong鬃 zou邹 zu租 zuan钻 zui嘴 zun尊 zuo昨 "
)
"""For each syllable, the first character of level 1 of GB 2312-80 that has it."""
_LESS_COMMON = (
    "ai嫒 an铵 ban阪 bei蓓 bian蝙 biao镖飙 can璨 cen岑 chan镡 chao焯 chen琛谌 cheng晟 chong翀 chuan钏 "
    "cui萃 dai黛 deng镫 di棣荻邸 dou窦 dun惇 duo铎 e颚鳄 fan梵 fei斐霏 feng酆 fu蝠馥 ga伽尬 gan尴橄苷 gang罡 "
    "gao郜 hai嗨 han晗菡阚 hang珩 hao昊皓颢 he劾 heng蘅 hong泓闳 hu扈 hua骅 huan洹郇 hui荟袆 ji嵇暨矶稷跻霁骥 "
    "jia迦郏 jiao佼峤 jie婕桀 jin瑾 jing婧璟菁 jiong炅 ju橘飓 jue珏 jun珺 kai恺锴 ke恪珂 kuai蒯 kui喹隗 "
    "kun琨锟 lan榄 lei嫘 li喱罹郦 lin蔺麟 ling翎 liu浏 long泷 lu璐逯 luan栾 lv榈 mei湄魅 mi宓猕麋 miao淼 "
    "min旻闵 ming冥茗 mou缪 mu沐 nan楠 pang逄 pei珮 po珀 pu溥濮璞 qi杞淇琦琪祺绮芑骐麒 qian芊茜虔骞 qiang羟 "
    "qing箐罄 quan荃 que阙 ran苒 ren饪 rong嵘榕 rui睿芮 sha鲨 she佘 shen莘 sheng笙 shou狩绶 shu纾 su稣 "
    "sui睢 ta榻 tai肽 tan覃 tao韬 teng滕 ting婷 tong佟 tun豚 wan琬 wei炜玮葳薇 wen汶雯 wo渥 wu唔邬 "
    "xi徙曦禧郗 xia黠 xian暹 xiao潇筱箫骁 xin昕歆鑫馨 xiu琇 xu煦诩 xuan暄炫煊璇萱 xun浔荀 ya娅 yan嫣焱琰鄢闫 yao肴 "
    "ye晔烨 yi奕弋怡漪熠祎翊轶 yin胤 ying滢瑛 yu庾昱毓煜瑜谕钰 yuan沅 yue樾玥 yun昀熨筠赟 zai崽 zan瓒 zang臧 zhang璋 "
    "zhao钊 zhen圳桢 zheng峥铮 zhi祉芷郅 zhu竺 zi梓訾 zuo祚 "
)
"""Syllables with characters of names that are not in level 1."""
_OTHER_READINGS = {
    "曾": "zeng", "单": "shan", "解": "xie", "查": "zha", "区": "ou", "朴": "piao", "乐": "yue", "长": "zhang",
    "覃": "tan", "缪": "mou", "行": "xing", "朝": "zhao", "乾": "gan", "茜": "xi", "露": "lou", "伽": "ga",
    "柏": "bo", "塞": "se", "都": "du", "重": "zhong", "翟": "zhai", "盖": "ge", "仇": "qiu", "尉": "yu",
    "员": "yun", "种": "chong", "贾": "gu", "侯": "hou", "什": "shi", "宁": "ning", "繁": "po", "燕": "yan",
    "任": "ren", "卡": "qia", "拓": "tuo", "娜": "nuo", "景": "ying", "俞": "shu", "隽": "jun", "晟": "cheng",
    "璨": "can",
}  # fmt: skip
"""A second reading that names have."""
_LEVEL_ONE = range(0xB0A1, 0xD7FA)


@lru_cache(maxsize=1)
def _syllables() -> tuple[list[int], list[str], dict[str, str]]:
    """Return the places in GB 2312 where syllables begin, these syllables, and those of the less common characters."""
    places, names = [], []
    for entry in _FIRST_CHARACTERS.split():
        places.append(int.from_bytes(entry[-1].encode("gb2312"), "big"))
        names.append(entry[:-1])
    listed = re.findall("([a-z]+)([^a-z ]+)", _LESS_COMMON)
    return places, names, {character: syllable for syllable, characters in listed for character in characters}


@lru_cache(maxsize=4096)
def readings(character: str) -> tuple[str, ...]:
    """Return how a Chinese character is read, in pinyin without tones, `v` for ü; empty where that is not known."""
    places, names, listed = _syllables()
    found = [listed[character]] if character in listed else []
    code = int.from_bytes(character.encode("gb2312", "ignore"), "big")
    if code in _LEVEL_ONE:
        found.append(names[bisect_right(places, code) - 1])
    if character in _OTHER_READINGS:
        found.append(_OTHER_READINGS[character])
    return tuple(found)


@lru_cache(maxsize=4096)
def pinyin(name: str) -> frozenset[str]:
    """Return how a name may be read, in one word; empty where a character is not known."""
    spelled = [
        {spelling for one in readings(character) for spelling in (one.replace("v", "u"), one.replace("v", "yu"))}
        for character in name
    ]
    return frozenset("".join(parts) for parts in itertools.product(*spelled))


@lru_cache(maxsize=1)
def syllables() -> frozenset[str]:
    """Return all syllables of pinyin, `u` for ü."""
    return frozenset(name.replace("v", "u") for name in _syllables()[1])


_ENGLISH_SOUNDS = (
    ("sch", "S"), ("tch", "S"), ("chr", "K l"), ("sh", "S"), ("ch", "SK"), ("ph", "F"), ("th", "TS"), ("gh", "k"),
    ("ck", "K"), ("qu", "K f"), ("ng", "N k"), ("x", "KS s"), ("ce", "SK"), ("ci", "SK"), ("cy", "SK"), ("ge", "SK"),
    ("gi", "SK"), ("gy", "SK"), ("c", "KS"), ("g", "KH"), ("j", "SHK"), ("z", "ST"), ("s", "S"), ("h", "hk"),
    ("w", "fp"),
    ("v", "FP"), ("f", "FH"), ("b", "PF"), ("p", "P"), ("d", "T"), ("t", "TS"), ("k", "K"), ("q", "KS"), ("l", "L"),
    ("r", "l"), ("m", "MN"), ("n", "NM"),
)  # fmt: skip
"""How letters may sound, longest first: a set of classes of consonants, small where it is often not heard."""
_CHINESE_SOUNDS = {
    "b": "PF", "p": "P", "m": "M", "f": "F", "d": "T", "t": "T", "n": "N", "l": "L", "g": "KH", "k": "K", "h": "HKF",
    "j": "SK", "q": "SK", "x": "SHK", "zh": "ST", "ch": "SKT", "sh": "S", "r": "LS", "z": "ST", "c": "ST", "s": "STS",
    "w": "f", "y": "", "": "",
}  # fmt: skip
_INITIAL = re.compile("(zh|ch|sh|[bpmfdtnlgkhjqxrzcswy]?)([a-z]*)")
_LETTERS = re.compile("[^a-z]")

_GAP = 0.6
Sounds = tuple[str, ...]
"""Consonants of a name, each a set of classes."""


@lru_cache(maxsize=4096)
def english_sounds(name: str) -> Sounds:
    """Return the consonants of a name in Latin letters."""
    plain = unicodedata.normalize("NFD", name.lower())
    rest = re.sub(r"([a-z])\1", r"\1", _LETTERS.sub("", plain))
    sounds: list[str] = []
    while rest:
        for letters, classes in _ENGLISH_SOUNDS:
            if rest.startswith(letters):
                sounds += classes.split()
                rest = rest[len(letters) :]
                break
        else:
            rest = rest[1:]
    return tuple(sounds)


@lru_cache(maxsize=4096)
def chinese_sounds(name: str) -> Sounds:
    """Return the consonants of a name in Chinese characters."""
    sounds: list[str] = []
    for character in name:
        for syllable in readings(character)[:1]:
            initial, final = _INITIAL.fullmatch(syllable).groups()  # type: ignore[union-attr]
            if syllable == "er":
                sounds.append("l")
                continue
            if _CHINESE_SOUNDS[initial]:
                sounds.append(_CHINESE_SOUNDS[initial])
            if final.endswith(("n", "ng")):
                sounds.append("nm")
    return tuple(sounds)


def similarity(one: Sounds, other: Sounds) -> float:
    """Return how much of two names' consonants agree, in order: 0 nothing, 1 all.

    The longest common subsequence, weighted: a sound that is often not heard counts half where it has no partner.
    """
    whole = sum(map(_weight, one)) + sum(map(_weight, other))
    if not whole:
        return 0.0
    row = [0.0] * (len(other) + 1)
    for sound in one:
        previous = row
        row = [0.0]
        for index, against in enumerate(other):
            best = max(row[index], previous[index + 1])
            if not _CLASSES[sound].isdisjoint(_CLASSES[against]):
                best = max(best, previous[index] + _weight(sound) + _weight(against))
            row.append(best)
    return row[-1] / whole


def contained(name: Sounds, text: Sounds) -> float:
    """Return how much of a name, 0 to 1, is heard at the best place of a longer text.

    Local alignment (Smith and Waterman 1981): a consonant that differs costs as much as one that agrees gains, one that
    is missing or too many three fifths of it.
    """
    whole = sum(map(_weight, name))
    best, previous = 0.0, [0.0] * (len(text) + 1)
    for sound in name:
        row = [0.0]
        for index, against in enumerate(text):
            agree = not _CLASSES[sound].isdisjoint(_CLASSES[against])
            both = previous[index] + (_weight(sound) if agree else -1.0)
            row.append(
                max(0.0, both, previous[index + 1] - _GAP * _weight(sound), row[index] - _GAP * _weight(against))
            )
        best, previous = max(best, *row), row
    return best / whole if whole else 1.0


def _weight(sound: str) -> float:
    return 0.5 if sound.islower() else 1.0


class _Sets(dict[str, frozenset[str]]):
    def __missing__(self, sound: str) -> frozenset[str]:
        self[sound] = frozenset(sound.upper())
        return self[sound]


_CLASSES = _Sets()
