"""`mkdocs.yml`: names of editions and addresses that become folders and links of the site."""

from pathlib import Path

import pytest

from build.content import settings
from build.content.settings import SettingsError
from tests.build.conftest import Project
from tests.newsletter import SETTINGS
from translate.core import site_settings

EDITION = "      healthcare: {en: Town health, zh-Hans: 小镇健康}\n"
SLUG = "expected lower-case letters a-z, digits and single hyphens between them, such as digital-health. Rename it."

OWN = "expected one of its own. Rename it."


def put(project: Project, old: str, new: str) -> int:
    """Replace text of the project's mkdocs.yml; return the 1-based line on which the replaced text began."""
    path = project.root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("'Health Care'", f"the edition `Health Care` is no slug; {SLUG}"),
        ("'../x'", f"the edition `../x` is no slug; {SLUG}"),
        ("a--b", f"the edition `a--b` is no slug; {SLUG}"),
        ("x" * 65, f"the edition `{'x' * 65}` has 65 characters, more than 64; {SLUG}"),
        ("1", f"the edition `1` is no text; {SLUG}"),
        ("true", f"the edition `true` is no text; {SLUG}"),
        ("~", f"the edition `~` is no text; {SLUG}"),
        ("2025-01-01", f"the edition `2025-01-01` is no text; {SLUG}"),
        ("zh", f"the edition's name `zh` belongs to the folder of the pages in 简体中文; {OWN}"),
        ("archive", f"the edition's name `archive` belongs to the archive; {OWN}"),
        ("assets", f"the edition's name `assets` belongs to the folder of styles and scripts; {OWN}"),
        ("healthcare", "`healthcare` stands twice, first in line {line}; expected once. Remove one."),
    ],
)  # fmt: skip
def test_an_edition_that_cannot_name_a_folder_of_the_site(project: Project, key: str, message: str) -> None:
    line = put(project, EDITION, f"{EDITION}      {key}: {{en: X, zh-Hans: 某}}\n")
    with pytest.raises(SettingsError) as caught:
        settings.load(project.root)
    found = str(caught.value)
    assert found.startswith("mkdocs.yml:")
    assert found.endswith(f": {message.format(line=line)}")
    assert "\n" not in found
    if key not in ("true", "~"):
        assert found.startswith(f"mkdocs.yml:{line + 1}:7: ")


@pytest.mark.parametrize("variable", ["SITE_URL", "REPO_URL"])
@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ('https://news.example/"><script>alert(1)</script>', 'holds `"`'),
        ("https://news.example/{{ config }}", "holds white space"),
        ("javascript:alert(1)", "has the scheme `javascript`"),
        ("https://a:b@news.example/", "has a user name before its host"),
        ("news.example", "has no scheme"),
    ],
)
def test_an_address_that_would_become_markup(
    project: Project, monkeypatch: pytest.MonkeyPatch, variable: str, address: str, fault: str
) -> None:
    monkeypatch.setenv(variable, address)
    with pytest.raises(SettingsError) as caught:
        settings.load(project.root)
    example = {"SITE_URL": "https://news.example/brief/", "REPO_URL": "https://code.example/owner/news"}[variable]
    told = f": the address `{address}` {fault}; expected one such as {example}. Mend {variable} or the line here."
    assert str(caught.value).endswith(told)
    text = (project.root / "mkdocs.yml").read_text(encoding="utf-8")
    line = int(str(caught.value).split(":")[1])
    assert variable in text.splitlines()[line - 1]


def test_addresses_are_kept_as_browsers_write_them(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "HTTPS://News.Example/brief")
    monkeypatch.setenv("REPO_URL", "https://Code.example/owner/news/")
    configured = settings.load(project.root)
    assert configured.site_url == "https://news.example/brief/"
    assert configured.repository == "https://code.example/owner/news"


def test_everything_that_is_wrong_is_told_at_once(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "news.example")
    monkeypatch.setenv("REPO_URL", "x")
    put(project, EDITION, f"{EDITION}      A: {{en: X, zh-Hans: 某}}\n      zh: {{en: X}}\n")
    with pytest.raises(SettingsError) as caught:
        settings.load(project.root)
    found = str(caught.value).split("\n")
    assert len(found) == 5
    assert all(line.startswith("mkdocs.yml:") for line in found)
    assert found == sorted(found, key=lambda line: int(line.split(":")[1]))


@pytest.mark.parametrize("text", ["", "a: 1\n", "extra: {twofold: }\n"])
def test_a_file_that_describes_no_newsletter(tmp_path: Path, text: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(text)
    with pytest.raises(SettingsError, match="at least one edition"):
        settings.load(tmp_path)


def test_the_projects_own_file_has_no_key_twice() -> None:
    assert site_settings.read(SETTINGS.parent)[1] == []
    assert settings.load(SETTINGS.parent)


def test_the_licence_line_is_the_owners_and_speaks_of_the_software_where_she_says_nothing(project: Project) -> None:
    path = project.root / "mkdocs.yml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    (at,) = (number for number, line in enumerate(lines) if line.startswith("    licence: "))

    def said(line: str) -> str:
        path.write_text("".join([*lines[:at], line, *lines[at + 1 :]]), encoding="utf-8")
        licence = settings.load(project.root).licence
        return f"{licence.en} {licence.zh}"

    assert said("    licence: {en: CC0, zh-Hans: 公有领域}\n") == "CC0 公有领域"
    assert said("") == "Software: Twofold, MIT. 软件：Twofold，MIT许可。"
    with pytest.raises(SettingsError) as caught:
        said("    licence: CC0\n")
    message = "`licence` is no line in both languages; expected {en: …, zh-Hans: …}. Write both, or remove it."
    assert str(caught.value) == f"mkdocs.yml:{at + 1}:5: {message}"
    with pytest.raises(SettingsError) as caught:
        said('    licence: {en: "CC\\u202e0", zh-Hans: 公有领域}\n')
    assert str(caught.value).startswith(f"mkdocs.yml:{at + 1}:19: the hidden character U+202E; ")
