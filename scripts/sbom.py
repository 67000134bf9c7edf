"""`make sbom`: the bill of materials of what the program runs with, as CycloneDX. Runs in .venv-audit."""

import argparse
import logging
import shlex
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from translate.core import console

_log = logging.getLogger(__name__)

# It begins with `-r requirements.in`, so that it holds all that requirements.txt does (a test compares them).
LOCK = "requirements-editions.txt"


def main(arguments: list[str]) -> int:
    """Write the bill of materials, validated against the schema of CycloneDX.

    Args:
        arguments: where to (its folder is made), and what to log.

    Returns:
        0, or cyclonedx-py's own exit code.
    """
    parser = argparse.ArgumentParser(prog="make sbom", description=__doc__)
    parser.add_argument("output", type=Path)
    console.add_log_options(parser)
    options = parser.parse_args(arguments)
    console.log_as_asked(options)
    output: Path = options.output
    output.parent.mkdir(parents=True, exist_ok=True)
    # A lock is a flat list: which package brought which along is not in it, and the warning of that is no news.
    quiet = ["-W", "ignore:The Component this BOM is describing:UserWarning"]
    command = [sys.executable, *quiet, "-m", "cyclonedx_py", "requirements", LOCK, "--pyproject", "pyproject.toml"]
    # Reproducible: no time and no random serial number, so that whoever makes it again can compare.
    command += ["--output-reproducible", "--validate", "--output-format", "JSON", "--output-file", str(output)]
    _log.debug("%s: made by %s", output, shlex.join(command))
    code = subprocess.run(command, check=False).returncode
    if code == 0:
        sys.stdout.write(f"{output}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
