"""Make an environment from a hashed lock file: `python3 scripts/environment.py LOCK STAMP`, the stamp inside it.

Runs on the system's Python with nothing installed. `--no-deps` because the lock is complete, and because it leaves
out, on purpose, packages that argostranslate names (see overrides.txt).
"""

import subprocess
import sys
import venv
from pathlib import Path


def main(lock: Path, stamp: Path) -> int:
    """Install `lock` into the environment that holds `stamp`, then write `stamp`.

    Returns:
        The exit code: 0, or pip's own.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 -- the one file that an older Python may meet
        sys.stderr.write(
            f"Python {sys.version.split()[0]} found; 3.11 or newer expected. Run `make PYTHON=python3.12 …`.\n"
        )
        return 2
    root = stamp.parent
    bin_dir = root / ("Scripts" if sys.platform == "win32" else "bin")
    if not (bin_dir / "pip").exists() and not (bin_dir / "pip.exe").exists():
        sys.stdout.write(f"Making {root} …\n")
        venv.create(root, with_pip=True, clear=root.exists(), upgrade_deps=False)
    sys.stdout.write(f"Installing {lock} …\n")
    sys.stdout.flush()
    command = [str(bin_dir / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    code = subprocess.run([*command, "--no-deps", "--require-hashes", "-r", str(lock)], check=False).returncode
    if code == 0:
        stamp.write_text(f"{lock}\n", encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
