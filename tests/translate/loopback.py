"""A web server on loopback that answers as a test says, and in the ways in which servers fail."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Request:
    """What a client asked."""

    method: str
    path: str
    headers: dict[str, str]
    """Names in small letters."""
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What the server sends."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    """Besides Content-Length, which one given here replaces; an empty value leaves it out."""
    cut_after: int | None = None
    """Send so many bytes of the body and close."""
    drip: float = 0.0
    """Seconds between single bytes of the body."""
    drip_headers: bool = False
    """Whether a header comes byte by byte, a thousand of them, and no body."""
    endless: bool = False
    """Whether the body is repeated for as long as somebody listens."""
    reset: bool = False
    """Whether the connection is broken off instead of an answer."""


@dataclass
class Loopback:
    """The server as a test sees it."""

    address: str = ""
    answer: Callable[[Request], Answer] = lambda _: Answer(status=404)
    """Makes the answer to a request."""
    asked: list[Request] = field(default_factory=list)
    sent: int = 0
    """Bytes of endless and dripping answers."""
    stopped: threading.Event = field(default_factory=threading.Event)

    def script(self, *answers: Answer) -> None:
        """Answer one after the other; the last one from then on."""
        left = list(answers)
        self.answer = lambda _: left.pop(0) if len(left) > 1 else left[0]


@contextmanager
def serve() -> Iterator[Loopback]:
    """Start a server and stop it."""
    state = Loopback()

    class Handler(BaseHTTPRequestHandler):
        def handle_one(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, self.path, headers, body)
            state.asked.append(request)
            with suppress(BrokenPipeError, ConnectionResetError):
                self.send(state.answer(request))

        do_GET = do_POST = handle_one  # noqa: N815 -- the base class's names

        def send(self, answer: Answer) -> None:
            self.close_connection = True
            if answer.reset:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                self.connection.close()
                return
            if answer.drip_headers:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
                while state.sent < 1000 and not state.stopped.wait(answer.drip):
                    self.wfile.write(b"y")
                    state.sent += 1
                return
            self.send_response(answer.status)
            lengths = {} if answer.endless else {"Content-Length": str(len(answer.body))}
            for name, value in (lengths | answer.headers).items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            if answer.endless:
                while not state.stopped.is_set():
                    self.wfile.write(answer.body)
                    state.sent += len(answer.body)
            elif answer.drip:
                for byte in answer.body:
                    if state.stopped.wait(answer.drip):
                        return
                    self.wfile.write(bytes([byte]))
                    state.sent += 1
            else:
                self.wfile.write(answer.body if answer.cut_after is None else answer.body[: answer.cut_after])

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 -- the base class's name
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A test closes connections as it likes."""

    httpd = Quiet(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    state.address = f"http://127.0.0.1:{httpd.server_port}"
    try:
        yield state
    finally:
        state.stopped.set()
        httpd.shutdown()
        thread.join()
        httpd.server_close()
