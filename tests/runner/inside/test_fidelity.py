"""A jailed, warm run prints what a plain interpreter prints for the same snippet."""
# ruff: noqa: E501 - one line a snippet, so that the list can be read as a list

import json
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from runner.protocol import Execution, Outcome

pytestmark = pytest.mark.processes

Run = Callable[..., Execution]

STANDARD = {
    "hello": "print('hello')\n",
    "unicode": "print('größe ✓ 中文')\n",
    "main": "print(__name__, __doc__, __file__.endswith('.py'))\nif __name__ == '__main__':\n    print('main')\n",
    "argv": "import sys\nprint(len(sys.argv), sys.flags.optimize)\n",
    "future": "from __future__ import annotations\ndef f(x: Missing) -> None: ...\nprint(f.__annotations__)\n",
    "docstring": '"""About."""\nprint(__doc__)\n',
    "raise": "def f():\n    raise ValueError('why')\n\nf()\n",
    "chain": "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise KeyError('k') from e\n",
    "group": "raise ExceptionGroup('several', [ValueError(1), TypeError(2)])\n",
    "notes": "e = ValueError('x')\ne.add_note('a note')\nraise e\n",
    "syntax": "print('never')\nx = = 1\n",
    "indentation": "def f():\nreturn 1\n",
    "exit_text": "import sys\nprint('a')\nsys.exit('because')\n",
    "exit_status": "raise SystemExit(7)\n",
    "excepthook": "import sys\nsys.excepthook = lambda *a: print('hook', a[0].__name__)\n1 / 0\n",
    "atexit": "import atexit\natexit.register(print, 'at exit')\nprint('body')\n",
    "finalizer": "import weakref\nclass A: pass\na = A()\nweakref.finalize(a, print, 'finalized')\nprint('body')\n",
    "del_at_end": "class A:\n    def __del__(self): print('deleted')\na = A()\nprint('body')\n",
    "del_cycle": "import gc\nclass A:\n    def __del__(self): print('deleted')\na = A()\na.me = a\ndel a\nprint(gc.collect() > 0)\n",
    "threads": "import threading\nt = threading.Thread(target=print, args=('thread',))\nt.start()\nt.join()\n",
    "late_thread": "import threading, time\ndef f():\n    time.sleep(.05)\n    print('late')\nthreading.Thread(target=f).start()\nprint('main')\n",
    "daemon_thread": "import threading, time\nthreading.Thread(target=lambda: (time.sleep(5), print('x')), daemon=True).start()\nprint('main')\n",
    "thread_error": "import threading\ndef f(): 1 / 0\nt = threading.Thread(target=f, name='T')\nt.start(); t.join()\nprint('done')\n",
    "asyncio": "import asyncio\nasync def f():\n    await asyncio.sleep(0.01)\n    return 5\nprint(asyncio.run(f()))\n",
    "asyncio_many": "import asyncio\nasync def f(i):\n    await asyncio.sleep(0)\n    return i\nasync def g(): return await asyncio.gather(*map(f, range(3)))\nprint(asyncio.run(g()))\n",
    "to_thread": "import asyncio\nprint(asyncio.run(asyncio.to_thread(sum, [1, 2])))\n",
    "executor": "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(3) as p: print(list(p.map(abs, [-1, 2])))\n",
    "queue": "import queue, threading\nq = queue.Queue()\nthreading.Thread(target=q.put, args=(3,)).start()\nprint(q.get(timeout=5))\n",
    "getsource": "import inspect\ndef f(x):\n    return x + 1\nprint(inspect.getsource(f))\n",
    "getsource_class": "import inspect\nclass A:\n    x = 1\nprint(inspect.getsource(A))\n",
    "traceback_text": "import traceback\ntry:\n    {}['k']\nexcept KeyError:\n    print(traceback.format_exc().splitlines()[-2:])\n",
    "dataclass": "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\n    y: int = 2\nprint(P(1))\n",
    "enum": "import enum\nclass C(enum.Enum):\n    A = 1\nprint(C.A, repr(C.A))\n",
    "pickle": "import pickle\nclass A:\n    x = 1\nprint(pickle.loads(pickle.dumps(A())).x, A.__module__)\n",
    "sqlite": "import sqlite3\nc = sqlite3.connect(':memory:')\nprint(c.execute('select 1 + 1').fetchone())\n",
    "decimal": "from decimal import Decimal\nprint(Decimal('0.1') + Decimal('0.2'))\n",
    "statistics": "import statistics\nprint(statistics.stdev([1, 2, 3, 4]))\n",
    "xml": "import xml.etree.ElementTree as e\nprint(e.fromstring('<a><b/></a>')[0].tag)\n",
    "tomllib": "import tomllib\nprint(tomllib.loads('a = 1'))\n",
    "zoneinfo": "import zoneinfo, datetime\nprint(datetime.datetime(2024, 7, 1, tzinfo=zoneinfo.ZoneInfo('Europe/Paris')).utcoffset())\n",
    "idna": "print('bücher.example'.encode('idna'))\n",
    "hashlib": "import hashlib\nprint(hashlib.sha256(b'x').hexdigest()[:8])\n",
    "zlib": "import zlib, bz2, lzma\nprint(lzma.decompress(lzma.compress(bz2.decompress(bz2.compress(zlib.decompress(zlib.compress(b'x')))))))\n",
    "csv": "import csv, io\nprint(list(csv.reader(io.StringIO('a,b'))))\n",
    "random_seeded": "import random\nrandom.seed(1)\nprint(random.random(), random.choice('abc'))\n",
    "locale": "import locale\nprint(locale.getlocale(), '{:n}'.format(1000))\n",
    "encoding": "import sys\nprint(sys.stdout.encoding, sys.getfilesystemencoding())\n",
    "input_eof": "try:\n    input('name? ')\nexcept EOFError:\n    print('nothing')\n",
    "warnings": "import warnings\nwarnings.warn('careful')\nprint('after')\n",
    "warning_once": "import warnings\nfor _ in range(3):\n    warnings.warn('careful', DeprecationWarning)\n",
    "warning_record": "import warnings\nwith warnings.catch_warnings(record=True) as w:\n    warnings.simplefilter('always')\n    warnings.warn('x')\nprint(len(w))\n",
    "logging": "import logging\nlogging.warning('shown')\nlogging.info('hidden')\n",
    "surrogate": "print('\\ud800')\n",
    "stdout_bytes": "import sys\nsys.stdout.buffer.write(b'raw\\n')\n",
    "stdout_closed": "import sys\nprint('a')\nsys.stdout.flush()\nsys.stdout = None\n",
    "redirect": "import contextlib, io\nb = io.StringIO()\nwith contextlib.redirect_stdout(b): print('x')\nprint(repr(b.getvalue()))\n",
    "file_in_scratch": "from pathlib import Path\nPath('a.txt').write_text('x')\nprint(Path('a.txt').read_text(), Path('.').exists())\n",
    "tempfile": "import tempfile\nwith tempfile.TemporaryDirectory() as d:\n    open(d + '/x', 'w').write('x')\n    print(open(d + '/x').read())\n",
    "copy_in_scratch": "import shutil\nopen('a', 'w').write('x')\nshutil.copy('a', 'b')\nprint(open('b').read())\n",
    "own_module": "open('helper_module.py', 'w').write('x = 5')\nimport importlib\nimportlib.invalidate_caches()\nimport helper_module\nprint(helper_module.x)\n",
    "shelve": "import shelve\nwith shelve.open('s') as s: s['a'] = 1\nwith shelve.open('s') as s: print(dict(s))\n",
    "signal": "import signal\nsignal.signal(signal.SIGALRM, lambda *a: print('alarm'))\nsignal.setitimer(signal.ITIMER_REAL, .02)\nsignal.pause()\n",
    "raise_signal": "import signal\nsignal.signal(signal.SIGUSR1, lambda *a: print('got it'))\nsignal.raise_signal(signal.SIGUSR1)\n",
    "no_such_module": "import no_such_module_at_all\n",
    "our_modules": "try:\n    import runner.protocol\nexcept ModuleNotFoundError as e:\n    print(e)\n",
    "limit": "import sys\nprint(sys.getrecursionlimit(), sys.getswitchinterval())\n",
    "recursion_depth": "def f(n):\n    try:\n        return f(n + 1)\n    except RecursionError:\n        return n\nprint(f(0))\n",
    "recursion_limit_set": "import sys\nsys.setrecursionlimit(200)\nprint(sys.getrecursionlimit())\ndef f(n):\n    try:\n        return f(n + 1)\n    except RecursionError:\n        return n\nprint(f(0))\n",
    "recursion_limit_nonsense": "import sys\ntry:\n    sys.setrecursionlimit(0)\nexcept ValueError as e:\n    print(e)\n",
    "error_in_del": "class A:\n    def __del__(self): raise ValueError('in del')\nA()\nprint('after')\n",
    "recursion": "def f(): f()\nf()\n",
    "gc": "import gc\nprint(gc.isenabled(), gc.get_threshold())\n",
    "int_digits": "print(10 ** 5000)\n",
    "generator": "def g():\n    try:\n        yield 1\n    finally:\n        print('closed')\nit = g()\nprint(next(it))\n",
    "os_error": "try:\n    open('missing.txt')\nexcept OSError as e:\n    print(type(e).__name__, e)\n",
    "no_program": "import subprocess\ntry:\n    subprocess.run(['no-such-program-here'])\nexcept OSError as e:\n    print(type(e).__name__, e)\n",
    "children": "import os\ntry:\n    os.wait()\nexcept ChildProcessError as e:\n    print('none')\n",
    "future_flags": "print(1 if __debug__ else 0)\n",
    "match": "match [1, 2]:\n    case [a, *b]: print(a, b)\n",
    "star_import": "from math import *\nprint(floor(2.5))\n",
    "walrus_scope": "print([y := 1, y ** 2])\nprint(y)\n",
    "pprint": "import pprint\npprint.pprint({'b': 1, 'a': [1] * 3})\n",
    "timeit": "import timeit\nprint(timeit.timeit('x', 'x = 1', number=3) >= 0)\n",
    "typing": "import typing\ndef f(x: 'list[int]') -> int: ...\nprint(typing.get_type_hints(f))\n",
    "doctest": "import doctest\ndef f():\n    '''\n    >>> f()\n    1\n    '''\n    return 1\nprint(doctest.testmod())\n",
    "unittest": "import unittest\nclass T(unittest.TestCase):\n    def test_a(self): self.assertEqual(1, 1)\nr = unittest.main(exit=False, argv=['x']).result\nprint(r.wasSuccessful())\n",
    "breakpoint_free": "import pdb, bdb, cProfile\nprint('imported')\n",
    "ctypes": "import ctypes\nprint(ctypes.sizeof(ctypes.c_void_p), ctypes.CDLL(None).abs(-3))\n",
    "mmap": "import mmap\nm = mmap.mmap(-1, 10)\nm[:2] = b'ab'\nprint(m[:3])\n",
    "resource": "import resource\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_utime >= 0)\n",
    "select": "import os, select\nr, w = os.pipe()\nos.write(w, b'x')\nprint(select.select([r], [], [], 0)[0] == [r])\n",
    "environment": "import os\nos.environ['A'] = 'b'\nprint(os.getenv('A'), os.path.expandvars('$A'))\n",
}  # fmt: skip

TORCH = {
    "jit_script": "import torch\n@torch.jit.script\ndef f(x):\n    return x * 2\nprint(f(torch.ones(2)), f.code)\n",
    "jit_trace": "import torch\nm = torch.jit.trace(torch.nn.Linear(2, 2), torch.ones(1, 2))\nm.save('x.pt')\nprint(type(torch.jit.load('x.pt')).__name__)\n",
    "compile_eager": "import torch\nprint(torch.compile(lambda x: x * 2 + 1, backend='eager')(torch.ones(3)))\n",
    "loader": "import torch\nfrom torch.utils.data import DataLoader, TensorDataset\nfor b in DataLoader(TensorDataset(torch.arange(5.)), batch_size=2): print(b)\n",
    "save": "import torch\nm = torch.nn.Linear(2, 3)\ntorch.save(m.state_dict(), 'm.pt')\nprint(sorted(torch.load('m.pt')))\n",
    "getsource": "import inspect, torch\nclass M(torch.nn.Module):\n    def forward(self, x):\n        return x + 1\nprint(inspect.getsource(M.forward))\n",
    "fx": "import torch, torch.fx\nclass M(torch.nn.Module):\n    def forward(self, x):\n        return torch.relu(x) + 1\nprint(torch.fx.symbolic_trace(M()).code)\n",
    "train": "import torch\ntorch.manual_seed(0)\nm = torch.nn.Linear(3, 1)\no = torch.optim.Adam(m.parameters(), lr=0.1)\nfor _ in range(5):\n    l = (m(torch.ones(4, 3)) ** 2).mean()\n    o.zero_grad()\n    l.backward()\n    o.step()\nprint(round(l.item(), 4))\n",
    "distribution": "import torch\nprint(torch.distributions.Normal(0., 1.).log_prob(torch.tensor(0.)))\n",
    "vmap": "import torch\nprint(torch.vmap(lambda x: x.sum())(torch.ones(3, 4)))\n",
    "transforms": "import torch\nfrom torchvision import transforms\nfrom PIL import Image\nt = transforms.Compose([transforms.Resize(8), transforms.ToTensor()])\nprint(t(Image.new('RGB', (16, 16))).shape)\n",
    "mobilenet": "import torchvision\nprint(sum(p.numel() for p in torchvision.models.mobilenet_v2(weights=None).parameters()))\n",
    "many_threads": "import threading, torch\nr = []\nts = [threading.Thread(target=lambda i=i: r.append(torch.ones(i + 1).sum().item())) for i in range(4)]\n[t.start() for t in ts]; [t.join() for t in ts]\nprint(sorted(r))\n",
    "own_threads": "import torch\ntorch.set_num_threads(2)\nprint(torch.get_num_threads(), (torch.ones(300, 300) @ torch.ones(300, 300)).sum().item())\n",
    "repr": "import torch\nprint(torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.ReLU()))\n",
    "numpy": "import numpy as np\nrng = np.random.default_rng(0)\nprint(rng.integers(0, 10, 5), np.linalg.norm([3, 4]), np.float64(3))\n",
    "autocast": "import torch\nwith torch.autocast('cpu', dtype=torch.bfloat16):\n    print((torch.ones(2, 2) @ torch.ones(2, 2)).dtype)\n",
    "checkpoint": "import torch\nfrom torch.utils.checkpoint import checkpoint\nx = torch.ones(2, requires_grad=True)\ncheckpoint(lambda x: x * 2, x, use_reentrant=False).sum().backward()\nprint(x.grad)\n",
    "no_cuda": "import torch\nprint(torch.cuda.is_available(), torch.cuda.device_count())\n",
    "export": "import torch\nclass M(torch.nn.Module):\n    def forward(self, x): return x + 1\nprint(torch.export.export(M(), (torch.ones(2),)).graph_module.code)\n",
    "fake_data": "import torchvision\nd = torchvision.datasets.FakeData(size=2, transform=torchvision.transforms.ToTensor())\nprint(d[0][0].shape)\n",
    "rnn": "import torch\ntorch.manual_seed(0)\no, h = torch.nn.LSTM(3, 4, batch_first=True)(torch.ones(2, 5, 3))\nprint(o.shape, o.sum().item())\n",
    "attention": "import torch\ntorch.manual_seed(0)\nm = torch.nn.MultiheadAttention(8, 2, batch_first=True)\nprint(m(torch.ones(1, 3, 8), torch.ones(1, 3, 8), torch.ones(1, 3, 8))[0].sum().item())\n",
    "linalg": "import torch\ntorch.manual_seed(0)\nprint(torch.linalg.svd(torch.randn(4, 4)).S, torch.fft.fft(torch.ones(4)))\n",
    "gradient_error": "import torch\nx = torch.ones(2)\ntry:\n    x.sum().backward()\nexcept RuntimeError as e:\n    print(e)\n",
}  # fmt: skip

PLAIN_TORCH = """
import contextlib, io, json, runpy, sys
import torch
library = torch.library.Library("torchvision", "FRAGMENT")
library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
library.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
outputs = {}
for path in sys.argv[1:]:
    torch.set_num_threads(1)
    torch._dynamo.reset()
    with contextlib.redirect_stdout(io.StringIO()) as out:
        runpy.run_path(path, run_name="__main__")
    outputs[path] = out.getvalue()
print(json.dumps(outputs))
"""


@pytest.mark.parametrize("name", STANDARD)
def test_the_standard_library_prints_the_same(run: Run, tmp_path: Path, name: str) -> None:
    source = STANDARD[name]
    script = tmp_path / "snippet.py"
    script.write_text(source, encoding="utf-8")
    plain = subprocess.run(
        [sys.executable, "-s", "snippet.py"],
        cwd=tmp_path,
        env={
            "PATH": "/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
            "PYTHONIOENCODING": "utf-8",
            "PYTHONHASHSEED": "0",
            "TZ": "UTC",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    jailed = run(source, runtime="python")
    assert jailed.stdout == plain.stdout.decode("utf-8", "replace")
    assert jailed.outcome is (Outcome.RAISED if plain.returncode else Outcome.FINISHED)
    assert _comparable(jailed.stderr) == _comparable(plain.stderr.decode().replace(str(script), "snippet.py"))


def _comparable(stderr: str) -> str:
    """Without what differs between any two runs: times and addresses."""
    return re.sub(r"\d+\.\d{3}s|0x[0-9a-f]+|Ran 1 test in .*", "", stderr)


@pytest.fixture(scope="module")
def plain_torch(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What one plain interpreter prints for each torch snippet."""
    folder = tmp_path_factory.mktemp("plain")
    for name, source in TORCH.items():
        (folder / f"snippet_{name}.py").write_text(source, encoding="utf-8")
    finished = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PLAIN_TORCH, *(f"snippet_{name}.py" for name in TORCH)],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1", "HOME": str(folder)},
        capture_output=True,
        check=True,
        timeout=300,
    )
    outputs: dict[str, str] = json.loads(finished.stdout.splitlines()[-1])
    return {name: outputs[f"snippet_{name}.py"] for name in TORCH}


@pytest.mark.parametrize("name", TORCH)
def test_torch_prints_the_same(run: Run, plain_torch: dict[str, str], name: str) -> None:
    execution = run(TORCH[name])
    assert execution.outcome is Outcome.FINISHED, execution.stderr
    assert execution.stdout == plain_torch[name]


def test_torch_compile_says_what_it_says_without_a_compiler(run: Run) -> None:
    source = "import torch\ntorch.compile(lambda x: x * 2 + 1)(torch.ones(3))"
    execution = run(source)
    assert execution.outcome is Outcome.RAISED
    assert "No working C++ compiler found" in execution.stderr


def test_warnings_are_reported_beside_standard_error(run: Run) -> None:
    execution = run("import warnings\nwarnings.warn('careful', FutureWarning)", runtime="python")
    assert execution.warnings == ("FutureWarning: careful",)
    assert execution.stderr == textwrap.dedent("""\
        snippet.py:2: FutureWarning: careful
          warnings.warn('careful', FutureWarning)
        """)


def test_a_module_that_was_not_preloaded_can_be_imported(run: Run) -> None:
    assert run("import torch.ao.quantization, imaplib, turtledemo\nprint('imported')").stdout == "imported\n"


def test_an_unseeded_generator_moves_with_the_seed_and_a_seeded_one_does_not(run: Run) -> None:
    source = "import random, numpy, torch\n{}print(random.random(), numpy.random.rand(), torch.rand(1).item())"
    seeded = "random.seed(0); numpy.random.seed(0); torch.manual_seed(0)\n"
    assert run(source.format(""), seed=1).stdout != run(source.format(""), seed=2).stdout
    assert run(source.format(""), seed=1).stdout == run(source.format(""), seed=1).stdout
    assert run(source.format(seeded), seed=1).stdout == run(source.format(seeded), seed=2).stdout
