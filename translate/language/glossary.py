"""Terms that must be rendered as the glossary says, in both directions.

1. English is matched by whole words in any inflected form, Chinese by characters; where terms overlap the longest wins.
2. Of rows with the same source form the first is preferred and the others are accepted.
3. A term said twice is said twice in the translation; a longer term that contains it does not count for it.
"""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, cast

from translate.core import characters, content
from translate.core.limits import CSV_CELL, VOCABULARY_FILE
from translate.core.problem import Problem
from translate.language.inflection import pattern
from translate.language.script import UnmarkedText, is_han

COLUMNS = ("en", "zh", "note", "case", "pos", "keep")
"""Of the file; the first two are required."""
_COMMON_WORDS = (
    "符合 资格 集中 医疗 医院 医学 医生 医药 中山 东路 西路 东西 东部 资金 资源 资料 资产 资本 资助 组合 结合 联合 "
    "综合 整合 适合 融合 配合 混合 合作 合格 合同 其中 空中 手中 家中 途中 心中 高中 初中 之中 从中 当中 海上 以上 "
    "网上 路上 身上 早上 晚上 马上 加上 线上 海洋 海外 海关 推广 宽广 东方 东北 东南 东京 血糖 出血 流血 输血 糖尿 "
    "糖果 天津 津贴 北京 南京 京剧 四川 川菜 浙江 江苏 江西 江南 长江 运转 移转 好转 诊断 诊所 诊疗 急诊 确诊 门诊 "
    "就诊 转诊 胰岛 岛屿 香港 港口 澳门 门口 部门 台湾 湾区 舞台 平台 后台 "
)
"""Words that a two-character term may be cut out of by chance."""
_COMMON = frozenset(_COMMON_WORDS.split())
_QUOTES = {"“": '[“「"『]?', "”": '[”」"』]?', "（": "[（(]", "）": "[）)]", "(": "[（(]", ")": "[）)]"}
_QUOTED = 60
"""Characters of a cell that a message repeats."""
_KEEP = {"": False, "no": False, "yes": True, "keep": True}


@dataclass(frozen=True)
class Term:
    """One row of the glossary."""

    en: str
    """English form, singular, as in running text."""
    zh: str
    """Simplified Chinese form."""
    note: str = ""
    """For people."""
    case: Literal["any", "exact"] = "any"
    """Whether English letters must agree in case: `exact` for names and abbreviations."""
    pos: str = ""
    """Part of speech: name, noun, verb, adj; empty where not said."""
    keep: bool = False
    """Never translated: each language uses its own column as it stands."""
    line: int = 0
    """1-based line in the file; 0 where there is none."""

    def form(self, language: str) -> str:
        """Return the term in `language`."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class TermMatch:
    """An occurrence of a term in a text."""

    start: int
    """0-based code point in the text searched, marks counted."""
    end: int
    """Exclusive."""
    term: Term
    """The first row of that source form."""
    target: str
    """How to render it."""
    accepted: tuple[str, ...]
    """Every rendering that is right, `target` first."""


@dataclass(frozen=True)
class _Entry:
    """All rows with one form in one language."""

    key: str
    """The form, folded."""
    found: re.Pattern[str]
    """What running text holds of it."""
    rows: tuple[Term, ...]
    """In file order."""


class Glossary:
    """Terms, ready to be found in either language."""

    def __init__(self, terms: Sequence[Term] = (), periodicals: Sequence[str] = ()) -> None:
        """Take the rows in file order: of rows with the same source form the first is preferred.

        Args:
            terms: the rows.
            periodicals: Chinese names of publications, which take 《》 in running text.
        """
        self.terms = tuple(terms)
        self.periodicals = tuple(periodicals)
        self._entries = {language: _index(self.terms, language) for language in ("en", "zh-Hans")}
        self._first = {
            language: re.compile(
                ("(?<![A-Za-z0-9])" if language == "en" else "")
                + (f"[{''.join(re.escape(first + first.upper()) for first in entries)}]" if entries else "(?!)")
            )
            for language, entries in self._entries.items()
        }
        # Guards ask for the same few texts over and over.
        self._cached = lru_cache(maxsize=256)(self._search)

    def find(self, text: str, language: str) -> list[TermMatch]:
        """Find terms in `text`: whole words, longest first, not overlapping, in order.

        Args:
            text: with or without marks; marks may stand inside a term.
            language: BCP 47 code of `text`; targets are in the other language.
        """
        return list(self._cached(text, language))

    def _search(self, text: str, language: str) -> tuple[TermMatch, ...]:
        bare = UnmarkedText(text)
        plain = bare.text
        entries = self._entries[language]
        hits: list[tuple[int, int, _Entry]] = []
        for first in self._first[language].finditer(plain):
            position = first.start()
            for entry in entries.get(plain[position].casefold(), ()):
                match = entry.found.match(plain, position)
                if match and match.end() > position and not (language != "en" and _cuts(plain, *match.span())):
                    hits.append((position, match.end(), entry))
        hits.sort(key=lambda hit: (hit[0] - hit[1], hit[0]))
        taken = bytearray(len(plain))
        matches = []
        for start, end, entry in hits:
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                matches.append(_match(bare, start, end, entry, "zh-Hans" if language == "en" else "en"))
        return tuple(sorted(matches, key=lambda match: match.start))

    def count(self, form: str, text: str, language: str) -> int:
        """Count how often one form of a term stands in a text without marks, inside longer terms too."""
        entry = self._by_form[language].get(_fold(form, language))
        if entry is None:
            return 0
        return sum(1 for _ in entry.found.finditer(text))

    @cached_property
    def _by_form(self) -> dict[str, dict[str, _Entry]]:
        return {
            language: {entry.key: entry for entries in index.values() for entry in entries}
            for language, index in self._entries.items()
        }

    @cached_property
    def digest(self) -> str:
        """Short hash of what decides translations, for caches."""
        rows = "\n".join(f"{term.en}\t{term.zh}\t{term.case}\t{term.pos}\t{term.keep}" for term in self.terms)
        return hashlib.sha256(rows.encode()).hexdigest()[:16]


def _cuts(text: str, start: int, end: int) -> bool:
    """Return whether a short Chinese match cuts a common word at either end: the 合资 of 符合资格."""
    if end - start > 2:
        return False
    return text[max(0, start - 1) : start + 1] in _COMMON and text[end - 1 : end + 1] in _COMMON


def _match(bare: UnmarkedText, start: int, end: int, entry: _Entry, target: str) -> TermMatch:
    accepted = tuple(dict.fromkeys(row.form(target) for row in entry.rows))
    return TermMatch(*bare.span(start, end), entry.rows[0], accepted[0], accepted)


def _fold(form: str, language: str) -> str:
    return form.casefold() if language == "en" else form.strip("“”「」")


def _index(terms: Sequence[Term], language: str) -> dict[str, tuple[_Entry, ...]]:
    """Group the rows by form and file them under the characters a match may begin with."""
    groups: dict[str, list[Term]] = {}
    for term in terms:
        groups.setdefault(_fold(term.form(language), language), []).append(term)
    index: dict[str, list[_Entry]] = {}
    for key, rows in groups.items():
        form = rows[0].form(language)
        found = re.compile(_english(rows[0]) if language == "en" else _chinese(form))
        for first in {form[0].casefold(), form.lstrip("“”「」")[:1].casefold()}:
            index.setdefault(first, []).append(_Entry(key, found, tuple(rows)))
            if first == "“":
                for quote in '「"':
                    index.setdefault(quote, []).append(_Entry(key, found, tuple(rows)))
    return {first: tuple(entries) for first, entries in index.items()}


def _english(term: Term) -> str:
    flag = "(?i:" if term.case == "any" else "(?:"
    return f"(?<![A-Za-z0-9]){flag}{pattern(term.en, term.pos)})(?![A-Za-z0-9])"


def _chinese(form: str) -> str:
    parts = [_QUOTES.get(character, re.escape(character)) for character in form]
    for index in range(len(form) - 1, 0, -1):
        if is_han(form[index]) != is_han(form[index - 1]) and form[index].isalnum() and form[index - 1].isalnum():
            parts.insert(index, " ?")
    before = "(?<![A-Za-z0-9])" if form[0].isascii() and form[0].isalnum() else ""
    after = "(?![A-Za-z0-9])" if form[-1].isascii() and form[-1].isalnum() else ""
    return before + "".join(parts) + after


def load(path: Path) -> tuple[Glossary, list[Problem]]:
    """Read a glossary file; bad rows are left out and reported."""
    data, unread = content.read_bytes(Path(), path, VOCABULARY_FILE)
    if data is None:
        return Glossary(), unread
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        message = f"byte {data[error.start]:#04x} is not UTF-8; expected UTF-8. Save the file as UTF-8."
        return Glossary(), [Problem(path, line, column, message)]
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        header = [name.strip() for name in next(rows, [])]
    except csv.Error as error:
        return Glossary(), [_unread(path, 1, error)]
    unknown = [name for name in header if name not in COLUMNS]
    if header[:2] != ["en", "zh"] or unknown:
        expected = "`en,zh` and then any of `note,case,pos,keep`"
        return Glossary(), [
            Problem(path, 1, 1, f"the columns are `{','.join(header)[:_QUOTED]}`; expected {expected}. Mend line 1.")
        ]
    terms: list[Term] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str], int] = {}
    line = 1
    while True:
        start = line + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            # Where the row ends is not known, nor is anything behind it.
            problems.append(_unread(path, start, error))
            break
        if row is None:
            break
        line = rows.line_num
        if not any(cell.strip() for cell in row) or row[0].lstrip().startswith("#"):
            continue
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        message = _fault(row, header, cells)
        key = (cells.get("en", "").casefold(), cells.get("zh", ""))
        if not message and key in seen:
            message = f"`{cells['en']}` with `{cells['zh']}` stands on line {seen[key]} already. Delete one of the two."
        if message:
            problems.append(Problem(path, start, 1, message))
            continue
        seen[key] = start
        terms.append(
            Term(
                en=cells["en"],
                zh=cells["zh"],
                note=cells.get("note", ""),
                case=cast("Literal['any', 'exact']", cells.get("case") or "any"),
                pos=cells.get("pos", ""),
                keep=_KEEP[cells.get("keep", "").lower()],
                line=start,
            )
        )
    return Glossary(terms), problems


def _unread(path: Path, line: int, error: csv.Error) -> Problem:
    return Problem(path, line, 1, f"a row that cannot be read ({error}); CSV expected. Close its quotation marks.")


def _fault(row: list[str], header: list[str], cells: dict[str, str]) -> str:
    for name, cell in cells.items():
        if len(cell) > CSV_CELL.value:
            most = f"{CSV_CELL.value:,}"
            return f"`{name}` has {len(cell):,} characters; expected at most {most}. Close its quotation marks."
        for found in characters.hidden(cell.replace("\r\n", "\n")):
            return f"`{name}` holds {found.what}; expected text. Delete it."
    if len(row) > len(header):
        return f"{len(row)} cells; expected at most {len(header)}. Put quotation marks around a cell that has a comma."
    for column in ("en", "zh"):
        if not cells.get(column):
            return f"`{column}` is empty; expected the term in that language. Fill it in or delete the row."
    if cells.get("case", "") not in ("", "any", "exact"):
        return f"`case` is `{cells['case'][:_QUOTED]}`; expected `any`, `exact` or nothing. Mend it."
    if cells.get("keep", "").lower() not in _KEEP:
        return f"`keep` is `{cells['keep'][:_QUOTED]}`; expected `yes` or nothing. Mend it."
    return ""


def missing(source_text: str, target_text: str, glossary: Glossary, *, source: str, target: str) -> list[TermMatch]:
    """Return the terms of the source whose rendering is missing in the target, once per occurrence too few."""
    matches = _without_glosses(glossary.find(source_text, source), source_text)
    if not matches:
        return []
    plain = UnmarkedText(target_text).text
    wanted = Counter(match.accepted for match in matches)
    lacking: list[TermMatch] = []
    for accepted, needed in wanted.items():
        have = _occurrences(glossary, accepted, plain, target)
        for longer, times in wanted.items():
            if longer is not accepted and longer != accepted and any(form in longer[0] for form in accepted):
                have -= min(times, _occurrences(glossary, longer, plain, target))
        short = needed - max(have, 0)
        if short > 0:
            lacking += [match for match in matches if match.accepted == accepted][-short:]
    return sorted(lacking, key=lambda match: match.start)


def _without_glosses(matches: list[TermMatch], text: str) -> list[TermMatch]:
    """Leave out the short form in brackets after the full one: artificial intelligence (AI) is said once in Chinese."""
    return [
        match
        for before, match in zip([None, *matches], matches, strict=False)
        if not before
        or not set(before.accepted) & set(match.accepted)
        or UnmarkedText(text[before.end : match.start]).text.strip() not in ("(", "（")
    ]


def _occurrences(glossary: Glossary, accepted: tuple[str, ...], plain: str, language: str) -> int:
    """Count renderings, each stretch of the text once: 国家卫健委 is not also 卫健委."""
    forms = [form for form in accepted if not any(form != other and other in form for other in accepted)]
    return sum(glossary.count(form, plain, language) for form in forms)


def apply(source_text: str, target_text: str, glossary: Glossary, *, source: str, target: str) -> str:
    """Repair terms in the target where that is certain; nothing is guessed.

    A missing term that stands in the target in the source language, or in the wrong letter case, is replaced by
    its rendering. Marks inside the replaced stretch follow it.
    """
    lacking = missing(source_text, target_text, glossary, source=source, target=target)
    for match in lacking:
        span = _left_behind(match, target_text, source, target)
        if span:
            start, end = span
            kept = "".join(character for character in target_text[start:end] if not _plain(character))
            target_text = target_text[:start] + match.target + kept + target_text[end:]
    return target_text


def _plain(character: str) -> bool:
    return bool(UnmarkedText(character).text)


def _left_behind(match: TermMatch, target_text: str, source: str, target: str) -> tuple[int, int] | None:
    """Return where the target holds the term untranslated or in the wrong case."""
    bare = UnmarkedText(target_text)
    form = match.term.form(source)
    flags = re.IGNORECASE if len(form) > 3 else 0
    body = pattern(form, match.term.pos) if source == "en" else _chinese(form)
    boundary = ("(?<![A-Za-z0-9])", "(?![A-Za-z0-9])") if source == "en" else ("", "")
    found = re.search(boundary[0] + f"(?:{body})" + boundary[1], bare.text, flags)
    if not found and target == "en" and match.term.case == "exact":
        found = re.search(rf"(?<![A-Za-z0-9]){re.escape(match.target)}(?![A-Za-z0-9])", bare.text, re.IGNORECASE)
    return bare.span(found.start(), found.end()) if found and found.end() > found.start() else None
