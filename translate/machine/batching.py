"""Conversations with the engine that run side by side, so that what they ask goes through the model together.

A conversation is a generator: it yields what it asks, gets the answers sent, and returns what it came to.
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
    """Join conversations into one: what they ask at a time is asked at once. Returns what each came to, in order."""
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
    """Lead a conversation to its end."""
    try:
        asked = next(coroutine)
        while True:
            asked = coroutine.send(ask(asked))
    except StopIteration as stop:
        result: T = stop.value
        return result
