"""A web address is read as browsers read it, or refused; what stands on a page is what was read."""

import random
from datetime import date
from urllib.parse import urlsplit

import lxml.html
import pytest
from ada_url import URL
from hypothesis import given
from hypothesis import strategies as st

from build.content import addresses, issues, newsletter
from build.content.addresses import host_name, link_fault, site_address, source_address
from build.content.model import ENGLISH
from build.site.pages import PageContext, stage
from tests.addresses import BAD, GOOD
from tests.build.conftest import Project

EN, ZH = "healthcare/2025-12-01.en.md", "healthcare/2025-12-01.zh-Hans.md"
TRANSLATION = "translation: {from: en}\n"
PIECES = [
    *"/\\@:#?%.[]()<> \t\n-_;&|'\"", "//", "https", "http:", "www.who.int", "evil.example", "127.1", "0x7f", "%2e",
    "%40", "xn--", "xn--1lq90i", "北京", "。", "／", "℀", "①", "é", "а", "\u200d", "\u00ad", "\u202e", ":443", ".cn",
    "com", "丿", "a", "b.", "1", "x-", "/a", "?b", "#c", "医", "%E5%8C%BB", "%E2%80%AE", "ß", "ı", "İ",
]  # fmt: skip


@pytest.mark.parametrize("written", GOOD, ids=ascii)
def test_an_address_that_has_one_reading_is_kept(written: str) -> None:
    url, host, shown = GOOD[written]
    address, fault = source_address(written)
    assert fault == ""
    assert address
    assert address.url == (url or address.url)
    assert address.host == (host or address.host)
    assert address.shown == (shown or address.url)


@pytest.mark.parametrize("written", BAD, ids=lambda written: ascii(written[:60]))
def test_an_address_that_leaves_room_for_two_readings_is_refused(written: str) -> None:
    assert source_address(written) == (None, BAD[written])


def mutants(count: int, seed: int) -> list[str]:
    """Addresses of the tables with one or two pieces put in or taken out."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        text = chance.choice([*GOOD] * 6 + [*BAD])[:200]
        for _ in range(chance.randint(1, 2)):
            at = chance.randint(0, len(text))
            text = text[:at] + chance.choice(PIECES) + text[at + chance.randint(0, 2) :]
        found.append(text)
    return found


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
        st.lists(st.sampled_from(PIECES), max_size=8).map(lambda pieces: "https://" + "".join(pieces)),
        st.integers(0, 2**32).map(lambda seed: mutants(1, seed)[0]),
    )
)
def test_every_address_that_passes_names_one_host(written: str) -> None:
    address, fault = source_address(written)
    assert (address is None) == bool(fault)
    if address is None:
        return
    assert address.url.isascii()
    assert address.host == URL(written).hostname == URL(address.url).hostname == urlsplit(address.url).hostname
    assert URL(address.shown).hostname == address.host, "what readers see and may copy leads elsewhere"
    assert source_address(address.url)[0] == address, "a second reading differs from the first"
    assert source_address(address.shown)[0], "what is shown would not be accepted"
    assert address.host.count(".") >= 1


def test_the_mutants_reach_both_answers() -> None:
    answers = [source_address(text)[0] is not None for text in mutants(1_000, 1)]
    assert 100 < sum(answers) < 900


@given(st.text(alphabet=st.sampled_from("xn-a0zé北京ß.ABCĐ"), max_size=80))
def test_a_host_name_that_passes_is_its_own_normal_form(written: str) -> None:
    host, fault = host_name(written)
    assert bool(host) != bool(fault)
    if not fault:
        assert host_name(host) == (host, "")
        assert host_name(written.upper())[0] == host or not written.isascii()


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("https://www.who.int/x", ""),
        ("mailto:news@example.org", ""),
        ("mailto:news@example.org?subject=A%20question", ""),
        ("2025-11-24.en.md#item-2", ""),
        ("../../images/a photo.png", ""),
        ("/archive/", ""),
        ("#item-1", ""),
        ("?q=1", ""),
        ("a/b:c", ""),
        ("https://evil.example\\@www.who.int/x", "holds a backslash"),
        ("\\\\evil.example/", "holds a backslash"),
        ("/\\evil.example/", "holds a backslash"),
        ("a\\b.md", "holds a backslash"),
        ("//evil.example/", "has no scheme"),
        ("///evil.example/", "has no scheme"),
        ("/\t/evil.example/", "holds white space"),
        (" //evil.example/", "holds white space"),
        (" 2025-11-24.en.md", "holds white space"),
        ("java\nscript:alert(1)", "holds white space"),
        ("\x01javascript:alert(1)", "holds the hidden character U+0001"),
        ("a\u202eb.md", "holds the hidden character U+202E"),
        ("javascript:alert(1)", "has the scheme `javascript`"),
        ("http://[x", "names an IP address"),
        ("http://192.168.0.1/", "names a host that is an IP address"),
        ("mailto:", "is not `mailto:` and one mailbox"),
        (
            "mailto:a@example.org,b@example.org",
            "names a host that has the part `org,b@example`, which no host can have",
        ),
        ("mailto:a@example.org?bcc=b@example.org", "is not `mailto:` and one mailbox"),
        ("mailto:a@example.org?subject=x&body=y", "is not `mailto:` and one mailbox"),
        ("mailto:a@localhost", "names a host that is a single word"),
        ("mailto:a b@example.org", "holds white space"),
        ("x" * 2_001, "has 2,001 characters, more than 2,000"),
    ],
    ids=lambda value: ascii(value[:40]),
)
def test_a_link_of_running_text(written: str, fault: str) -> None:
    assert link_fault(written) == fault


@given(
    st.one_of(
        st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
        st.integers(0, 2**32).map(lambda s: mutants(1, s)[0]),
    )
)
def test_a_link_leaves_the_site_only_where_it_says_so(written: str) -> None:
    if link_fault(written) or written.lower().startswith(("http:", "https:", "mailto:")):
        return
    for base in ("https://news.example/a/b/", "http://news.example/a/b/"):
        assert URL(written, base).origin == URL(base).origin, written


@pytest.mark.parametrize(
    ("written", "url", "fault"),
    [
        ("https://news.example/brief", "https://news.example/brief", ""),
        ("HTTPS://News.Example", "https://news.example/", ""),
        ("http://localhost:8000/", "http://localhost:8000/", ""),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/", ""),
        ("https://code.intranet/a/b", "https://code.intranet/a/b", ""),
        ("https://北京.cn/", "https://xn--1lq90i.cn/", ""),
        ('https://news.example/"><script>alert(1)</script>', "", 'holds `"`'),
        ("https://news.example/<b>", "", "holds `<`"),
        ("https://news.example/{{config}}", "", "holds `{`"),
        ("https://news.example/'x", "", "holds `'`"),
        ("https://news.example/)[x](y", "", "holds `)`"),
        ("https://news.example/a b", "", "holds white space"),
        ("https://news.example/\\x", "", "holds a backslash"),
        ("https://a:b@news.example/", "", "has a user name before its host"),
        ("https://news.example/?x", "", "has a query or a fragment"),
        ("https://news.example/#x", "", "has a query or a fragment"),
        ("https://", "", "names no host"),
        ("https://news.example:99999/", "", "is not one that browsers can open"),
        ("javascript:alert(1)", "", "has the scheme `javascript`"),
        ("news.example", "", "has no scheme"),
        ("https:news.example", "", "lacks `//` after its scheme"),
    ],
)
def test_an_address_that_the_owner_sets(written: str, url: str, fault: str) -> None:
    assert site_address(written) == (url, fault)


def test_the_list_of_public_suffixes_asks_no_network(no_network: None) -> None:
    addresses._suffixes.cache_clear()
    assert host_name("github.io")[1]
    assert host_name("x.github.io") == ("x.github.io", "")


def said(project: Project) -> list[str]:
    return [str(problem) for problem in issues.load(project.root)[1]]


@pytest.mark.parametrize(
    ("link", "place", "shown", "fault"),
    [
        (
            "[WHO](https://evil.example\\@www.who.int/x)",
            "12:14",
            "https://evil.example\\@www.who.int/x",
            "holds a backslash",
        ),
        # Markdown itself takes the backslash away before a full stop.
        (
            "[WHO](https://www.who.int\\.evil.lan/)",
            "10:1",
            "https://www.who.int.evil.lan/",
            "names a host that ends in `.lan`, which is no public domain",
        ),
        ('<a href="&#xA0;https://who.int/">WHO</a>', "10:1", "\u00a0https://who.int/", "holds white space"),
        (
            f"[WHO](https://who.int/{'a' * 2_000})",
            "12:14",
            f"https://who.int/{'a' * 104}…",
            "has 2,016 characters, more than 2,000",
        ),
    ],
    ids=["backslash", "escape", "white space", "long"],
)
def test_a_source_is_not_attributed_to_a_publisher_whose_host_browsers_do_not_open(
    project: Project, link: str, place: str, shown: str, fault: str
) -> None:
    project.issue(body=f"## One\n\nText. ({link})\n")
    assert said(project) == [
        f"content/issues/{EN}:{place}: the source address `{shown}` {fault}; "
        "expected https://…. Put the page's address."
    ]


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("[x](http://[x)", "`http://[x` names an IP address"),
        ("[x](https://ex℀mple.com/)", "has the part `ex℀mple`"),
        ("[x](//evil.example/)", "`//evil.example/` has no scheme"),
        ("[x](<https://evil.example\\@www.who.int/>)", "holds a backslash"),
        ('<a href="&#9;https://who.int/">x</a>', "holds white space"),
        ('<a href="https://who.int/&#x202E;">x</a>', "`&#x202E;` stands for a hidden character"),
        ("[x](javascript:x)", "has the scheme `javascript`"),
        (f"[x]({'a' * 400})", "does not exist"),
        # lxml reads a style element to its end; to browsers it ends with the drawing that it stands in.
        (
            'a<svg><style></svg><a href="https://evil.example\\@who.int/">x</a><svg><style></style></svg>',
            "holds a backslash",
        ),
    ],
)
def test_a_link_that_misleads_is_a_problem_at_its_place(project: Project, markdown: str, words: str) -> None:
    project.issue(body=f"## One\n\nSee {markdown} there.\n\nEnd. ([WHO](https://www.who.int/x))\n")
    found = said(project)
    assert len(found) == 1, found
    assert found[0].startswith(f"content/issues/{EN}:1")
    assert words in found[0]


def test_a_link_of_a_standing_page_is_checked_as_well(project: Project) -> None:
    project.issue()
    (project.root / "content/pages/about.en.md").write_text(
        "---\ntitle: x\n---\n\n[x](https://evil.example\\@who.int/)\n"
    )
    _, problems = newsletter.read(project.root, date(2026, 1, 1))
    assert [str(problem) for problem in problems] == [
        "content/pages/about.en.md:5:5: the link's address `https://evil.example\\@who.int/` holds a backslash; "
        "expected https://…. Mend the address."
    ]


def test_one_address_may_be_spelt_in_several_ways(project: Project) -> None:
    project.issue(
        more="sources:\n  HTTPS://北京.cn/医院: {title: Headline}\n",
        body="## One\n\nA. B. ([X](https://北京.cn/医院))\n\n## Two\n\nA. B. ([X](https://xn--1lq90i.cn:443/%E5%8C%BB%E9%99%A2))\n",
    )
    project.issue(
        ZH,
        more=TRANSLATION,
        body="## 一\n\n甲。（[X](https://xn--1lq90i.cn/%E5%8C%BB%E9%99%A2)）\n\n## 二\n\n甲。（[X](https://北京.cn/医院)）\n",
    )
    (pair,), problems = issues.load(project.root)
    assert problems == ()
    (source,) = pair.original.sources
    assert (source.url, source.title) == ("https://xn--1lq90i.cn/%E5%8C%BB%E9%99%A2", "Headline")
    assert (source.publisher, source.shown, source.items) == ("北京.cn", "https://北京.cn/医院", (1, 2))


def test_details_of_one_address_under_two_spellings_are_a_problem(project: Project) -> None:
    project.issue(
        more="sources:\n  https://www.who.int/x: {title: A}\n  https://WWW.who.int/x: {title: B}\n",
        body="## One\n\nA. B. ([WHO](https://www.who.int/x))\n",
    )
    (line,) = said(project)
    assert line.startswith(f"content/issues/{EN}:10:3: `sources` describes https://www.who.int/x twice; expected once")


def test_pages_and_editions_link_to_what_was_read_and_show_no_look_alike(project: Project) -> None:
    body = "".join(
        f"## Item\n\nA. B. ([X]({written}))\n\n"
        for written in (
            "https://аррӏе.com/x",
            "https://www.北京.cn/医院",
            "https://WHO.int",
            "https://a.example/?{{x}}",
        )
    )
    project.issue(body=body)
    content, problems = newsletter.read(project.root, date(2026, 1, 1))
    assert problems == ()
    page = stage(PageContext(content.settings, ENGLISH, content.pairs, (), {}))["healthcare/2025-12-01.md"]
    links = lxml.html.fragment_fromstring(page.split("---", 2)[2], create_parent="div").find_class("tf-sources__url")
    assert [(link.get("href"), link.text_content()) for link in links] == [
        ("https://xn--80ak6aa92e.com/x", "https://xn--80ak6aa92e.com/x"),
        ("https://www.xn--1lq90i.cn/%E5%8C%BB%E9%99%A2", "https://www.北京.cn/医院"),
        ("https://who.int/", "https://who.int/"),
        ("https://a.example/?{{x}}", "https://a.example/?{{x}}"),
    ]
    publishers = [source.names.en for source in content.pairs[0].original.sources]
    assert publishers == ["xn--80ak6aa92e.com", "北京.cn", "World Health Organization", "a.example"]
    assert "{{" not in page


def test_an_address_in_a_domain_of_a_publisher_and_beside_it(project: Project) -> None:
    body = "".join(
        f"## Item\n\nA. B. ([X](https://{host}/x))\n\n"
        for host in ("who.int", "a.b.who.int", "notwho.int", "who.int.example", "english.news.cn")
    )
    project.issue(body=body)
    (pair,), problems = issues.load(project.root)
    assert problems == ()
    who = "World Health Organization"
    names = [source.publisher for source in pair.original.sources]
    assert names == [who, who, "notwho.int", "who.int.example", "Xinhua"]
