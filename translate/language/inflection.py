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
_DERIVED = re.compile(
    "(?:isation|ization|ation|osis|ysis|sis|tion|sion|ment|ance|ence|ology|ical|ics|ine|ing|ise|ize|yse|yze|ose|ate|ive"
    "|ist|ic|al|er|or|y|e)$"
)
"""Endings that make a noun, verb or adjective of a stem. One of them is taken off."""
_STEM = 4
"""Letters that a stem has at least: shorter ones begin too many words."""
_ALSO_VERBS_WORDS = (
    "access act address age aid aim appeal approach arm attack attempt average back balance ban bank base benefit bid "
    "bill block board bond book boost border broadcast budget burn call care cast cause challenge change charge chart "
    "check claim clamp clean close coach code comment concern condition conduct contact content contest contract "
    "contrast control cost count cover crash credit culture cure cut cycle damage date deal debate decline default "
    "delay deliver demand deposit design detail dispute document dose double draft draw drive drop drug ease effect "
    "end estimate exchange exercise experience experiment export extract face fall farm fear feature field fight "
    "figure file film filter finance fine fire fix flow focus force forecast form frame freeze fuel function fund "
    "gain grade graft grant group grow guarantee guard guess guide hand harm head heat help hire hold host house "
    "impact implant import increase influence insert institute insult insure interest interview invite issue join "
    "judge jump land last launch lead lease level license lift light limit line link list load loan lock look lower "
    "make manufacture map mark market master match mean measure merge mind mine minister mirror model monitor move "
    "murder name need nurse object offer operate order outline pair park part pass patent patient pay peak permit "
    "pilot place plan plant play point police practice practise present press price print probe process produce "
    "profit program progress project promise protest purchase push question race raise range rank rate reach rebound "
    "record recruit reform refund regard release rent repair reply report request research reserve respect rest "
    "result retail return reveal review reward ring rise risk rule sample scale scan schedule school score screen "
    "seal search seat second secure sense sentence service shape share shift ship show side sign signal skip slice "
    "smoke sound space speed split spread staff stage stake stand start state stay stem step stock stop store storm "
    "stress strike study subject supply support surge survey suspect switch target task tax teach team test time tool "
    "top touch track trade train transfer transplant transport travel treat trial trigger trust turn type update "
    "upgrade use value view visit voice volunteer vote wage wait walk ward waste watch water wave weight will wish "
    "witness work wound worry yield "
)
_ALSO_VERBS = frozenset(_ALSO_VERBS_WORDS.split())
"""Nouns that are verbs as they stand."""
_BEFORE_VERB = re.compile(
    r"(?:^|[^\w])(?:I|you|he|she|it|we|they|who|to|will|would|shall|should|can|could|may|might|must|do|does|did|not|never"
    r"|cannot|let['’]s|\w+n['’]t|\w+['’]ll|\w+['’]d)(?: (?:also|then|now|still|only|just|never|not|often))?\s+$",
    re.IGNORECASE,
)
_TO_A_NOUN = re.compile(
    r"\b(?:access|sent|send|brought|go|goes|went|gone|come|came|due|close|up|next|related|comes)\s+to\s+$"
)
_CONTEXT = 40
"""Characters looked at before a word."""


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


def family(term: str, pos: str) -> str:
    """Return a regular expression of what is the term in another part of speech: diagnose for diagnosis.

    Only to accept what stands in a translation: 专家诊断 is "experts diagnose" and "an expert diagnosis". The last word
    changes, by whatever ending its stem takes. Names have no family, nor have words without a known ending.

    Args:
        term: as in the glossary.
        pos: part of speech.
    """
    before, last = re.fullmatch(r"(.*?)([A-Za-z]*)", term, re.DOTALL).groups()  # type: ignore[union-attr]
    stem = _DERIVED.sub("", last)
    if pos == "name" or not last.islower() or stem == last or len(stem) < _STEM:
        return "(?!)"
    return pattern(f"{before}x", "name").partition("x")[0] + re.escape(stem) + "[a-z]{0,7}"


def is_verb(text: str, start: int, end: int) -> bool:
    """Return whether an English noun is used as a verb there: `bid` in "they bid farewell".

    Told by the word before it, for words known to be both; where that does not tell, it is taken for a noun.

    Args:
        text: English, without marks.
        start: where the word begins, 0-based code point.
        end: exclusive.
    """
    word = text[start:end].lower()
    if word not in _ALSO_VERBS and word.removesuffix("s") not in _ALSO_VERBS:
        return False
    before = text[max(0, start - _CONTEXT) : start]
    return bool(_BEFORE_VERB.search(before)) and not _TO_A_NOUN.search(before)


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
