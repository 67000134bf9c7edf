"""Terms that must be rendered as the glossary says, in both directions.

1. English is matched by whole words in any inflected form, Chinese by characters; where terms overlap the longest wins.
2. Of rows with the same source form the first is preferred and the others are accepted.
3. A term said twice is said twice in the translation; a longer term that contains it does not count for it.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from translate.core.problem import Problem
from translate.language import glossary_file
from translate.language.inflection import family, is_verb, pattern
from translate.language.names import known_names
from translate.language.script import UnmarkedText, is_han
from translate.language.term import Term, TermMatch
from translate.language.word_boundaries import in_longer_word

__all__ = ["Glossary", "Term", "TermMatch", "apply", "load", "missing", "without_glosses"]

_QUOTES = {"“": '[“「"『]?', "”": '[”」"』]?', "（": "[（(]", "）": "[）)]", "(": "[（(]", ")": "[）)]"}


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
        self._patterns = lru_cache(maxsize=1024)(self._accepting)

    def find(self, text: str, language: str) -> list[TermMatch]:
        """Find terms in `text`: whole words, longest first, not overlapping, in order.

        Args:
            text: with or without marks; marks may stand inside a term.
            language: BCP 47 code of `text`; targets are in the other language.
        """
        return list(self._cached(text, language))

    def _search(self, text: str, language: str) -> tuple[TermMatch, ...]:
        bare = UnmarkedText(text)
        hits = sorted(self._hits(bare.text, language), key=lambda hit: (hit[0] - hit[1], hit[0]))
        taken = bytearray(len(bare.text))
        matches = []
        for start, end, entry in hits:
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                matches.append(_match(bare, start, end, entry, "zh-Hans" if language == "en" else "en"))
        return tuple(sorted(matches, key=lambda match: match.start))

    def _hits(self, plain: str, language: str) -> Iterator[tuple[int, int, _Entry]]:
        """Give every place where the form of an entry is a word of its own, overlapping ones too."""
        entries = self._entries[language]
        for first in self._first[language].finditer(plain):
            position = first.start()
            for entry in entries.get(plain[position].casefold(), ()):
                match = entry.found.match(plain, position)
                if match and match.end() > position and not _other_word(plain, *match.span(), entry, language):
                    yield position, match.end(), entry

    def pattern(self, accepted: tuple[str, ...], language: str) -> re.Pattern[str]:
        """Return what counts as one of these forms in running text of `language`: in all inflections, variants too.

        Args:
            accepted: of a match.
            language: of the forms.
        """
        return self._patterns(accepted, language)

    def _accepting(self, accepted: tuple[str, ...], language: str) -> re.Pattern[str]:
        # The longest first, so that each stretch counts once: 国家卫健委 is not also 卫健委.
        forms = sorted(accepted, key=len, reverse=True)
        if language != "en":
            return re.compile("|".join(map(_chinese, forms)))
        terms = [self._row(form) for form in forms]
        # A word of the same family is accepted for a term, never looked for.
        families = [family(term.en, term.pos) for term in terms]
        return re.compile("|".join([*map(_english, terms), *(f"(?<![A-Za-z0-9])(?i:{one})\\b" for one in families)]))

    def _row(self, form: str) -> Term:
        """Return the row that says how an English form is inflected; a word that no row has is a name's."""
        rows = self._english_rows.get(form.casefold())
        return replace(rows, en=form) if rows else Term(form, "", case="exact", pos="name")

    @cached_property
    def _english_rows(self) -> dict[str, Term]:
        return {form.casefold(): term for term in reversed(self.terms) for form in reversed(term.forms("en"))}

    @cached_property
    def digest(self) -> str:
        """Short hash of what decides translations, for caches."""
        rows = "\n".join(
            f"{term.en}\t{term.zh}\t{term.case}\t{term.pos}\t{term.keep}\t{term.variants}" for term in self.terms
        )
        return hashlib.sha256(rows.encode()).hexdigest()[:16]


def _other_word(text: str, start: int, end: int, entry: _Entry, language: str) -> bool:
    """Return whether what stands there only looks like the term: a part of a longer word, a verb where it is a noun."""
    pos = entry.rows[0].pos
    if language == "en":
        return pos in ("", "noun") and is_verb(text, start, end)
    return in_longer_word(text, start, end, name=pos == "name")


def _match(bare: UnmarkedText, start: int, end: int, entry: _Entry, target: str) -> TermMatch:
    source = "zh-Hans" if target == "en" else "en"
    preferred = entry.rows[0].form(target)
    accepted = [form for row in entry.rows for form in row.forms(target)]
    # A name that everybody knows has more words of its own: U.S. and American for 美国.
    known = known_names.renderings(entry.rows[0].form(source), target)
    accepted += known if preferred in known else ()
    return TermMatch(*bare.span(start, end), entry.rows[0], preferred, tuple(dict.fromkeys((preferred, *accepted))))


def _fold(form: str, language: str) -> str:
    return form.casefold() if language == "en" else form.strip("“”「」")


def _index(terms: Sequence[Term], language: str) -> dict[str, tuple[_Entry, ...]]:
    """Group the rows by form and file them under the characters a match may begin with."""
    groups: dict[str, list[tuple[str, Term]]] = {}
    for term in terms:
        for form in term.forms(language):
            groups.setdefault(_fold(form, language), []).append((form, term))
    index: dict[str, list[_Entry]] = {}
    for key, named in groups.items():
        form, term = named[0]
        found = re.compile(_english(replace(term, en=form)) if language == "en" else _chinese(form))
        entry = _Entry(key, found, tuple(row for _, row in named))
        for first in _beginnings(form):
            index.setdefault(first, []).append(entry)
    return {first: tuple(entries) for first, entries in index.items()}


def _beginnings(form: str) -> set[str]:
    """Return the characters that a match of a form may begin with: with quotation marks, without, with others."""
    beginnings = {form[0].casefold(), form.lstrip("“”「」")[:1].casefold()}
    return beginnings | set('「"') if "“" in beginnings else beginnings


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
    terms, problems = glossary_file.read(path)
    return Glossary(terms), problems


def missing(source_text: str, target_text: str, glossary: Glossary, *, source: str, target: str) -> list[TermMatch]:
    """Return the terms of the source whose rendering is missing in the target, once per occurrence too few."""
    matches = without_glosses(glossary.find(source_text, source), source_text)
    if not matches:
        return []
    plain = UnmarkedText(target_text).text
    wanted = Counter(match.accepted for match in matches)
    counted = {accepted: len(glossary.pattern(accepted, target).findall(plain)) for accepted in wanted}
    lacking: list[TermMatch] = []
    for accepted, needed in wanted.items():
        forms = glossary.pattern(accepted, target)
        inside = sum(
            min(times, counted[longer])
            for longer, times in wanted.items()
            if longer != accepted and forms.search(longer[0]) and not forms.fullmatch(longer[0])
        )
        short = needed - max(counted[accepted] - inside, 0)
        if short > 0:
            lacking += [match for match in matches if match.accepted == accepted][-short:]
    return sorted(lacking, key=lambda match: match.start)


def without_glosses(matches: list[TermMatch], text: str) -> list[TermMatch]:
    """Leave out the short form in brackets after the full one: artificial intelligence (AI) is said once in Chinese."""
    return [
        match
        for before, match in zip([None, *matches], matches, strict=False)
        if not before
        or not set(before.accepted) & set(match.accepted)
        or UnmarkedText(text[before.end : match.start]).text.strip() not in ("(", "（")
    ]


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
