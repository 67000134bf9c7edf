"""A server can neither hold us, fill us, lead us away, nor learn or repeat the key."""

import email.utils
import json
import time

import pytest

from tests.translate.loopback import Answer, Loopback
from translate.core.limits import SERVER_TRIES, SERVER_WAIT
from translate.machine.engine import EngineError
from translate.machine.engines import http_client
from translate.machine.engines.http_client import Client

KEY = "sk-0123456789"
FINE = Answer(b'{"fine": true}')


class Clock:
    """Waits at once, and remembers how long."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


def client(server: Loopback, clock: Clock, *, timeout: float = 5.0, key: str = KEY) -> Client:
    return Client.of(server.address, timeout=timeout, key=key, sleep=clock.sleep, chance=lambda: 1.0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_json_is_got_and_posted_with_the_headers_given(loopback: Loopback, clock: Clock) -> None:
    loopback.script(FINE)
    one = Client.of(f"{loopback.address}/v1/", timeout=5, headers={"Authorization": f"Bearer {KEY}"})
    assert one.get("models", most=100) == {"fine": True}
    assert one.post("chat", {"q": "语"}, most=100) == {"fine": True}
    assert [(asked.method, asked.path) for asked in loopback.asked] == [("GET", "/v1/models"), ("POST", "/v1/chat")]
    assert json.loads(loopback.asked[1].body) == {"q": "语"}
    assert {asked.headers["authorization"] for asked in loopback.asked} == {f"Bearer {KEY}"}


BUSY = {str(status): Answer(b'{"error": "busy"}', status) for status in http_client.BUSY}
BROKEN = {
    "reset": Answer(reset=True),
    "truncated": Answer(b'{"fine": true}', cut_after=5),
    "huge and cut": Answer(b"{}", headers={"Content-Length": "90"}),
}


@pytest.mark.parametrize("failure", sorted([*BUSY, *BROKEN]))
def test_what_may_pass_is_asked_again(loopback: Loopback, clock: Clock, failure: str) -> None:
    bad = (BUSY | BROKEN)[failure]
    loopback.script(bad, bad, FINE)
    assert client(loopback, clock).get("x", most=100) == {"fine": True}
    assert clock.waits == [1.0, 2.0]


@pytest.mark.parametrize("failure", sorted([*BUSY, *BROKEN]))
def test_but_not_for_ever(loopback: Loopback, clock: Clock, failure: str) -> None:
    loopback.script((BUSY | BROKEN)[failure])
    said = failure if failure in BUSY else "broke the connection off"
    with pytest.raises(EngineError, match=rf"{said}.* at each of 5 tries; .*Run the command again later\.$"):
        client(loopback, clock).get("x", most=100)
    assert len(loopback.asked) == SERVER_TRIES.value
    assert clock.waits == [1.0, 2.0, 4.0, 8.0]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 501])
def test_what_will_not_pass_is_asked_once(loopback: Loopback, clock: Clock, status: int) -> None:
    loopback.script(Answer(b'{"error": {"message": "so it is"}}', status))
    with pytest.raises(EngineError, match=rf"answered {status} \(so it is\); 200 expected"):
        client(loopback, clock).get("x", most=100)
    assert (len(loopback.asked), clock.waits) == (1, [])


def test_waits_vary_between_half_and_all_and_have_an_end(loopback: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_client, "SERVER_TRIES", SERVER_TRIES._replace(value=9))
    loopback.script(Answer(status=503))
    for chance, share in ((lambda: 0.0, 0.5), (lambda: 1.0, 1.0)):
        clock = Clock()
        one = Client.of(loopback.address, timeout=5, sleep=clock.sleep, chance=chance)
        with pytest.raises(EngineError, match="503"):
            one.get("x", most=100)
        assert clock.waits == [share * seconds for seconds in (1, 2, 4, 8, 16, 32, 60, 60)]


@pytest.mark.parametrize(
    ("given", "least", "most"),
    [
        ("7", 7, 7),
        ("0", 0, 0),
        (email.utils.formatdate(time.time() + 30, usegmt=True), 0, 31),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
        ("soon", 1, 1),
        ("-5", 1, 1),
        ("٣", 1, 1),
        ("Mon, 99 Foo 99999 99:99:99 GMT", 1, 1),
        ("Mon, 01 Jan 0001 00:00:00 +2359", 0, 1),
    ],
    # The ids must not hold the time: every process collects the same tests.
    ids=["seconds", "none", "date", "past date", "word", "negative", "other digits", "no date", "year one"],
)
def test_a_server_says_when_to_come_back(
    loopback: Loopback, clock: Clock, given: str, least: float, most: float
) -> None:
    loopback.script(Answer(b"", 429, {"Retry-After": given}), FINE)
    client(loopback, clock).get("x", most=100)
    (wait,) = clock.waits
    assert least <= wait <= most


@pytest.mark.parametrize("given", ["61", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_but_not_next_year(loopback: Loopback, clock: Clock, given: str) -> None:
    loopback.script(Answer(b"", 429, {"Retry-After": given}))
    with pytest.raises(EngineError, match=rf"asks to wait [\d,]+ seconds; at most {SERVER_WAIT.value} expected"):
        client(loopback, clock).get("x", most=100)
    assert (len(loopback.asked), clock.waits) == (1, [])


@pytest.mark.parametrize("headers", [{}, {"Content-Length": "999999999999"}])
def test_an_answer_without_end_is_left(loopback: Loopback, clock: Clock, headers: dict[str, str]) -> None:
    loopback.script(Answer(b"x" * 1000, headers=headers, endless=True))
    with pytest.raises(EngineError, match="answered with more than 1,000 bytes"):
        client(loopback, clock).get("x", most=1000)
    assert len(loopback.asked) == 1


def test_an_answer_may_be_as_large_as_said(loopback: Loopback, clock: Clock) -> None:
    body = json.dumps("x" * 998).encode()
    loopback.script(Answer(body))
    assert client(loopback, clock).get("x", most=1000) == "x" * 998
    with pytest.raises(EngineError, match="more than 999 bytes"):
        client(loopback, clock).get("x", most=999)


DRIPS = {
    "body": Answer(b"[" + b" " * 5000, drip=0.02),
    "body without length": Answer(b"[" + b" " * 5000, headers={"Content-Length": ""}, drip=0.02),
    "headers": Answer(drip=0.02, drip_headers=True),
    "error": Answer(b"x" * 5000, 500, drip=0.02),
}


@pytest.mark.parametrize("drip", DRIPS)
def test_a_server_that_drips_holds_nobody(loopback: Loopback, clock: Clock, drip: str) -> None:
    """No pause is as long as the time-out, so that a socket's own would never end; 5,000 bytes would take 100 s."""
    loopback.script(DRIPS[drip])
    with pytest.raises(
        EngineError, match="answered 500" if drip == "error" else r"no whole answer within 0\.5 seconds"
    ):
        client(loopback, clock, timeout=0.5).get("x", most=10_000)
    assert loopback.sent < 500
    assert len(loopback.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("where", ["other host", "same host", "file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_nobody_is_followed(loopback: Loopback, clock: Clock, status: int, where: str) -> None:
    port = loopback.address.rpartition(":")[2]
    target = {"other host": f"http://localhost:{port}/y", "same host": "/y"}.get(where, where)
    loopback.script(Answer(b"", status, {"Location": target}), FINE)
    with pytest.raises(EngineError, match=rf"answered {status} and leads to another address"):
        client(loopback, clock).post("x", {"key": KEY}, most=100)
    assert [asked.path for asked in loopback.asked] == ["/x"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"[" * 200_000, "nested too deep"),
        (b'{"a":' * 200_000, "nested too deep"),
        (b"<html>", "no JSON"),
        (b"", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"9" * 5000, "no JSON"),
    ],
    ids=["lists", "objects", "HTML", "empty", "no UTF-8", "a number too long"],
)
def test_what_is_no_json_is_one_line(loopback: Loopback, clock: Clock, body: bytes, said: str) -> None:
    loopback.script(Answer(body))
    with pytest.raises(EngineError, match=said) as caught:
        client(loopback, clock).get("x", most=10_000_000)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"error": "a\n::error::b\x1b[2K\u202ec\ud800" + "d" * 5000}).encode(),
        json.dumps({"error": {"message": ["\x07"] * 100}}).encode(),
        b'{"error": ' + b"[" * 100_000,
        b"\x1b" * 100_000,
    ],
    ids=["signs", "types", "nested", "no JSON"],
)
def test_what_a_server_says_of_its_error_is_short_and_shown_plainly(
    loopback: Loopback, clock: Clock, body: bytes
) -> None:
    loopback.script(Answer(body, 500))
    with pytest.raises(EngineError, match="answered 500") as caught:
        client(loopback, clock).get("x", most=100)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("status", [200, 401, 503])
def test_a_server_that_repeats_the_key_is_not_repeated(loopback: Loopback, clock: Clock, status: int) -> None:
    loopback.script(Answer(json.dumps({"error": f"key {KEY} is bad", "x": KEY}).encode(), status))
    with pytest.raises(EngineError) as caught:
        client(loopback, clock).get("x", most=1000)
    assert KEY not in str(caught.value)
    assert ("sent the key back" in str(caught.value)) == (status == 200)


def test_the_key_is_not_shown(loopback: Loopback, clock: Clock) -> None:
    one = Client.of(loopback.address, timeout=5, key=KEY, headers={"Authorization": KEY})
    assert KEY not in repr(one)
    assert KEY not in str(one)


@pytest.mark.parametrize(
    ("server", "said"),
    [
        ("", "http or https"),
        ("localhost:5000", "http or https"),
        ("ftp://a", "http or https"),
        ("http://", "http or https"),
        ("http://[x", "http or https"),
        ("http://a:99999", "http or https"),
        ("http://a b", "http or https"),
        ("http://a\n.example", "http or https"),
        ("https://a?x=1", "without `[?]`"),
        ("https://a#x", "without `[?]`"),
        ("http://translate.example.org:5000", "https expected"),
        ("http://8.8.8.8", "https expected"),
        ("http://[2001:4860:4860::8888]", "https expected"),
        ("http://127.0.0.1.example.org", "https expected"),
        ("http://localhost.example.org", "https expected"),
    ],
)
def test_no_key_goes_to_an_address_that_is_none_or_in_plain_text_through_the_world(server: str, said: str) -> None:
    with pytest.raises(EngineError, match=said) as caught:
        Client.of(server, timeout=5, key=KEY)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "server",
    [
        "https://translate.example.org",
        "http://localhost:5000",
        "http://127.0.0.1",
        "http://[::1]:5000",
        "http://192.168.1.5",
        "http://10.0.0.1",
        "http://libretranslate:5000",
        "http://nas.local",
        "http://nas.home.arpa.",
    ],
)
def test_a_key_goes_over_tls_anywhere_and_else_through_the_private_network(server: str) -> None:
    assert Client.of(server, timeout=5, key=KEY).key == KEY


def test_without_a_key_any_host_may_be_asked_in_plain_text() -> None:
    assert Client.of("http://translate.example.org", timeout=5).host == "translate.example.org"


def test_a_password_in_the_address_is_refused_and_not_shown() -> None:
    with pytest.raises(EngineError, match="--api-key-file") as caught:
        Client.of("https://me:hunter2@a.example", timeout=5)
    assert "hunter2" not in str(caught.value)
