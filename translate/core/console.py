"""Prints messages, one a line, with text from outside escaped (`characters.escaped`). Nothing else prints."""

import argparse
import json
import logging
import sys

from translate.core.characters import UNSAFE, escaped


def write(*messages: object) -> None:
    """Print each message on a line of its own to standard output."""
    sys.stdout.writelines(f"{escaped(str(message))}\n" for message in messages)


def warn(*messages: object) -> None:
    """Print each message on a line of its own to standard error."""
    sys.stderr.writelines(f"{escaped(str(message))}\n" for message in messages)


def write_json(value: object) -> None:
    """Print a value as JSON to standard output; what a terminal would act on stands as JSON's own escapes."""
    lines = json.dumps(value, ensure_ascii=False, indent=1).split("\n")
    sys.stdout.write("\n".join(UNSAFE.sub(lambda sign: json.dumps(sign[0])[1:-1], line) for line in lines) + "\n")


def write_json_line(value: object) -> None:
    """Print a value as JSON on one line to standard output, escaped as in `write_json`."""
    line = json.dumps(value, ensure_ascii=False)
    sys.stdout.write(UNSAFE.sub(lambda sign: json.dumps(sign[0])[1:-1], line) + "\n")


class _EscapedRecord(logging.LogRecord):
    """A log record whose message is safe to print; line ends stay, because libraries lay out lists with them."""

    def getMessage(self) -> str:  # noqa: N802 -- the base class's name
        return "\n".join(escaped(line) for line in super().getMessage().split("\n"))


LEVELS = ("debug", "info", "warning", "error")
_PACKAGES = ("translate", "build", "scripts", "__main__")
"""Names of our loggers; a module that is run as a command is called `__main__`."""


def add_log_options(parser: argparse.ArgumentParser) -> None:
    """Give a command the options that `log_as_asked` reads."""
    parser.add_argument("-v", "--verbose", action="store_true", help="say why of every decision; same as debug")
    parser.add_argument("--log-level", choices=LEVELS, default="warning", help="what is logged (default: warning)")


class _Printed(logging.Handler):
    """Prints each record as a line of its own, escaped like all that is printed."""

    def emit(self, record: logging.LogRecord) -> None:
        # Where no bar was ever drawn, nothing is in the way; loading tqdm would cost every command its time.
        progress = sys.modules.get("tqdm")
        if progress is None:
            warn(self.format(record))
        else:
            # Takes the bar off the terminal's line, prints, and draws it again below.
            with progress.tqdm.external_write_mode(file=sys.stderr):
                warn(self.format(record))


def log_as_asked(options: argparse.Namespace) -> None:
    """Log what our packages decide to standard error, one escaped line each, as the options of the command say."""
    log_from("debug" if options.verbose else options.log_level)


def log_from(level: str) -> None:
    """Log to standard error what is of one of `LEVELS` or above it."""
    handler = _Printed()
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    for name in _PACKAGES:
        logger = logging.getLogger(name)
        logger.setLevel(level.upper())
        logger.handlers = [handler]


def escape_logs() -> None:
    """Make every log record of this process safe to print: MkDocs quotes page names and links in its messages."""
    logging.setLogRecordFactory(_EscapedRecord)
