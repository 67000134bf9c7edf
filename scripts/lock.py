"""`make lock`: resolve the requirements again, for every platform, with hashes. Needs uv (https://docs.astral.sh/uv/)."""

import shutil
import subprocess
import sys
from pathlib import Path

# Each later file is resolved under the versions of the earlier ones, so that one environment can hold them all.
FILES = ("requirements", "requirements-editions", "requirements-dev")


def main(arguments: list[str]) -> int:
    """Write the lock files.

    Args:
        arguments: passed on to uv, such as `--upgrade` or `--upgrade-package mkdocs-material`.

    Returns:
        0, uv's own exit code, or 2 where there is no uv.
    """
    uv = shutil.which("uv")
    if not uv:
        sys.stderr.write("No uv on the path; expected it, to resolve for all platforms. Install it, say by pipx.\n")
        return 2
    earlier: list[str] = []
    for name in FILES:
        command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
        # Whoever installs chooses the index; overrides.txt says what is left out, and why.
        command += ["--no-emit-index-url", "--no-emit-find-links", "--override", "overrides.txt"]
        command += [word for path in earlier for word in ("-c", path)]
        # What others run is written into the lock's first lines: the command that everybody has.
        command += ["--custom-compile-command", "make lock", *arguments, f"{name}.in", "-o", f"{name}.txt"]
        code = subprocess.run(command, check=False).returncode
        if code:
            return code
        earlier.append(f"{name}.txt")
    return 0


if __name__ == "__main__":
    if not Path("requirements.in").exists():
        sys.exit("Run this in the project's root.")
    sys.exit(main(sys.argv[1:]))
