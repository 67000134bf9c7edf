"""Every text of the interface in both languages. A key that lacks a language cannot be written."""

from build.content.model import CHINESE, Language, Name

_STRINGS = {
    "home": Name("Home", "首页"),
    "newest": Name("Newest issue", "最新一期"),
    "archive": Name("Archive", "往期"),
    "archive.summary": Name("All issues by year.", "按年份查看各期内容。"),
    "topics": Name("Topics", "主题"),
    "topics.summary": Name("Issues by topic.", "按主题查看各期内容。"),
    "edition.summary": Name("All issues of {edition}.", "{edition}各期内容。"),
    "contents": Name("In this issue", "本期内容"),
    "earlier": Name("Earlier issues", "往期回顾"),
    "read": Name("Read this issue", "阅读本期"),
    "all": Name("All issues", "全部往期"),
    "previous": Name("Previous issue", "上一期"),
    "next": Name("Next issue", "下一期"),
    "published": Name("Published {date}", "{date}发布"),
    "source": Name("Source: ", "来源："),
    "sources": Name("Sources", "资料来源"),
    "sources.separator": Name("; ", "；"),
    "source.number": Name("Source {number} in the list", "列表中的第{number}条来源"),
    "source.unverified": Name(
        "unverified: the publisher’s front page until the exact one is found", "待核实：暂以出版方首页代替"
    ),
    "source.items": Name("Back to item {number}", "返回第{number}条"),
    "source.in_en": Name("in English", "英文"),
    "source.in_zh-Hans": Name("in Chinese", "中文"),
    "untranslated": Name(
        "This issue is not yet available in English. You are reading the Chinese original.",
        "本期尚无中文版，以下为英文原文。",
    ),
    "untranslated.page": Name(
        "This page is not yet available in English. You are reading the Chinese original.",
        "本页尚无中文版，以下为英文原文。",
    ),
    "in_original": Name("in Chinese", "英文"),
    "machine": Name(
        "Machine translation from Chinese, not reviewed by an editor.",
        "本期由机器自英文翻译，未经编辑审校。",
    ),
    "machine.page": Name(
        "Machine translation from Chinese, not reviewed by an editor.",
        "本页由机器自英文翻译，未经编辑审校。",
    ),
    "machine.label": Name("Machine translation", "机器翻译"),
    "machine.partly": Name("Reviewed by an editor: items {items}.", "已由编辑审校：第{items}条。"),
    "reviewed": Name("Translated from Chinese; reviewed by {by} on {date}.", "译自英文，{by}于{date}审校。"),
    "editors": Name("Translated from Chinese by {by}, {date}.", "译自英文，{by}译，{date}。"),
    "edited": Name("Translated from Chinese by contributors.", "译自英文，由投稿者翻译。"),
    "edited.since": Name("{count} passages were edited by others.", "另有{count}处经他人修改。"),
    "edited.since.one": Name("One passage was edited by others.", "另有1处经他人修改。"),
    "stale": Name(
        "The original has changed since; {count} passages lag behind.", "原文此后有改动，{count}处译文有待更新。"
    ),
    "stale.one": Name("The original has changed since; one passage lags behind.", "原文此后有改动，1处译文有待更新。"),
    "left": Name(
        "{count} passages, marked [untranslated], are left in Chinese.",
        "{count}处保留英文原文，标有〔未译〕。",
    ),
    "left.one": Name("One passage, marked [untranslated], is left in Chinese.", "1处保留英文原文，标有〔未译〕。"),
    "original": Name("Read the Chinese original", "阅读英文原文"),
    "list.separator": Name(", ", "、"),
    "downloads": Name("Take this issue with you", "下载本期"),
    "feed": Name("Subscribe to the feed (Atom)", "订阅（Atom）"),
    "correct": Name("Suggest a correction", "提出更正"),
    "empty": Name("The first issue is being written. Please come back soon.", "第一期正在编写中，欢迎稍后再来。"),
    "empty.list": Name("No issue has been published yet.", "尚未发布任何一期。"),
}

_ADMONITIONS = {
    "Abstract": "摘要",
    "Bug": "缺陷",
    "Danger": "危险",
    "Example": "示例",
    "Failure": "失败",
    "Info": "信息",
    "Note": "说明",
    "Question": "问题",
    "Quote": "引用",
    "Success": "成功",
    "Tip": "提示",
    "Warning": "注意",
}


def admonition_title(kind: str, language: Language) -> str:
    """Return the title of an admonition that has none of its own, which Markdown makes from its English kind."""
    return _ADMONITIONS.get(kind, kind) if language is CHINESE else kind


def text(key: str, language: Language, **values: object) -> str:
    """Return an interface text for readers of `language`, with its placeholders filled.

    Raises:
        KeyError: there is no such text, or a value is missing.
    """
    return _STRINGS[key].in_(language).format(**values)
