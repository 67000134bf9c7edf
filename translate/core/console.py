"""The one place that prints: whatever a stranger wrote leaves escaped, one message a line (`characters.escaped`)."""

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


class _EscapedRecord(logging.LogRecord):
    """A log record whose message is safe to print; line ends stay, because libraries lay out lists with them."""

    def getMessage(self) -> str:  # noqa: N802 -- the base class's name
        return "\n".join(escaped(line) for line in super().getMessage().split("\n"))


def escape_logs() -> None:
    """Make every log record of this process safe to print: MkDocs quotes page names and links in its messages."""
    logging.setLogRecordFactory(_EscapedRecord)
