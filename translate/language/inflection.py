"""English word forms: a term's singular as a regular expression of what running text may hold."""

import re

_LINKS = {"of", "for", "in", "on", "at", "to", "and", "by", "with", "from"}
_IRREGULAR = {
    "memorandum": "memorand(?:um|ums|a)", "bacterium": "bacteri(?:um|a)", "criterion": "criteri(?:on|a)",
    "child": "child(?:ren)?", "person": "(?:person|persons|people)", "man": "m[ae]n", "woman": "wom[ae]n",
    "mouse": "m(?:ouse|ice)", "foot": "f(?:oo|ee)t", "datum": "dat(?:um|a)", "analysis": "analys[ei]s",
    "diagnosis": "diagnos[ei]s", "crisis": "cris[ei]s", "hypothesis": "hypothes[ei]s", "vertebra": "vertebrae?",
    "nucleus": "nucle(?:us|i)", "virus": "virus(?:es)?", "fungus": "fung(?:us|i)", "life": "li(?:fe|ves)",
}  # fmt: skip
_SPELLINGS = (
    (re.compile(r"cent(?:re|er)\b"), "cent(?:re|er)"),
    (re.compile(r"(?<=[a-z])isation\b|(?<=[a-z])ization\b"), "i[sz]ation"),
    (re.compile(r"(?<=[a-z]{2})is(?=ed?\b|ing\b)|(?<=[a-z]{2})iz(?=ed?\b|ing\b)"), "i[sz]"),
    (re.compile(r"(?<=[a-z]{2})our(?=\b|s\b|al\b|ed\b)"), "ou?r"),
    (re.compile(r"ae(?=[a-z])"), "a?e"),
)
_VOWELS = "aeiou"


def pattern(term: str, pos: str) -> str:
    """Return a regular expression, without boundaries, of the forms in which a term occurs.

    Plurals (also of the head before `of`), possessives, verb endings, hyphen and space variants, British and American
    spelling. Names take a possessive only.

    Args:
        term: as in the glossary, singular.
        pos: part of speech; nouns are assumed where it is empty.
    """
    words = re.split(r"([\s\u00a0]+|[-–])", term)
    last = len(words) - 1
    head = next((index - 2 for index, word in enumerate(words) if word.lower() in _LINKS and index >= 2), last)
    parts = []
    for index, word in enumerate(words):
        if re.fullmatch(r"[\s\u00a0]+", word):
            parts.append(r"(?:[\s\u00a0]+|[-–‐])")
        elif word in ("-", "–"):
            parts.append(r"[-–‐\s]?")
        elif index in (last, head) and pos != "name":
            parts.append(_forms(word, pos))
        else:
            parts.append(_spelled(word))
    return "".join(parts) + "(?:['’]s|(?<=s)['’](?![A-Za-z]))?"


def _spelled(word: str) -> str:
    for found, replacement in _SPELLINGS:
        match = found.search(word)
        if match:
            return re.escape(word[: match.start()]) + replacement + re.escape(word[match.end() :])
    return re.escape(word)


def _forms(word: str, pos: str) -> str:
    lower = word.lower()
    if not word.isalpha() or not word.isascii() or (word.isupper() and pos != "verb"):
        return re.escape(word) + ("s?" if word.isalnum() else "")
    if pos == "verb":
        return _verb(word)
    if pos == "adj":
        return _spelled(word) + "(?:ly)?"
    if lower in _IRREGULAR:
        first = re.escape(word[0])
        return first + _IRREGULAR[lower][1:] if not _IRREGULAR[lower].startswith("(") else _IRREGULAR[lower]
    if lower.endswith("y") and lower[-2:-1] not in _VOWELS:
        return f"{_spelled(word[:-1])}(?:y|ies)"
    if lower.endswith(("s", "x", "z", "ch", "sh")):
        return f"{_spelled(word)}(?:es)?"
    return f"{_spelled(word)}s?"


def _verb(word: str) -> str:
    if word.endswith("e"):
        return f"{re.escape(word[:-1])}(?:e[sd]?|ing)"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return f"{re.escape(word[:-1])}(?:y|ies|ied|ying)"
    return f"{re.escape(word)}{re.escape(word[-1])}?(?:e?s|ed|ing)?"
