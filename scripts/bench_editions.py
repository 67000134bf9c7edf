"""Time and memory of a bilingual year of 52 issues as one PDF: `make bench-editions`.

The issues are made from the repository's own: items in another order, sentences shuffled, so that the typesetter finds
nothing it has set before. Each run is a process of its own, from its first import to the last byte.
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from build.content import issues, settings  # noqa: E402 -- after the path to it
from build.content.model import Issue, IssuePair  # noqa: E402
from build.editions.pdf import Typesetter  # noqa: E402
from build.editions.store import BILINGUAL, Artifact  # noqa: E402
from translate.core import console  # noqa: E402


def synthetic_year(pairs: tuple[IssuePair, ...], count: int, items: int) -> tuple[IssuePair, ...]:
    """Return `count` weekly issues of `items` items each, in both languages, the same for the same arguments."""
    chance = random.Random(20250101)  # noqa: S311 -- nothing secret
    complete = [pair for pair in pairs if len(pair.issues) > 1]
    places = [(pair, number) for pair in complete for number in range(len(pair.original.items))]
    year = []
    for week in range(count):
        start = date(2025, 1, 6) + timedelta(weeks=week)
        start = start if start.year == 2025 else date(2025, 12, 29)
        chosen = [chance.choice(places) for _ in range(items)]
        frame, seed = chance.choice(complete), chance.random()
        year.append(IssuePair(tuple(_varied(issue, chosen, start, seed, week) for issue in frame.issues)))
    return tuple(year)


def _varied(issue: Issue, chosen: list[tuple[IssuePair, int]], start: date, seed: float, week: int) -> Issue:
    chance = random.Random(seed)  # noqa: S311 -- nothing secret
    stop = ". " if issue.language.code == "en" else "。"
    items = []
    for number, (pair, place) in enumerate(chosen, start=1):
        counterpart = pair.in_(issue.language)
        assert counterpart is not None
        item = counterpart.items[place]
        sentences = item.body_text.split(stop)
        chance.shuffle(sentences)
        text = stop.join([f"{week * 100 + number}", *sentences, *sentences[:2]])
        items.append(
            replace(item, number=number, body_text=text, body_html=f"<p>{text}</p>", sources=(issue.sources[0].number,))
        )
    end = start + timedelta(days=6)
    return replace(issue, start=start, end=end, published=end, items=tuple(items), sources=issue.sources[:1])


def once(count: int, items: int) -> dict[str, float]:
    """Set the year once in this process and return what it cost."""
    configured = settings.load(ROOT)
    pairs, _ = issues.load(ROOT)
    output = Artifact("pdf", "healthcare", "2025", BILINGUAL, synthetic_year(pairs, count, items))
    pdf, problems = Typesetter(ROOT, configured).set(output)
    assert not problems, problems
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "size_kb": len(pdf) / 1024,
        "peak_mb": used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2),
        "cpu": used.ru_utime + used.ru_stime,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and print the median."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--issues", type=int, default=52)
    parser.add_argument("--items", type=int, default=6)
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    console.add_log_options(parser)
    options = parser.parse_args(arguments)
    console.log_as_asked(options)
    if options.once:
        sys.stdout.write(json.dumps(once(options.issues, options.items)))
        return 0
    command = [sys.executable, __file__, "--once", "--issues", str(options.issues), "--items", str(options.items)]
    results = []
    for _ in range(options.runs):
        started = time.perf_counter()
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        results.append(json.loads(printed) | {"seconds": time.perf_counter() - started})
    median = {name: statistics.median(result[name] for result in results) for name in results[0]}
    sys.stdout.write(
        f"Bilingual year, {options.issues} issues of {options.items} items, median of {options.runs} runs: "
        f"{median['seconds']:.2f} s ({median['cpu']:.2f} s of processor time), {median['peak_mb']:.0f} MB, "
        f"PDF of {median['size_kb']:.0f} KB.\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
