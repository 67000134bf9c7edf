r"""Parses web addresses as browsers do: the host that we check is the host that a browser opens.

Browsers follow the WHATWG URL Standard (https://url.spec.whatwg.org/), `urllib.parse` follows RFC 3986, and the two
disagree: in `https://a.example\@b.example/` one finds the host a.example, the other b.example. Principles:

1. An address is parsed by ada_url, which follows the browsers' standard, and passed on only as that parser writes it.
2. A spelling that parsers repair is refused instead: backslashes, white space, user names, missing slashes, percent
   signs or compatibility characters in a host.
3. A host is a name of the public domain name system (IDNA 2008, RFC 5890 to 5893) below a public suffix: no IP
   address in any notation, no name of a local network.
4. Readers see Unicode only where it cannot pass for something else; all else stays in punycode or percent-encoded.
"""

import functools
import re
import unicodedata
from dataclasses import dataclass

import idna
from ada_url import URL, HostType
from publicsuffixlist import PublicSuffixList

from translate.core import limits

_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*):(?P<rest>.*)", re.DOTALL)
_AUTHORITY = re.compile(r"//(?P<authority>[^/?#]*)")
_HOST_AND_PORT = re.compile(r"(?P<host>[^:]*)(?::[0-9]{1,5})?")
# Of other scripts only small letters pass: which ones capitals become depends on the version of Unicode.
_CAPITALS = re.compile("[A-Z]+")
# Letters, digits, inner hyphens (RFC 1123, section 2.1).
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?")
_MAIL = re.compile(r"[A-Za-z0-9._+\-]+@(?P<host>[^?#/]+)(?:\?subject=[^&#]*)?")
_MARKUP = re.compile(r"[<>\"'`{}|^\[\]()]")
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
# What the fonts of the editions have, without the single strokes, which look like a slash, a bar or a comma.
_HAN = r"\u3007\u4e00-\u4e27\u4e29-\u4e35\u4e37-\u4e3e\u4e41-\u4e84\u4e86-\u9fff"
_HAN_LABEL = re.compile(rf"[0-9\-{_HAN}]+")
_PLAIN_LETTERS = re.compile(rf"[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f{_HAN}]+")
_SPACES = ("Zs", "Zl", "Zp")
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", *_SPACES)
_LABEL_LENGTH, _HOST_LENGTH = 63, 253
"""In octets (RFC 1035, section 2.3.4, less the length octets)."""
# RFC 2606 keeps it for documentation: nobody can own a name below it, so nobody can be harmed by one.
_DOCUMENTATION = "example"
# In the list of public suffixes, yet no names of the public domain name system (RFC 7686, RFC 3172).
_NOT_PUBLIC = ("onion", "arpa")


@dataclass(frozen=True)
class Address:
    """A web address that Python and browsers read alike."""

    url: str
    """As browsers serialise it, ASCII only: what stands in every `href`."""
    host: str
    """Lower case, international labels in punycode."""
    shown_host: str
    """The host for readers: international labels in Unicode where they are plain Han, else in punycode."""
    shown: str
    """The address for readers: plain letters of its path decoded, all else as in `url`."""


@functools.lru_cache(maxsize=4_096)
def source_address(written: str) -> tuple[Address | None, str]:
    """Read the address of a source.

    Args:
        written: the address as it stands in an `href`, not stripped.

    Returns:
        The address, None where it is unfit, and what is wrong with it: a phrase that goes on after “the address”,
        empty where nothing is.
    """
    if written in ("", "#"):
        return None, "is a placeholder"
    authority, fault = _authority(written)
    if fault:
        return None, fault
    if "[" in authority or "]" in authority:
        return None, "names an IP address"
    match = _HOST_AND_PORT.fullmatch(authority)
    if match is None:
        return None, "has a port that is no number"
    if not match["host"]:
        return None, "names no host"
    host, fault = host_name(match["host"])
    if fault:
        return None, f"names a host that {fault}"
    try:
        parsed = URL(written)
    except ValueError:
        return None, "is not one that browsers can open"
    shown_host = _shown_host(host)
    origin = f"{parsed.protocol}//{parsed.host}"
    rest = _ENCODED.sub(_decoded, parsed.href.removeprefix(origin))
    shown = f"{parsed.protocol}//{shown_host}{parsed.host.removeprefix(host)}{rest}"
    return Address(parsed.href, host, shown_host, shown), ""


def link_fault(written: str) -> str:
    """Say what is wrong with the address of a link in running text; empty where nothing is.

    Args:
        written: the address as it stands in an `href`, not stripped: of the web, of a mailbox, or a path in the site.
    """
    match = _SCHEME.match(written)
    if match is None:
        # Browsers strip what surrounds an address; spaces inside a path stay, and names of files may have them.
        fault = _spelling_fault(written.replace(" ", "") if written == written.strip() else written)
        return fault or ("has no scheme" if written.startswith("//") else "")
    if match["scheme"].lower() == "mailto":
        return _spelling_fault(written) or _mail_fault(match["rest"])
    return source_address(written)[1]


def site_address(written: str) -> tuple[str, str]:
    """Read an address that the site's owner set: of the site itself or its repository.

    Returns:
        The address as browsers serialise it, empty where it is unfit, and what is wrong with it, empty where nothing
        is. Hosts of a local network are fit.
    """
    authority, fault = _authority(written)
    if fault:
        return "", fault
    if not authority:
        return "", "names no host"
    mark = _MARKUP.search(written)
    if mark:
        return "", f"holds `{mark[0]}`"
    if "?" in written or "#" in written:
        return "", "has a query or a fragment"
    try:
        return URL(written).href, ""
    except ValueError:
        return "", "is not one that browsers can open"


def host_name(written: str) -> tuple[str, str]:
    """Read a name of the public domain name system.

    Args:
        written: in ASCII, punycode or Unicode, in any case, without a port.

    Returns:
        The name in lower-case ASCII, empty where it is unfit, and what is wrong with it: a phrase that goes on after
        “a host that”, empty where nothing is.
    """
    if "%" in written:
        return "", "is percent-encoded"
    if len(written) > _HOST_LENGTH:
        return "", f"has {len(written):,} characters, more than {_HOST_LENGTH}"
    lowered = _CAPITALS.sub(lambda letters: letters[0].lower(), written)
    labels = []
    for label in lowered.split("."):
        if not label:
            return "", "begins or ends with a dot, or has two in a row"
        ascii_label = _ascii_label(label)
        if not ascii_label:
            return "", f"has the part `{label}`, which no host can have"
        labels.append(ascii_label)
    host = ".".join(labels)
    try:
        parsed = URL(f"https://{lowered}/")
    except ValueError:
        return "", "is no host name"
    if parsed.host_type is not HostType.DEFAULT:
        return "", "is an IP address"
    if parsed.hostname != host or len(host) > _HOST_LENGTH:
        return "", "is no host name"
    fault = _suffix_fault(host)
    return "" if fault else host, fault


def _authority(written: str) -> tuple[str, str]:
    """Return host and port of a http or https address, and what is wrong with what stands before its path."""
    fault = _spelling_fault(written)
    if fault:
        return "", fault
    match = _SCHEME.match(written)
    if match is None:
        return "", "has no scheme"
    if match["scheme"].lower() not in ("http", "https"):
        return "", f"has the scheme `{match['scheme']}`"
    authority = _AUTHORITY.match(match["rest"])
    if authority is None:
        return "", "lacks `//` after its scheme"
    if "@" in authority["authority"]:
        return "", "has a user name before its host"
    return authority["authority"], ""


def _spelling_fault(written: str) -> str:
    """What browsers would repair or readers would not see."""
    if len(written) > limits.ADDRESS.value:
        return f"has {len(written):,} characters, more than {limits.ADDRESS.value:,}"
    if "\\" in written:
        return "holds a backslash"
    for character in written:
        category = unicodedata.category(character)
        if category in _SPACES or character in "\t\n\r\f\v":
            return "holds white space"
        if category in _UNSEEN:
            return f"holds the hidden character U+{ord(character):04X}"
    return ""


def _mail_fault(mailbox: str) -> str:
    match = _MAIL.fullmatch(mailbox)
    if match is None:
        return "is not `mailto:` and one mailbox"
    _, fault = host_name(match["host"])
    return f"names a host that {fault}" if fault else ""


def _ascii_label(label: str) -> str:
    """Return a lower-case label as the domain name system has it; empty where it is none (RFC 5891)."""
    if len(label) > _LABEL_LENGTH:
        return ""
    try:
        if not label.isascii():
            return idna.alabel(label).decode("ascii")
        if label.startswith("xn--") and idna.alabel(idna.ulabel(label)).decode("ascii") != label:
            return ""
    except (ValueError, OverflowError):
        return ""
    return label if _LABEL.fullmatch(label) else ""


@functools.cache
def _suffixes() -> PublicSuffixList:
    """The list that the package brings along; it asks no network."""
    return PublicSuffixList()


def _suffix_fault(host: str) -> str:
    top = host.rpartition(".")[2]
    if "." not in host:
        return "is a single word"
    if top == _DOCUMENTATION:
        return ""
    suffix = _suffixes().publicsuffix(host, accept_unknown=False)
    if suffix is None or top in _NOT_PUBLIC:
        return f"ends in `.{top}`, which is no public domain"
    return "is a public suffix, below which anybody has a name" if suffix == host else ""


def _shown_host(host: str) -> str:
    """Unicode where no label can pass for one of another script: each is ASCII or plain Han."""
    labels = [idna.ulabel(label) if label.startswith("xn--") else label for label in host.split(".")]
    return ".".join(labels) if all(label.isascii() or _HAN_LABEL.fullmatch(label) for label in labels) else host


def _decoded(match: re.Match[str]) -> str:
    """Decode a run of percent-encoded bytes if it is nothing but letters that look like themselves."""
    try:
        text = bytes.fromhex(match[0].replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
    return text if _PLAIN_LETTERS.fullmatch(text) else match[0]
