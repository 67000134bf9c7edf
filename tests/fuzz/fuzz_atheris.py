"""The same, led by what the code does with a file: a target for atheris (libFuzzer), which has to be installed by hand.

    python -m tests.fuzz.fuzz_atheris -runs=20000 [folder of files to begin with]

atheris comes as a ready-made package for Linux only, so it is in no lock; `test_atheris.py` runs this where it imports.
"""

import random
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["build", "translate", "markdown", "pymdownx"]):
    from tests.fuzz.mutation import ORIGINALS, mutant
    from tests.fuzz.target import Project


def main() -> None:
    """Run until `-runs` are over or a fault was found."""
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))

        def one(data: bytes) -> None:
            """Take bytes for a file or, every second time, for the choices that make one."""
            if data and data[0] & 0x80:
                made = replace(ORIGINALS[data[0] % len(ORIGINALS)], data=data[1:])
            else:
                made = mutant(random.Random(data))
            faults = project.faults(made)
            if faults:
                raise AssertionError("\n".join([*map(str, faults), str(made)]))

        atheris.Setup([*sys.argv, "-max_len=20000"], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
