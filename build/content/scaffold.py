"""The next issue's file: dates worked out, every field there, placeholders that `make check` points at."""

import json
from datetime import date, timedelta
from pathlib import Path

from build.content.model import CHINESE, Edition, Issue, Language
from translate.core.content import ISSUES

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)

_TEXTS = {
    "en": {
        "title": "Headline of the issue",
        "summary": "One or two sentences for lists and search results.",
        "item": "Headline of the first item",
        "body": "Two to four sentences in your own words. ([Publisher](#))",
    },
    "zh-Hans": {
        "title": "本期标题",
        "summary": "用一两句话概括本期，供列表和搜索结果使用。",
        "item": "第一条新闻的标题",
        "body": "用自己的话写两到四句。（[出版方](#)）",
    },
}


def next_start(issues: tuple[Issue, ...], today: date) -> date:
    """Return the first day of the next issue: the one after the last period, this week's Monday where there is none."""
    ends = [issue.end for issue in issues]
    return max(ends) + _DAY if ends else today - timedelta(days=today.weekday())


def new_issue(edition: Edition, start: date, language: Language, topics: tuple[str, ...]) -> tuple[Path, str]:
    """Return path and text of a new issue of one week.

    Args:
        edition: the series it belongs to.
        start: first day covered.
        language: what it will be written in.
        topics: slugs to choose from, named in a comment.
    """
    end = start + _WEEK - _DAY
    texts = _TEXTS[language.code]
    colon = "：" if language is CHINESE else ": "
    choose = "可选主题" if language is CHINESE else "choose from"
    lines = [
        "---",
        f"title: {json.dumps(texts['title'], ensure_ascii=False)}",
        f"edition: {edition.slug}",
        f"period: {{start: {start}, end: {end}}}",
        f"published: {end + _DAY}",
        f"summary: {json.dumps(texts['summary'], ensure_ascii=False)}",
        f"topics: []  # {choose}{colon}{', '.join(topics)}",
        "---",
        "",
        f"## {texts['item']}",
        "",
        texts["body"],
        "",
    ]
    return ISSUES / edition.slug / f"{start}.{language.code}.md", "\n".join(lines)
