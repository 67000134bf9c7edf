"""The key of a translation server: from the environment or a file, never from the command line.

What stands on a command line is shown to every user of the machine (`ps`), kept in the shell's history and printed by
CI.
"""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from translate.core.limits import API_KEY_FILE

VARIABLE = "TWOFOLD_API_KEY"
"""Name in the environment."""


class ApiKeyError(Exception):
    """No usable key; the message is one line and does not hold it."""


def read(file: Path | None, environment: Mapping[str, str] = os.environ) -> tuple[str, list[str]]:
    """Return the key, empty where none is given, and what the user should be warned of.

    Args:
        file: holds the key and nothing else; comes before the environment.
        environment: may hold `TWOFOLD_API_KEY`.

    Raises:
        ApiKeyError: the file cannot be read or is too large, or what is given is no key.
    """
    if file is None:
        key = environment.get(VARIABLE, "").strip()
        if key and not _is_key(key):
            raise ApiKeyError(
                f"{VARIABLE} holds no key; letters, figures and signs without spaces expected. Correct it."
            )
        return key, []
    try:
        with file.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            data = stream.read(API_KEY_FILE.value + 1)
    except OSError as error:
        raise ApiKeyError(f"{file}: {error.strerror}; a file that holds the key expected. Check the path.") from None
    if len(data) > API_KEY_FILE.value:
        raise ApiKeyError(
            f"{file} is larger than {API_KEY_FILE.value:,} bytes; a file that holds only the key expected."
        )
    key = data.decode("utf-8", "replace").rstrip("\r\n")
    if not _is_key(key):
        raise ApiKeyError(
            f"{file} holds no key; one line of letters, figures and signs without spaces expected. Correct it."
        )
    shared = os.name == "posix" and stat.S_ISREG(mode) and mode & (stat.S_IRGRP | stat.S_IROTH)
    warning = f"{file} can be read by other users; only you should. Run `chmod 600 {file}`."
    return key, [warning] if shared else []


def _is_key(text: str) -> bool:
    return bool(text) and text.isascii() and text.isprintable() and " " not in text
