"""A site for the reader's tests: each construct at its worst, one post a construct."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageDraw

SENTENCE = "夜明け前の工場では、計器の針だけが静かに揺れている。"
CHART = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 240" width="600" height="240">
<path d="M40 10V200H590" stroke="#000" fill="none"/><path d="M40 180 L200 90 L380 120 L560 30"
stroke="#1f3a5f" stroke-width="3" fill="none"/><text x="300" y="228" font-size="14">月</text></svg>
"""


def _table(rows: int) -> str:
    body = "\n".join(
        f"| {n} | 圧力計の指示値が基準より高い（{n}号機） | 2025-11-{n % 28 + 1:02d} | {n * 1234:,} |"
        for n in range(1, rows + 1)
    )
    return f"| 番号 | 内容 | 日付 | 費用（円） |\n|---:|---|---|---:|\n{body}\n"


def _wide_table() -> str:
    heads = ["機種", *(f"第{n}四半期の出荷" for n in range(1, 9)), "備考"]
    rows = [
        [f"KX-{n}00", *(f"{n * q * 997:,}" for q in range(1, 9)), "前年の同じ期と比べて増えた。"]
        for n in range(1, 13)
    ]
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


SPANNING = """<table>
<thead><tr><th rowspan="2">部門</th><th colspan="2">人数</th><th rowspan="2">方針</th></tr>
<tr><th>常勤</th><th>非常勤</th></tr></thead>
<tbody><tr><td rowspan="2">製造</td><td>120</td><td>34</td><td>夜勤の班を一つ増やし、昼の班から人を移す。</td></tr>
<tr><td>118</td><td>31</td><td>春までに元の人数へ戻すことを労使で確かめる。</td></tr>
<tr><td>検査</td><td colspan="2">46</td><td>資格のある人を二人育てる。</td></tr></tbody></table>
"""

CODE = """```python
def calibrate(sensor, reference, *, tolerance=0.05, retries=3, report=lambda message: print(message)):
    # 基準器との差が許容を超えたら、もう一度測り直してから補正の値を書き込む。
    for attempt in range(retries):
        difference = sensor.read(channel="pressure").value - reference.read(channel="pressure").value
        if abs(difference) <= tolerance:
            return sensor.configuration.manufacturing.inspection.calibration.offset_in_kilopascal
        report(f"attempt {attempt}: difference {difference:.3f} exceeds the tolerance of {tolerance}")
    raise RuntimeError("https://example.com/manuals/calibration/pressure-sensor/troubleshooting.html")
```
"""

FORMULAS = r"""
$$
E = \frac{1}{N} \sum_{i=1}^{N} (x_i - \mu)^2 + \alpha_1 \beta_1 + \alpha_2 \beta_2 + \alpha_3 \beta_3 + \alpha_4 \beta_4 \le \sigma^2 + \epsilon
$$

$$
\begin{pmatrix} a_{11} & a_{12} & a_{13} & a_{14} & a_{15} \\ a_{21} & a_{22} & a_{23} & a_{24} & a_{25} \end{pmatrix}
$$

行の中の $f(x, y, z) = x^2 + y^2 + z^2 - 2xy - 2yz - 2zx$ のような式と、$x$ のような短い式。
"""

LISTS = """- 一段目の項目は、紙の幅いっぱいに文が続いて折り返す。
  - 二段目の項目は、少し下がってから文が続いて折り返す。
    - 三段目の項目は、さらに下がってから文が続いて折り返す。
      - 四段目の項目でも、一行に数文字しか入らないのでは読めない。

1. 一番目
   1. 一番目の一
      1. 一番目の一の一は、少し長い文にしておく。

10. 十番目の項目
11. 十一番目の項目

- [x] 済んだ仕事
- [ ] 残っている仕事
  - [ ] その内訳
"""

BOXES = f"""> {SENTENCE * 6}

> [!NOTE]
> {SENTENCE * 5}

<details><summary>折りたたまれた手順の題は長いこともある</summary>

{SENTENCE * 4}

</details>

用語
: {SENTENCE * 2}

脚注のある文[^1]と、もう一つの文[^2]。

[^1]: {SENTENCE}
[^2]: <https://example.com/a/very/long/address/that/has/to/be/broken/somewhere.html?and=query>
"""


def posts() -> dict[str, str]:
    """Return the posts by name: title and body."""
    return {
        "table-long": f"# 六十行の点検表\n\n{SENTENCE}\n\n{_table(60)}\n{SENTENCE}\n",
        "table-wide": f"# 列の多い出荷の表\n\n{_wide_table()}\n{SENTENCE}\n\n{SPANNING}\n",
        "code": f"# 校正の手順を書いたプログラム\n\n{SENTENCE}\n\n{CODE}\n"
        "本文の中の `configuration.manufacturing.inspection.lighting` も折り返す。\n\n"
        + "```\n"
        + "\n".join(f"{n:04d}  計測値 = {n * 3.7:.2f}" for n in range(80))
        + "\n```\n",
        "formulas": f"# 誤差の式を本に載せる\n\n{SENTENCE}\n{FORMULAS}",
        "lists": f"# 入れ子になった箇条書き\n\n{LISTS}",
        "boxes": f"# 囲みと引用と注\n\n{BOXES}",
        "figures": f"# 幅の広い図と背の高い図\n\n{SENTENCE}\n\n## 直前に見出しのある図\n\n"
        f'![横長の写真](/images/wide.png "図1　端から端まで写した生産の流れ。{SENTENCE}")\n\n'
        f'{SENTENCE}\n\n![縦長の写真](/images/tall.png "図2　煙突")\n\n'
        "![透明なグラフ](/images/chart.svg)\n\n行の中の絵 ![印](/images/mark.png) も文とともに流れる。\n",
        "headings": "# 現場の記録を読みなおして次の設計に生かすための長い題は句で折り返す\n\n"
        f"## 製造部門のデジタルトランスフォーメーションを支える人たち\n\n{SENTENCE}\n\n"
        f"### `calibrate()` の引数と戻り値について\n\n{SENTENCE}\n\n"
        f"### {{計測値|けいそくち}}の見なおし\n\n{SENTENCE * 8}\n",
    }


def write_site(folder: Path) -> Path:
    """Write the site into a folder."""
    (folder / "_posts").mkdir(parents=True)
    for day, (name, text) in enumerate(posts().items(), 1):
        title, _, body = text.removeprefix("# ").partition("\n")
        head = f"---\ntitle: {title}\ncategories: [検証]\n---\n"
        (folder / "_posts" / f"2025-11-{day:02d}-{name}.md").write_text(head + body, "utf-8")
    images = folder / "images"
    images.mkdir()
    (images / "wide.png").write_bytes(_photo(1600, 500))
    (images / "tall.png").write_bytes(_photo(500, 1600))
    (images / "mark.png").write_bytes(_photo(24, 24))
    (images / "chart.svg").write_text(CHART, "utf-8")
    (folder / "gappon.yaml").write_text(
        "title: 読書端末の検証\nurl: https://example.com\npermalink: pretty\nvolumes: {by: [all]}\n"
        "formats: [epub]\n",
        "utf-8",
    )
    return folder


def _photo(width: int, height: int) -> bytes:
    image = Image.new("RGB", (width, height), "#7a8a99")
    ImageDraw.Draw(image).ellipse((width // 4, height // 4, width // 2, height // 2), "#f0d060")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
