"""Texts that only stand in editions. What a site says too comes from `build.content.strings`."""

from build.content.model import Language, Name

_STRINGS = {
    "bilingual": Name("Bilingual edition", "双语版"),
    "volume": Name("The year {year}", "{year}年合订本"),
    "contents": Name("Contents", "目录"),
    "notes": Name("Notes", "注释"),
    "topics": Name("Topics", "主题"),
    "untranslated": Name(
        "This issue has not been translated into Chinese; it appears in English only.",
        "本期尚无英文版，仅刊中文原文。",
    ),
    "original only": Name(
        "This issue has not been translated into English; it appears in the Chinese original.",
        "本期尚无中文版，以下为英文原文。",
    ),
    "online": Name("On the web", "网页版"),
    "page": Name("Page {page}", "第{page}页"),
    "label.pdf": Name("PDF, {language_set}", "PDF，{language_set}"),
    "label.mail": Name("E-mail, {language_set}", "邮件，{language_set}"),
    "label.epub": Name("EPUB, {language_set}", "EPUB，{language_set}"),
    "language.en": Name("English", "英文"),
    "language.zh-Hans": Name("Chinese", "中文"),
    "language.bilingual": Name("bilingual", "双语"),
    "mail.read": Name("Read on the web", "阅读网页版"),
    "mail.rest": Name(
        "This mail has been shortened. Read the whole issue on the web.", "邮件篇幅有限，请阅读网页全文。"
    ),
    "mail.why": Name(
        "You receive this mail because you subscribed to {name}.", "您收到此邮件，是因为您订阅了《{name}》。"
    ),
    "mail.unsubscribe": Name("Unsubscribe", "退订"),
    "mail.item": Name("Read item {number} on the web", "在网页上阅读第{number}条"),
}


def text(key: str, language: Language, **values: object) -> str:
    """Return a text for readers of `language`, with its placeholders filled.

    Raises:
        KeyError: there is no such text, or a value is missing.
    """
    return _STRINGS[key].in_(language).format(**values)
