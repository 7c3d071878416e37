"""Recipes tell the truth: what they name is what runs, and it runs on nothing but the values.

Each kind of thing is made again in a fresh process that has nothing but the values it was made from;
what that process has imported is compared with the recipe, and what it makes with what was made.
"""

from __future__ import annotations

import functools
import io
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from gappon import BuildOptions, Settings, build
from gappon.driver.code import Code, read_code
from gappon.driver.keys import CHAPTER, FRAGMENT, Recipe
from gappon.driver.messages import Shared
from gappon.driver.scheduler import Scheduler
from gappon.driver.store import Store
from gappon.driver.workers import WorkerPool
from gappon.exporters.epub.exporter import EpubExporter
from gappon.exporters.pdf.cover import CoverPainter
from gappon.exporters.pdf.exporter import PdfExporter
from gappon.exporters.pdf.pagination import Paginator
from gappon.exporters.pdf.subset import subset
from gappon.exporters.raster import draw_page
from gappon.fonts import common_coverage
from gappon.typesetter.fragment import Document, Fragment
from tests.driver.replay import Replay, name_of

pytestmark = pytest.mark.xdist_group("recipes")
ROOT = Path(__file__).parents[2]
POSTS = {
    "a": """---
title: 甲の章
categories: [分類]
tags: [札]
image: /a.png
---
本文と英語 text。[乙へ](2025-11-02-b.md#節)、｜漢字《かんじ》、注[^1]、$x^2$。

## 節

```python
print("字")
```

| 表 | 欄 |
|---|---|
| 一 | 二 |

![絵](/a.svg)

> [!NOTE]
> 囲み。

{{ site.title }}、{% post_url 2025-11-02-b %}、<details><summary>題</summary>文</details>
{: .class}

[^1]: 注の文。
""",
    "b": "---\ntitle: 乙の章\ncategories: [分類]\n---\n\n## 節\n\n"
    + "とても長い本文です。" * 40
    + "\n",
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="5" height="5"/></svg>'


BY_WORKERS = {
    "convert_packed": "chapter",
    "compile_packed": "fragment",
    "draw_page": "draw_page",
}


@dataclass(frozen=True)
class Call:
    """A call that made a thing, and what it returned or wrote."""

    function: Any
    arguments: tuple[Any, ...]
    made: Any


class Recorder:
    """A workshop that remembers all that was asked of it."""

    def __init__(self, workshop: Scheduler) -> None:
        self._workshop = workshop
        self.replay = Replay({}, {}, {})

    def begin(self, document: Document) -> Any:
        ordered = self._workshop.begin(document)
        self.replay.fragments_by_name[name_of(document)] = ordered.result()
        return ordered

    def fragments(self, documents: Iterable[Document]) -> dict[str, Fragment]:
        return {each.key: self.begin(each).result() for each in documents}

    def pages_of(self, fragment: Fragment) -> bytes:
        return self.replay.pages.setdefault(fragment.stored_as, self._workshop.pages_of(fragment))

    def image(self, document: Document) -> bytes:
        return self.replay.images.setdefault(name_of(document), self._workshop.image(document))

    def made(self, function: Callable[..., bytes], /, *arguments: object) -> bytes:
        return self._workshop.made(function, *arguments)


@dataclass(frozen=True)
class Recorded:
    """A build, by the calls that made things; the variables that workers had."""

    calls: dict[str, Call]
    environment: dict[str, str]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """Build a small site and keep one call of each kind."""
    from tests.driver.test_recipes import SVG as drawing  # the module as the fresh process has it

    folder = tmp_path_factory.mktemp("recipes")
    for key, text in POSTS.items():
        path = folder / "site" / "_posts" / f"2025-11-0{'ab'.index(key) + 1}-{key}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "site" / "a.svg").write_text(drawing)
    (folder / "site" / "a.png").write_bytes(_png())
    calls: dict[str, Call] = {}
    environment: dict[str, str] = {}
    shared: dict[Shared, Any] = {}

    def recording(owner: Any, name: str, note: Callable[..., None]) -> tuple[Any, str, Any]:
        original = getattr(owner, name)

        @functools.wraps(original)
        def call(*arguments: Any) -> Any:
            return note(original, *arguments)

        return owner, name, call

    def share(original: Any, pool: WorkerPool, value: Any) -> Any:
        stands_for = original(pool, value)
        shared[stands_for] = value
        return stands_for

    def submit(original: Any, pool: WorkerPool, seconds: float, function: Any, *given: Any) -> Any:
        environment.update(pool.environment)
        future = original(pool, seconds, function, *given)
        name = BY_WORKERS[function.__name__]
        if "-b.md" not in getattr(given[0], "source", "") and given[0].key != "heads":
            arguments = tuple(
                shared.get(each, each) if isinstance(each, Shared) else each for each in given
            )
            calls[name] = Call((function.__module__, function.__name__), arguments, future)
        return future

    def made(original: Any, store: Store, function: Any, *arguments: Any) -> bytes:
        data = original(store, function, *arguments)
        calls[function.__name__] = Call((function.__module__, function.__name__), arguments, data)
        return data

    def make(original: Any, maker: Any, job: Any, workshop: Any) -> Any:
        recorder = Recorder(workshop)
        artifact = original(maker, job, recorder)
        calls[type(artifact).__name__] = Call((maker, "make"), (job, recorder.replay), artifact)
        return artifact

    def write(original: Any, exporter: Any, *arguments: Any) -> Any:
        job, artifacts, workshop, target = arguments
        recorder = Recorder(workshop)
        details = original(exporter, job, artifacts, recorder, target)
        values = (job, artifacts, recorder.replay)
        calls[exporter.name] = Call((exporter, "write"), values, target.read_bytes())
        return details

    with pytest.MonkeyPatch.context() as patch:
        for owner, name, call in (
            recording(WorkerPool, "share", share),
            recording(WorkerPool, "submit_within", submit),
            recording(Store, "made", made),
            recording(CoverPainter, "make", make),
            recording(Paginator, "make", make),
            recording(EpubExporter, "write", write),
            recording(PdfExporter, "write", write),
        ):
            patch.setattr(owner, name, call)
        build(
            BuildOptions(
                site=folder / "site",
                out=folder / "out",
                cache=folder / "cache",
                jobs=1,
                overrides=Settings(volumes={"by": ("all",)}, pdf={"contents_depth": 2}),
            )
        )
    results = {
        name: Call(
            call.function, call.arguments, getattr(call.made, "result", lambda c=call: c.made)()
        )
        for name, call in calls.items()
    }
    return Recorded(results, environment)


class Written(pickle.Pickler):
    """Writes values down without what they have worked out of themselves."""

    def reducer_override(self, value: Any) -> Any:
        if is_dataclass(value) and not isinstance(value, type):
            return type(value), tuple(getattr(value, of.name) for of in fields(value) if of.init)
        return NotImplemented


def written(value: object) -> bytes:
    buffer = io.BytesIO()
    Written(buffer).dump(value)
    return buffer.getvalue()


def _png() -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(buffer, "PNG")
    return buffer.getvalue()


FRESH = """
import json, pickle, sys
from importlib import import_module
from pathlib import Path
folder = Path(sys.argv[1])
before = set(sys.modules)
function, arguments = pickle.loads((folder / "call").read_bytes())
owner, name = function
make = getattr(import_module(owner) if isinstance(owner, str) else owner, name)
if name == "write":
    make(*arguments, folder / "target")
    made = (folder / "target").read_bytes()
else:
    made = make(*arguments)
modules = sorted(set(sys.modules) - before)
(folder / "made").write_bytes(pickle.dumps(made))
print(json.dumps([[n, getattr(sys.modules[n], "__file__", None)] for n in modules]))
"""
RECIPES = {
    "chapter": CHAPTER,
    "fragment": FRAGMENT,
    "draw_page": Recipe.of(draw_page),
    "subset": Recipe.of(subset),
    "common_coverage": Recipe.of(common_coverage),
    "CoverImage": Recipe("CoverImage", (CoverPainter.__module__,)),
    "Pagination": Recipe("Pagination", (Paginator.__module__,)),
    "epub": Recipe("epub", (EpubExporter.__module__,)),
    "pdf": Recipe("pdf", (PdfExporter.__module__,)),
}
# The calls are written down in terms of these; types say nothing of what is made.
OF_NO_MATTER = {"tests", "typing_extensions"}


@pytest.fixture(scope="module")
def code() -> Code:
    return read_code()


@pytest.mark.parametrize("product", RECIPES)
def test_what_makes_a_thing_is_in_its_recipe_and_works_on_its_values_alone(
    product: str, recorded: Recorded, code: Code, tmp_path: Path
) -> None:
    call = recorded.calls[product]
    (tmp_path / "call").write_bytes(written((call.function, call.arguments)))
    done = subprocess.run(
        [sys.executable, "-c", FRESH, tmp_path],
        cwd=ROOT,
        env={**os.environ, **recorded.environment, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert pickle.loads((tmp_path / "made").read_bytes()) == call.made

    modules = dict(json.loads(done.stdout))
    own = {name for name in modules if name.partition(".")[0] == "gappon"}
    assert own <= code.modules_of(RECIPES[product].modules)

    used = {name.partition(".")[0] for name, file in modules.items() if file}
    named = {each.partition(" ")[0] for each in code.libraries_of(RECIPES[product].modules)}
    distributions = metadata.packages_distributions()
    for package in used - sys.stdlib_module_names - {"gappon", *OF_NO_MATTER}:
        names = {name.lower().replace("_", "-") for name in distributions.get(package, ())}
        assert not names or names & named, f"{package} is used, and in no key"


def test_every_kind_of_thing_that_a_build_makes_has_been_looked_at(recorded: Recorded) -> None:
    assert recorded.calls.keys() == RECIPES.keys()
