"""One timed run in a process of its own: `bench_run.py ours|peer PACKAGE TEXT OUTPUT_LENGTH REPEATS`.

`ours` runs in the project's environment, `peer` in the benchmark's own, which holds argostranslate with what it needs
to translate, and none of its sentence splitters. What is put in their place, and all of it:

- `stanza` and `minisbd` are empty modules, since argostranslate.sbd imports them;
- `argostranslate.sbd.MiniSBDSentencizer`, which would download its model, becomes a splitter that returns the sentences
  that our splitter found (one paragraph to each).

Both sides' `ctranslate2.Translator` is made to produce the same number of tokens for every sentence, since random
weights know no end. All else is each side's own.
"""

import json
import os
import resource
import sys
import time
import types
from pathlib import Path
from typing import Any


def main(side: str, package: Path, text: Path, length: int, repeats: int) -> int:
    """Time `repeats` translations of `text`, after a warm-up on its first paragraph; prints JSON."""
    paragraphs: list[list[str]] = json.loads(text.read_text(encoding="utf-8"))
    if length:
        _fix_length(length)
    run = {"ours": _ours, "peer": _peer}[side](package, paragraphs)
    run(paragraphs[:1])
    loaded = _resident()
    seconds, processor, outputs = [], [], 0
    for _ in range(repeats):
        start, busy = time.perf_counter(), time.process_time()
        outputs = run(paragraphs)
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - busy)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    sys.stdout.write(
        json.dumps({"seconds": seconds, "processor": processor, "outputs": outputs, "resident": loaded, "peak": peak})
        + "\n"
    )
    return 0


def _fix_length(length: int) -> None:
    import ctranslate2

    class Fixed(ctranslate2.Translator):  # type: ignore[misc]
        def translate_batch(self, *arguments: Any, **options: Any) -> Any:
            options |= {"min_decoding_length": length, "max_decoding_length": length}
            return super().translate_batch(*arguments, **options)

    ctranslate2.Translator = Fixed


def _ours(package: Path, _: list[list[str]]) -> Any:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from translate.core.languages import EN_ZH
    from translate.machine.engine import Decoding, plain_requests
    from translate.machine.engines.argos import ArgosEngine
    from translate.machine.models.packages import Installed

    engine = ArgosEngine(Installed(package, EN_ZH, "0.0", 0, ""))

    def run(some: list[list[str]]) -> int:
        sentences = [sentence for paragraph in some for sentence in paragraph]
        answers = engine.translate(plain_requests(sentences), source="en", target="zh-Hans", decoding=Decoding(beam=4))
        return sum(bool(answer[0].text) for answer in answers)

    return run


def _peer(package: Path, paragraphs: list[list[str]]) -> Any:
    for name in ("stanza", "minisbd", "minisbd.models"):
        sys.modules[name] = types.ModuleType(name)
    sys.modules["minisbd"].SBDetect = None  # type: ignore[attr-defined]
    sys.modules["minisbd"].models = sys.modules["minisbd.models"]  # type: ignore[attr-defined]
    base = package.parent / "argos-home"
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        os.environ[variable] = str(base)
    os.environ["ARGOS_PACKAGES_DIR"] = str(base / "packages")
    from argostranslate import sbd, translate
    from argostranslate.package import Package

    split = {" ".join(paragraph): paragraph for paragraph in paragraphs}

    class Given:
        def __init__(self, package: Any) -> None:
            self.package = package

        def split_sentences(self, text: str) -> list[str]:
            return split[text]

    sbd.MiniSBDSentencizer = translate.MiniSBDSentencizer = Given
    languages = (translate.Language("en", "English"), translate.Language("zh", "Chinese"))
    translation = translate.PackageTranslation(*languages, Package(package))

    def run(some: list[list[str]]) -> int:
        translated = translation.translate("\n".join(" ".join(paragraph) for paragraph in some))
        return sum(map(bool, translated.split("\n")))

    return run


def _resident() -> int:
    """Return the bytes of memory in use now, where the system tells."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])))
