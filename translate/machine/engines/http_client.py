"""JSON over HTTP with a server that may be slow, broken or hostile.

1. Every answer has a largest size and a time in which all of it must have come. A socket's own time-out starts anew
   with every byte; here a timer closes the connection, so that a server that sends a byte a second holds nobody.
2. Nothing is followed anywhere: a redirect would take texts and key to another address.
3. A server that is busy or restarts (429, 502, 503, 504, a connection that breaks) is asked again, a bounded number of
   times, after a wait that doubles and varies (exponential back-off with jitter), or as long as it asks for
   (`Retry-After`, RFC 9110, 10.2.3).
4. A key goes in plain text only over the machine's own or a private network.

`urllib3.Retry` knows the third rule, and neither it nor `requests` the first; so this stands on the standard library.
"""

import contextlib
import email.utils
import functools
import http.client
import ipaddress
import json
import random
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from translate.core.limits import SERVER_TRIES, SERVER_WAIT
from translate.machine.engine import EngineError

BUSY = (429, 502, 503, 504)
"""Answers after which the same request may succeed (RFC 6585, 4; RFC 9110, 15.6)."""
_FIRST_WAIT = 1.0
_CHUNK = 65_536
_QUOTED = 200
"""Characters of a server's own words that a message repeats."""
_PRIVATE_NAMES = (".localhost", ".local", ".internal", ".home.arpa")
"""Names that no public host has: RFC 6761, RFC 6762, ICANN's resolution of 29 July 2024, RFC 8375."""


def readable(text: str, most: int = _QUOTED) -> str:
    """Return a stranger's words for a message: one line, no invisible characters, cut."""
    shown = "".join(char if char.isprintable() else " " for char in text[: 4 * most])
    return " ".join(shown.split())[:most]


@dataclass(frozen=True)
class Client:
    """One server. A message of its errors names the address and never the key."""

    server: str
    """Its address, `http://` or `https://`, checked by `of`."""
    option: str
    """What gives the address on the command line, for messages."""
    timeout: float
    """Seconds that one answer may take, from connecting to its last byte."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Sent along with every request; may hold the key."""
    key: str = field(default="", repr=False)
    """Taken out of what a server says before it is repeated; sent only where the caller puts it."""
    sleep: Callable[[float], object] = field(default=time.sleep, repr=False)
    """Waits so many seconds."""
    chance: Callable[[], float] = field(default=random.random, repr=False)
    """Gives a number from 0 to 1 that varies the waits."""

    @classmethod
    def of(
        cls,
        server: str,
        *,
        timeout: float,
        key: str = "",
        headers: Mapping[str, str] | None = None,
        option: str = "--server",
        sleep: Callable[[float], object] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> "Client":
        """Check an address.

        Raises:
            EngineError: no http or https address of a host, one that holds a password, or one that a key may not be
                sent to.
        """
        shown = readable(server)
        try:
            parts = urllib.parse.urlsplit(server)
            host, port = parts.hostname, parts.port
        except ValueError:
            host, port, parts = None, 0, urllib.parse.urlsplit("")
        if parts.username is not None or parts.password is not None:
            raise EngineError(
                f"A name or password found in {option}; an address without expected. Give a key with --api-key-file."
            )
        if parts.scheme not in ("http", "https") or not host or port == 0 or not server.isprintable() or " " in server:
            raise EngineError(f"Server “{shown}” found; an http or https address expected. Correct `{option}`.")
        if parts.query or parts.fragment:
            raise EngineError(f"Server “{shown}” found; an address without `?` and `#` expected. Correct `{option}`.")
        if key and parts.scheme == "http" and not is_private(host):
            raise EngineError(
                f"{shown} would get the key in plain text; https expected for a host outside the private network. "
                f"Write https:// in `{option}`."
            )
        return cls(server.rstrip("/"), option, timeout, headers or {}, key, sleep, chance)

    @property
    def host(self) -> str:
        """Host and port, as the address has them."""
        return urllib.parse.urlsplit(self.server).netloc

    def get(self, path: str, *, most: int) -> Any:
        """Get JSON; see `post`."""
        return self._ask(path, None, most)

    def post(self, path: str, body: Mapping[str, Any], *, most: int) -> Any:
        """Send JSON and return the JSON of the answer.

        Args:
            path: after the server's address and a slash.
            body: what is sent.
            most: bytes that the answer may have.

        Raises:
            EngineError: no usable answer; the message is one line.
        """
        return self._ask(path, json.dumps(body).encode(), most)

    def _ask(self, path: str, data: bytes | None, most: int) -> Any:
        address = f"{self.server}/{path}"
        for number in range(1, SERVER_TRIES.value + 1):
            try:
                body = self._once(address, data, most)
                break
            except _BusyError as busy:
                if number == SERVER_TRIES.value:
                    raise EngineError(
                        f"{address} {busy} at each of {number} tries; 200 expected. Run the command again later."
                    ) from None
                wait = busy.wait
                if wait is None:
                    wait = min(_FIRST_WAIT * 2 ** (number - 1), SERVER_WAIT.value) * (0.5 + self.chance() / 2)
                if wait > SERVER_WAIT.value:
                    raise EngineError(
                        f"{address} {busy} and asks to wait {wait:,.0f} seconds; at most {SERVER_WAIT.value} expected. "
                        "Run the command again then."
                    ) from None
                self.sleep(wait)
        if self.key and self.key.encode() in body:
            raise EngineError(f"{address} sent the key back; translations expected. Use another server and a new key.")
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            reason = "nested too deep" if isinstance(error, RecursionError) else "no JSON"
            raise EngineError(
                f"{address} gave no answer to use ({reason}); JSON expected. Check the address in `{self.option}`."
            ) from None

    def _once(self, address: str, data: bytes | None, most: int) -> bytes:
        """Ask once.

        Raises:
            _BusyError: another try may succeed.
            EngineError: another try would fail as well.
        """
        request = urllib.request.Request(  # noqa: S310 -- `of` lets only http and https pass
            address,
            data=data,
            headers={
                "Content-Type": "application/json",
                "Accept": "application/json",
                "Accept-Encoding": "identity",
                "User-Agent": "Twofold",
                **self.headers,
            },
        )
        watch = _Watch(self.timeout)
        opener = urllib.request.build_opener(_Http(watch), _Https(watch), _NoRedirects())
        try:
            with watch, opener.open(request, timeout=self.timeout) as answer:
                return self._read(answer, address, most, watch)
        except urllib.error.HTTPError as error:
            with error:
                raise self._refused(error, address, watch) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = getattr(error, "reason", error)
            if watch.over or isinstance(reason, TimeoutError):
                raise EngineError(
                    f"{address} gave no whole answer within {self.timeout:g} seconds. Check that the server runs."
                ) from None
            if isinstance(reason, (ConnectionResetError, BrokenPipeError, http.client.HTTPException)):
                raise _BusyError("broke the connection off", None) from None
            raise EngineError(
                f"{address} gave no answer to use ({self._quoted(str(reason))}). Check that the server runs."
            ) from None

    def _read(self, answer: Any, address: str, most: int, watch: "_Watch") -> bytes:
        body = bytearray()
        length = answer.length  # before Python 3.11.8, read1 does not count it down
        while length is None or len(body) < length:
            if max(length or 0, len(body)) > most:
                raise EngineError(
                    f"{address} answered with more than {most:,} bytes; less expected. Check the address in "
                    f"`{self.option}`."
                )
            chunk = answer.read1(_CHUNK if length is None else min(_CHUNK, length - len(body)))
            if watch.over:
                raise TimeoutError
            if not chunk:
                break
            body += chunk
        if length is not None and len(body) < length:
            raise http.client.IncompleteRead(b"", length - len(body))
        return bytes(body)

    def _refused(self, error: urllib.error.HTTPError, address: str, watch: "_Watch") -> Exception:
        said = ""
        with watch:
            try:
                said = self._quoted(_message(error.read1(2000)))
            except (OSError, http.client.HTTPException, ValueError):
                said = ""
        said = said or self._quoted(str(error.reason)) or "no reason given"
        if error.code in BUSY:
            return _BusyError(f"answered {error.code} ({said})", _retry_after(error.headers.get("Retry-After", "")))
        if 300 <= error.code < 400:
            return EngineError(
                f"{address} answered {error.code} and leads to another address; redirects are not followed, they could "
                f"take the texts elsewhere. Give the final address with `{self.option}`."
            )
        return StatusError(f"{address} answered {error.code} ({said}); 200 expected. Check server and key.", error.code)

    def _quoted(self, text: str) -> str:
        return readable(text.replace(self.key, "…") if self.key else text)


def is_private(host: str) -> bool:
    """Return whether a host is this machine or of a private network, by its address or by a name no public host has.

    No name is looked up: who answers for a name may answer otherwise the next time.
    """
    name = host.lower().rstrip(".")
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return "." not in name or name.endswith(_PRIVATE_NAMES)
    return address.is_loopback or address.is_private or address.is_link_local


class StatusError(EngineError):
    """A server answered, but refused; asking the same again would fail as well."""

    def __init__(self, message: str, status: int) -> None:
        """Keep the status that the server gave."""
        super().__init__(message)
        self.status = status


class _BusyError(Exception):
    """A request may be repeated; the message is the middle of a sentence."""

    def __init__(self, message: str, wait: float | None) -> None:
        super().__init__(message)
        self.wait = wait


class _Watch:
    """Closes a connection when its time is over."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds
        self.over = False
        self._socket: socket.socket | None = None
        self._timer: threading.Timer | None = None

    def add(self, connected: socket.socket) -> None:
        self._socket = connected
        if self.over:
            raise TimeoutError

    def __enter__(self) -> None:
        self._timer = threading.Timer(max(self.end - time.monotonic(), 0), self._close)
        self._timer.daemon = True
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()

    def _close(self) -> None:
        self.over = True
        if self._socket is not None:
            # Of the base class: TLS would first take leave of a peer that may not answer.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class _HttpConnection(http.client.HTTPConnection):
    def __init__(self, host: str, *, watch: _Watch, **options: Any) -> None:
        super().__init__(host, **options)
        self._watch = watch

    def connect(self) -> None:
        super().connect()
        self._watch.add(self.sock)


class _HttpsConnection(http.client.HTTPSConnection):
    def __init__(self, host: str, *, watch: _Watch, **options: Any) -> None:
        super().__init__(host, **options)
        self._watch = watch

    def connect(self) -> None:
        super().connect()
        self._watch.add(self.sock)


class _Http(urllib.request.HTTPHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._watch = watch

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(functools.partial(_HttpConnection, watch=self._watch), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._watch = watch

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(functools.partial(_HttpsConnection, watch=self._watch), req)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def _retry_after(given: str) -> float | None:
    """Read seconds or an HTTP date; None where the header is neither."""
    if given.isascii() and given.isdecimal():
        return float(given[:9])
    try:
        return max(email.utils.parsedate_to_datetime(given).timestamp() - time.time(), 0.0)
    except (ValueError, OverflowError):
        return None


def _message(body: bytes) -> str:
    """Return what a server's error says: `{"error": "…"}`, or `{"error": {"message": "…"}}`."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    said = data.get("error", "") if isinstance(data, dict) else ""
    return str(said.get("message", "") if isinstance(said, dict) else said)
