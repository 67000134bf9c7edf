"""A trial of the ways to carry marks through a model that knows none: marks are put into parallel text and looked for.

A pair of marks goes around a number or a glossary term of each source sentence, since for these it is known what the
words become; the system does not know that they are terms. A way is right where the marked output has that and little
else. Only outputs that have the wanted words at all are counted for this.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scripts.measure.evaluation import Pairs, metrics
from scripts.measure.variants import ForcedArgosEngine, MarkTokenEncoder
from translate.core.languages import Direction
from translate.language.glossary import Glossary
from translate.language.script import is_mark
from translate.machine import markup_projection, model_input, sentence_parts
from translate.machine.engine import Decoding, Engine, Hypothesis, plain_requests
from translate.machine.engines.argos import ArgosEngine
from translate.markdown.protect import MARK_BASE, Mark, Protected

_OPEN, _CLOSE = chr(MARK_BASE), chr(MARK_BASE + 1)
_MARKS = (Mark("open", "*", "emphasis", 1), Mark("close", "*", "emphasis", 0))
_NUMBER = re.compile(r"(?<![\w.,-])\d(?:[\d.,]*\d)?(?![.,]?\w|-\w)")


@dataclass(frozen=True)
class TrialCase:
    """A sentence with one pair of marks."""

    unit: Protected
    """With the marks."""
    wanted: tuple[str, ...]
    """What the marked words may become."""
    reference: str
    """A person's translation."""


@dataclass(frozen=True)
class Count:
    """How one way did."""

    way: str
    """Its name."""
    cases: int
    """How many sentences."""
    survived: int
    """Outputs with both marks, in order, around something."""
    there: int
    """Of these, outputs with the wanted words."""
    right: int
    """Of these, outputs with the marks around them."""
    chrf: float
    """Of all outputs without marks; where marks did not survive, of the output before they were put in."""


def cases(pairs: Pairs, glossary: Glossary, direction: Direction) -> list[TrialCase]:
    """Put a pair of marks into each sentence that has a number or term, and whose reference has it too."""
    source, found = direction.source, []
    for text, reference in zip(pairs.texts[source], pairs.texts[direction.target], strict=True):
        spans: list[tuple[int, int, tuple[str, ...]]] = [(m.start(), m.end(), (m[0],)) for m in _NUMBER.finditer(text)]
        spans += [(match.start, match.end, match.accepted) for match in glossary.find(text, source)]
        # Of several the one in the middle of the sentence, which is hardest; never all of it.
        spans = [
            (start, end, wanted)
            for start, end, wanted in spans
            if any(form in reference for form in wanted) and end - start < len(text) / 2
        ]
        if spans:
            start, end, wanted = min(spans, key=lambda span: abs(span[0] + span[1] - len(text)))
            marked = f"{text[:start]}{_OPEN}{text[start:end]}{_CLOSE}{text[end:]}"
            found.append(TrialCase(Protected(marked, _MARKS), wanted, reference))
    return found


def run(found: Sequence[TrialCase], engine: Engine, direction: Direction, *, beam: int) -> list[Count]:
    """Try every way on the same cases."""
    source, target = direction.source, direction.target

    def ask(texts: Sequence[str]) -> list[Hypothesis]:
        decoding = Decoding(beam=beam, alignment=True)
        answers = engine.translate(plain_requests(texts), source=source, target=target, decoding=decoding)
        return [answer[0] for answer in answers]

    ways: dict[str, Callable[[], list[tuple[str | None, str]]]] = {
        "attention": lambda: _projected(found, ask, alone=False, attention=True),
        "words alone": lambda: _projected(found, ask, alone=True, attention=False),
        "attention and words alone": lambda: _projected(found, ask, alone=True, attention=True),
        "tokens X1": lambda: _tokens(found, ask, "X{}"),
        "tokens <1>": lambda: _tokens(found, ask, "<{}>"),
        "tokens [1]": lambda: _tokens(found, ask, "[{}]"),
        "around": lambda: _around(found, ask, direction),
    }
    return [_count(way, found, make(), target) for way, make in ways.items()]


def on_references(found: Sequence[TrialCase], engine: ArgosEngine, *, target: str) -> list[Count]:
    """Project marks onto people's translations, with the attention that the model has when it is made to write them.

    So the projection is judged apart from what a weak model writes.
    """
    encoded = [model_input.encode(case.unit.text, _MARKS) for case in found]
    forced = ForcedArgosEngine(engine.installed, engine.options)
    made = forced.forced([sentence.plain for sentence in encoded], [case.reference for case in found])
    rows = []
    for way, hypotheses in (
        ("attention", made),
        ("words as they are", [Hypothesis(hypothesis.text) for hypothesis in made]),
    ):
        results = [
            (markup_projection.project(sentence, hypothesis).text, hypothesis.text)
            for sentence, hypothesis in zip(encoded, hypotheses, strict=True)
        ]
        rows.append(_count(f"references, {way}", found, results, target))
    return rows


def _projected(
    found: Sequence[TrialCase], ask: Callable[[Sequence[str]], list[Hypothesis]], *, alone: bool, attention: bool
) -> list[tuple[str | None, str]]:
    encoded = [model_input.encode(case.unit.text, _MARKS) for case in found]
    words = sorted({phrase for sentence in encoded for phrase in model_input.marked_phrases(sentence)}) if alone else []
    known = dict(zip(words, (answer.text for answer in ask(words)), strict=True)) if words else {}
    outputs = ask([sentence.plain for sentence in encoded])
    if not attention:
        outputs = [Hypothesis(output.text) for output in outputs]
    return [
        (markup_projection.project(sentence, output, known).text, output.text)
        for sentence, output in zip(encoded, outputs, strict=True)
    ]


def _tokens(
    found: Sequence[TrialCase], ask: Callable[[Sequence[str]], list[Hypothesis]], form: str
) -> list[tuple[str | None, str]]:
    encoded = [MarkTokenEncoder(case.unit.text, _MARKS, form).encode() for case in found]
    results: list[tuple[str | None, str]] = []
    for sentence, output in zip(encoded, ask([sentence.plain for sentence in encoded]), strict=True):
        # Without alignment nothing is repaired: a token survives or it does not.
        text = markup_projection.project(sentence, Hypothesis(output.text)).text
        plain = output.text
        for placeholder in sentence.placeholders:
            plain = plain.replace(placeholder.accepted[0], "")
        results.append((text, plain))
    return results


def _around(
    found: Sequence[TrialCase], ask: Callable[[Sequence[str]], list[Hypothesis]], direction: Direction
) -> list[tuple[str | None, str]]:
    parts = [sentence_parts.around(case.unit.text, direction.source) for case in found]
    wanted = sorted({part.text for sentence in parts for part in sentence if part.model})
    known = dict(zip(wanted, (answer.text for answer in ask(wanted)), strict=True))
    glue = " " if direction.target == "en" else ""
    texts = []
    for sentence in parts:
        pieces = [known[part.text] if part.model else part.text.replace(" ", glue) for part in sentence]
        texts.append("".join(pieces))
    return [(text, _visible(text)) for text in texts]


def _count(way: str, found: Sequence[TrialCase], results: Sequence[tuple[str | None, str]], target: str) -> Count:
    outcomes = [_outcome(case, text or "") for case, (text, _) in zip(found, results, strict=True)]
    survived, there, right = (sum(outcome[at] for outcome in outcomes) for at in range(3))
    plain = [_visible(text if text is not None else before) for text, before in results]
    _, chrf = metrics(target)
    scored = chrf.corpus_score(plain, [[case.reference for case in found]]).score
    return Count(way, len(found), survived, there, right, round(scored, 1))


def _outcome(case: TrialCase, text: str) -> tuple[bool, bool, bool]:
    """Tell whether the marks survived; then whether the wanted words are there, and whether they are what is marked."""
    inside = re.search(f"{_OPEN}(.*?){_CLOSE}", text)
    if inside is None or not inside[1].strip():
        return False, False, False
    visible = _visible(text).casefold()
    forms = [form.casefold() for form in case.wanted if form.casefold() in visible]
    length = len(inside[1].strip())
    return True, bool(forms), any(form in inside[1].casefold() and length <= 2 * len(form) + 2 for form in forms)


def _visible(text: str) -> str:
    return "".join(char for char in text if not is_mark(char))


def table(rows: Sequence[Count]) -> str:
    """Lay counts out for people."""
    lines = [f"{'way':28}{'cases':>7}{'survived':>10}{'wanted there':>14}{'marked right':>14}{'chrF++':>8}"]
    lines += [
        f"{row.way:28}{row.cases:7}{row.survived / max(row.cases, 1):10.1%}{row.there:14}"
        f"{row.right / max(row.there, 1):14.1%}{row.chrf:8.1f}"
        for row in rows
    ]
    return "\n".join(lines) + "\n"
