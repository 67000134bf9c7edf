"""Coroutines that ask the engine side by side, so that their requests go through the model in one batch.

A coroutine is a generator: it yields requests, is sent the answers, and returns its result.
"""

from collections.abc import Callable, Generator, Sequence
from typing import TypeVar

from translate.machine.engine import Decoding, Hypothesis, TranslationRequest

T = TypeVar("T")
Request = tuple[TranslationRequest, Decoding]
"""What is asked of the engine, and how to search."""
Answers = list[list[Hypothesis]]
"""For each request, its hypotheses."""
Coroutine = Generator[list[Request], Answers, T]


def gather(coroutines: Sequence[Coroutine[T]]) -> Coroutine[list[T]]:
    """Join coroutines into one: what they ask at a time is asked at once. Returns the results in order."""
    results: dict[int, T] = {}
    answers: dict[int, Answers | None] = dict.fromkeys(range(len(coroutines)))
    while True:
        asked: dict[int, list[Request]] = {}
        for number, answer in answers.items():
            try:
                asked[number] = next(coroutines[number]) if answer is None else coroutines[number].send(answer)
            except StopIteration as stop:
                results[number] = stop.value
        if not asked:
            return [results[number] for number in range(len(coroutines))]
        given = yield [request for requests in asked.values() for request in requests]
        answers, start = {}, 0
        for number, requests in asked.items():
            answers[number] = given[start : start + len(requests)]
            start += len(requests)


def run(coroutine: Coroutine[T], ask: Callable[[list[Request]], Answers]) -> T:
    """Run a coroutine to its end."""
    try:
        asked = next(coroutine)
        while True:
            asked = coroutine.send(ask(asked))
    except StopIteration as stop:
        result: T = stop.value
        return result
