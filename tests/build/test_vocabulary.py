"""Topics and publishers: keys that may stand in addresses and ids, domains that are somebody's own."""

import pytest

from build.content import issues, vocabulary
from build.content.model import Name, Publisher
from build.content.vocabulary import Vocabulary
from tests.build.conftest import Project

NAMES = "en: A, zh-Hans: 甲"
SLUG = "expected lower-case letters a-z, digits and single hyphens between them, such as digital-health. Rename it."
OWN = "expected a publisher's own, such as example.org. Write its host name alone."


def said(project: Project, name: str, text: str) -> list[str]:
    (project.root / "content" / name).write_text(text, encoding="utf-8")
    _, problems = vocabulary.load(project.root, {})
    return [str(problem) for problem in problems]


@pytest.mark.parametrize("slug", ["a", "digital-health", "covid-19", "1a-2b-3c", "x" * 64])
def test_a_key_that_may_stand_in_addresses(project: Project, slug: str) -> None:
    assert said(project, "topics.yml", f"'{slug}': {{{NAMES}}}\n") == []
    assert said(project, "publishers.yml", f"'{slug}': {{{NAMES}, domains: [example.org]}}\n") == []


@pytest.mark.parametrize(
    ("slug", "fault"),
    [
        ("x onfocus=alert('topic') tabindex=0 autofocus", "is no slug"),
        ("x}<script>", "is no slug"),
        ("Hospitals", "is no slug"),
        ("digital_health", "is no slug"),
        ("-a", "is no slug"),
        ("a-", "is no slug"),
        ("a--b", "is no slug"),
        ("a.b", "is no slug"),
        ("a/b", "is no slug"),
        ("..", "is no slug"),
        ("", "is no slug"),
        ("医院", "is no slug"),
        ("é", "is no slug"),
        ("٣", "is no slug"),
        ("ａ", "is no slug"),
        ("x" * 65, "has 65 characters, more than 64"),
    ],
)
def test_a_key_that_may_not(project: Project, slug: str, fault: str) -> None:
    key = '"' + slug.replace('"', '\\"') + '"'
    shown = slug if len(slug) <= 60 else f"{slug[:60]}…"
    for name, more in (("topics.yml", ""), ("publishers.yml", ", domains: [example.org]")):
        path = project.root / "content" / name
        right = path.read_text(encoding="utf-8")
        path.write_text(f"{key}: {{{NAMES}{more}}}\n", encoding="utf-8")
        words, problems = vocabulary.load(project.root, {})
        assert [str(problem) for problem in problems] == [f"content/{name}:1:1: the key `{shown}` {fault}; {SLUG}"]
        assert slug not in words.topics
        assert slug not in {publisher.slug for publisher in words.publishers}
        path.write_text(right, encoding="utf-8")


def test_a_key_that_ends_in_a_line_break_is_no_slug(project: Project) -> None:
    (problem,) = said(project, "topics.yml", f'"a\\n": {{{NAMES}}}\n')
    assert problem.startswith("content/topics.yml:1:1: the key `a")


@pytest.mark.parametrize(
    ("written", "domains"),
    [
        ("[example.org]", ("example.org",)),
        ("[news.example.org, example.net]", ("news.example.org", "example.net")),
        ("[WWW.Example.ORG]", ("www.example.org",)),
        ("[www.gov.cn]", ("www.gov.cn",)),
        ("[user.github.io]", ("user.github.io",)),
        ("[北京.cn]", ("xn--1lq90i.cn",)),
        ("[xn--1lq90i.cn]", ("xn--1lq90i.cn",)),
        ("[卫健委.中国]", ("xn--nyq96ey2h.xn--fiqs8s",)),
    ],
)
def test_domains_are_kept_as_browsers_name_them(project: Project, written: str, domains: tuple[str, ...]) -> None:
    (project.root / "content/publishers.yml").write_text(f"a: {{{NAMES}, domains: {written}}}\n", encoding="utf-8")
    words, problems = vocabulary.load(project.root, {})
    assert problems == ()
    assert words.publishers[0].domains == domains
    for domain in domains:
        assert words.publisher_of(f"x.{domain}") == words.publishers[0]
        assert words.publisher_of(f"x{domain}") is None


@pytest.mark.parametrize(
    ("domain", "fault"),
    [
        ("com", "is a single word"),
        ("cn", "is a single word"),
        ("com.cn", "is a public suffix, below which anybody has a name"),
        ("gov.cn", "is a public suffix, below which anybody has a name"),
        ("GOV.CN", "is a public suffix, below which anybody has a name"),
        ("co.uk", "is a public suffix, below which anybody has a name"),
        ("github.io", "is a public suffix, below which anybody has a name"),
        ("公司.cn", "is a public suffix, below which anybody has a name"),
        ("xn--55qx5d.cn", "is a public suffix, below which anybody has a name"),
        ("", "begins or ends with a dot, or has two in a row"),
        (".who.int", "begins or ends with a dot, or has two in a row"),
        ("who.int.", "begins or ends with a dot, or has two in a row"),
        ("*.who.int", "has the part `*`, which no host can have"),
        ("https://who.int", "has the part `https://who`, which no host can have"),
        ("who.int/news", "has the part `int/news`, which no host can have"),
        ("who.int:443", "has the part `int:443`, which no host can have"),
        ("a@who.int", "has the part `a@who`, which no host can have"),
        ("who int.org", "has the part `who int`, which no host can have"),
        ("127.0.0.1", "is an IP address"),
        ("localhost", "is a single word"),
        ("printer.local", "ends in `.local`, which is no public domain"),
    ],
)
def test_a_domain_that_is_no_publishers_own(project: Project, domain: str, fault: str) -> None:
    text = f"a: {{{NAMES}, domains: [example.org]}}\nb: {{{NAMES}, domains: ['{domain}']}}\n"
    assert said(project, "publishers.yml", text) == [
        f"content/publishers.yml:2:1: the domain `{domain}` of `b` {fault}; {OWN}"
    ]


@pytest.mark.parametrize("key", ["1", "true", "~", "null", "2025-12-01", "1.5", "'1'"])
def test_a_key_that_is_no_word(project: Project, key: str) -> None:
    (found,) = said(project, "topics.yml", f"{key}: {{{NAMES}}}\n")
    assert found.startswith("content/topics.yml:1:1: the key `")
    assert "; expected " in found


def test_a_key_that_stands_twice(project: Project) -> None:
    for name in ("topics.yml", "publishers.yml"):
        text = f"a: {{{NAMES}, domains: [example.org]}}\n" * 2
        found = said(project, name, text.replace(", domains: [example.org]", "") if name == "topics.yml" else text)
        assert any("content/" + name + ":2:1: `a` stands twice, first in line 1" in line for line in found)


def test_every_faulty_domain_of_an_entry_is_named(project: Project) -> None:
    text = f"a: {{{NAMES}, domains: [com, example.org, '*']}}\n"
    assert len(said(project, "publishers.yml", text)) == 2


@pytest.mark.parametrize("again", ["example.org", "EXAMPLE.org", "'北京.cn'"])
def test_a_domain_of_two_publishers(project: Project, again: str) -> None:
    text = f"a: {{{NAMES}, domains: [example.org, xn--1lq90i.cn]}}\nb: {{{NAMES}, domains: [{again}]}}\n"
    shown = again.strip("'")
    assert said(project, "publishers.yml", text) == [
        f"content/publishers.yml:2:1: the domain `{shown}` of `b` is `a`'s already; "
        "expected one publisher for each. Remove one."
    ]
    text = f"a: {{{NAMES}, domains: [example.org, xn--1lq90i.cn, {again}]}}\n"
    assert said(project, "publishers.yml", text) == [
        f"content/publishers.yml:1:1: the domain `{shown}` of `a` stands twice; "
        "expected one publisher for each. Remove one."
    ]


@pytest.mark.parametrize(
    "domains", ["", ", domains: example.org", ", domains: []", ", domains: [1]", ", domains: {a: b}"]
)
def test_a_publisher_without_domains(project: Project, domains: str) -> None:
    assert said(project, "publishers.yml", f"a: {{{NAMES}{domains}}}\n") == [
        "content/publishers.yml:1:1: `a` has no `domains`; expected a list of host names. "
        "Write `domains: [example.org]`."
    ]


def test_all_that_is_wrong_with_an_entry_is_told_at_once(project: Project) -> None:
    found = said(project, "publishers.yml", "A B: {en: A, domains: [com]}\n")
    assert [words in line for line, words in zip(found, ("is no slug", "lacks a name", "`com`"), strict=True)] == [
        True
    ] * 3


def test_a_list_that_claims_every_host_renames_no_source(project: Project) -> None:
    project.issue()
    path = project.root / "content/publishers.yml"
    path.write_text(path.read_text(encoding="utf-8") + f"evil: {{{NAMES}, domains: [cn]}}\n", encoding="utf-8")
    (pair,), problems = issues.load(project.root)
    assert [str(problem).partition(": ")[2][:22] for problem in problems] == ["the domain `cn` of `ev"]
    assert pair.original.sources[0].publisher == "China Daily"


PUBLISHERS = (
    Publisher("group", Name("Group", "集团"), ("example.org",)),
    Publisher("daily", Name("Daily", "日报"), ("news.example.org", "example.net")),
    Publisher("desk", Name("Desk", "编辑部"), ("health.news.example.org",)),
)


@pytest.mark.parametrize("publishers", [PUBLISHERS, PUBLISHERS[::-1]], ids=["short first", "long first"])
@pytest.mark.parametrize(
    ("host", "slug"),
    [
        ("example.org", "group"),
        ("www.example.org", "group"),
        ("news.example.org", "daily"),
        ("www.news.example.org", "daily"),
        ("health.news.example.org", "desk"),
        ("a.health.news.example.org", "desk"),
        ("example.net", "daily"),
        ("oldnews.example.org", "group"),
        ("notexample.org", None),
        ("example.org.evil.example", None),
    ],
)
def test_the_longest_domain_names_the_publisher(publishers: tuple[Publisher, ...], host: str, slug: str | None) -> None:
    publisher = Vocabulary({}, {}, publishers).publisher_of(host)
    assert (publisher.slug if publisher else None) == slug
