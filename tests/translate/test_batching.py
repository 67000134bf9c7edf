from translate.machine.batching import Answers, Coroutine, Request, gather, run
from translate.machine.engine import Decoding, Hypothesis, TranslationRequest

D = Decoding()


def coroutine(name: str, rounds: int) -> Coroutine[str]:
    """Ask `rounds` times and return the answers."""
    heard = []
    for number in range(rounds):
        answers = yield [(TranslationRequest(f"{name}{number}"), D)]
        heard.append(answers[0][0].text)
    return " ".join(heard)


def test_coroutines_of_different_length_share_their_rounds() -> None:
    asked: list[list[str]] = []

    def ask(requests: list[Request]) -> Answers:
        asked.append([request.text for request, _ in requests])
        return [[Hypothesis(request.text.upper())] for request, _ in requests]

    found = run(gather([coroutine("a", 2), coroutine("b", 0), gathered_pair(), coroutine("d", 1)]), ask)
    assert found == ["A0 A1", "", "X0 | Y0 Y1 Y2", "D0"]
    assert asked == [["a0", "x0", "y0", "d0"], ["a1", "y1"], ["y2"]]


def gathered_pair() -> Coroutine[str]:
    parts = yield from gather([coroutine("x", 1), coroutine("y", 3)])
    return " | ".join(parts)


def test_without_coroutines_nothing_is_asked() -> None:
    def refuse(requests: list[Request]) -> Answers:
        raise AssertionError(requests)

    assert run(gather([]), refuse) == []
