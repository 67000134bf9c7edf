"""`make lock`: resolve the requirements again, for every platform, with hashes. Needs uv (https://docs.astral.sh/uv/)."""

import argparse
import logging
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from translate.core import console

_log = logging.getLogger(__name__)

# Each later file is resolved under the versions of the earlier ones: one environment can hold the first three, and
# no package is locked in a version that another lock does not have.
FILES = ("requirements", "requirements-editions", "requirements-dev", "requirements-audit", "requirements-mutants")


def command(name: str) -> list[str]:
    """Return what makes a lock, `uv` first, in the form that Renovate reads and repeats: every value after a `=`.

    Args:
        name: one of `FILES`.
    """
    words = ["uv", "pip", "compile", "--universal", "--python-version=3.11", "--generate-hashes"]
    # What is left out of the locks, and why.
    words.append("--overrides=overrides.txt")
    words += [f"--constraints={earlier}.txt" for earlier in FILES[: FILES.index(name)]]
    return [*words, f"--output-file={name}.txt", f"{name}.in"]


def main(arguments: list[str]) -> int:
    """Write the lock files.

    Args:
        arguments: passed on to uv, such as `--upgrade` or `--upgrade-package mkdocs-material`.

    Returns:
        0, uv's own exit code, or 2 where there is no uv.
    """
    parser = argparse.ArgumentParser(prog="make lock", description=__doc__, allow_abbrev=False)
    console.add_log_options(parser)
    options, others = parser.parse_known_args(arguments)
    console.log_as_asked(options)
    uv = shutil.which("uv")
    if not uv:
        sys.stderr.write("No uv on the path; expected it, to resolve for all platforms. Install it, say by pipx.\n")
        return 2
    for name in FILES:
        words = command(name)
        # Renovate repeats the command in a lock's first lines; what was asked for once does not belong there.
        own = ["--quiet", "--custom-compile-command", shlex.join(words), *others]
        _log.debug("%s.txt: resolved by %s", name, shlex.join([uv, *words[1:], *own]))
        code = subprocess.run([uv, *words[1:], *own], check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    if not Path("requirements.in").exists():
        sys.exit("Run this in the project's root.")
    sys.exit(main(sys.argv[1:]))
