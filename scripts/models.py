"""Install or list the translation models: `make models [FROM=<folder or file>] [LIST=1]`."""

import argparse
import logging
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from translate.core import console
from translate.core.characters import escaped
from translate.machine.engine import EngineError
from translate.machine.engines import open_engine
from translate.machine.models import archive, download, packages, quality, self_test

_log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the arguments, do the one thing asked for.

    Returns:
        0, or 1 where a package was refused; argparse itself exits with 2.
    """
    parser = argparse.ArgumentParser(prog="models.py", description=__doc__)
    parser.add_argument("--from", dest="origin", type=Path, help="an .argosmodel file or a folder of them")
    parser.add_argument("--list", action="store_true", help="show what is pinned and what is installed")
    parser.add_argument("--no-self-test", action="store_true", help="do not try what was installed on thirty sentences")
    parser.add_argument("--accept-sha256", default="", metavar="DIGEST", help="accept a file with this digest as well")
    console.add_log_options(parser)
    options = parser.parse_args(arguments)
    console.log_as_asked(options)
    if options.list:
        sys.stdout.write(f"{packages.table()}\n{quality.table()}")
        return 0
    show = _Show()
    try:
        if options.origin is not None:
            files = packages.files_in(options.origin)
            for file in files:
                _install(file, show, tried=not options.no_self_test)
            return 0
        for pin in packages.pins():
            here = packages.find(pin.direction)
            if here is not None and here.sha256 in (pin.sha256, options.accept_sha256):
                show.line(f"{pin.name} {pin.version} is installed.")
                _log.debug("%s: kept: its digest is the pinned or an accepted one", here.path)
                continue
            _log.debug("%s: downloaded: %s", pin.name, f"in place of {here.version}" if here else "none is installed")
            folder = packages.models_folder() / "downloads"
            file = download.fetch(pin, folder, accept=options.accept_sha256, progress=show.progress)
            show.end()
            _install(file, show, tried=not options.no_self_test)
            file.unlink()
    except archive.PackageError as error:
        show.end()
        console.warn(error)
        return 1
    return 0


def _install(file: Path, show: "_Show", *, tried: bool) -> None:
    """Install a package, and say how good it is; one worse than expected is installed all the same."""
    here = packages.install(file)
    show.line(_said(here))
    if not tried:
        return
    try:
        card = self_test.run(open_engine("argos", here.direction), here.direction)
    except EngineError as error:
        console.warn(error)
        return
    for line in card.lines():
        show.line(line)
    if card.shortfalls:
        console.warn(card.warning())


def _said(here: packages.Installed) -> str:
    return f"Installed {here.direction} {here.version}, SHA-256 {here.sha256}."


class _Show:
    """Progress: one moving line on a terminal, a line per tenth elsewhere."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.tenth = -1
        self.open = False

    def line(self, text: str) -> None:
        console.write(text)
        sys.stdout.flush()

    def progress(self, at: download.DownloadProgress) -> None:
        share = at.done / max(at.total, 1)
        seconds = max(time.monotonic() - self.started, 0.001)
        text = f"{at.name} {share:4.0%} of {at.total / 1e6:.0f} MB, {at.done / 1e6 / seconds:.1f} MB/s"
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{escaped(text)}")
            self.open = True
        elif int(share * 10) != self.tenth:
            console.warn(text)
        self.tenth = int(share * 10)
        sys.stderr.flush()

    def end(self) -> None:
        if self.open:
            sys.stderr.write("\n")
        self.open = False


if __name__ == "__main__":
    sys.exit(main())
