"""Labelled snippets: half of them print what is their own, half what chance gives them, with the cause."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    name: str
    runtime: str
    source: str
    causes: frozenset[str] = frozenset()
    """Why it is unsound, any of these; empty for a sound one."""
    inconclusive: bool = False


def _parsed(text: str, runtime: str) -> list[Sample]:
    """Blocks that begin with ``# name: sound`` or ``# name: cause or cause`` or ``# name: nothing to say``."""
    found = []
    for block in text.strip().split("\n# "):
        head, _, source = block.removeprefix("# ").partition("\n")
        name, _, label = head.partition(": ")
        causes = frozenset() if label in {"sound", "nothing to say"} else frozenset(label.split(" or "))
        found.append(Sample(f"{runtime}-{name}", runtime, source.strip() + "\n", causes, label == "nothing to say"))
    return found


PYTHON = """
# addition: sound
print(1 + 1)
# float repr: sound
print(0.1 + 0.2)
# file that is not there: sound
open("numbers.csv")
# written and read: sound
open("notes.txt", "w").write("abc")
print(open("notes.txt").read())
# integer division: sound
print(-7 // 2, -7 % 2)
# dict keeps order: sound
print(dict(b=1, a=2))
# set of small integers: sound
print({3, 1, 2})
# length of a set: sound
print(len({"a", "b", "a"}))
# sorted set: sound
print(sorted({"pear", "fig", "apple"}))
# membership: sound
s = {"pear", "fig"}
print("fig" in s, "kiwi" in s)
# set algebra then sorted: sound
a, b = {"x", "y"}, {"y", "z"}
print(sorted(a & b), sorted(a | b))
# equal sets: sound
print({"a", "b"} == {"b", "a"})
# seeded random: sound
import random
random.seed(42)
print(random.randint(1, 100), random.random())
# own seeded generator: sound
import random
print(random.Random(3).sample(range(100), 5))
# shuffle then sort: sound
import random
x = [3, 1, 2]
random.shuffle(x)
print(sorted(x))
# random but always in range: sound
import random
print(0 <= random.random() < 1)
# length of a random choice: sound
import random
print(len(random.choices("abc", k=7)))
# mutable default: sound
def f(x, seen=[]):
    seen.append(x)
    return seen
f(1)
print(f(2))
# late binding: sound
print([f() for f in [lambda: i for i in range(3)]])
# identity of none: sound
x = None
print(x is None)
# exception as the answer: sound
print([1, 2][5])
# raises after printing: sound
print("before")
raise ValueError("x")
# generator is lazy: sound
g = (print(i) for i in range(2))
print("made")
next(g)
# joined threads, sorted: sound
import threading
out = []
ts = [threading.Thread(target=out.append, args=(i,)) for i in range(5)]
for t in ts: t.start()
for t in ts: t.join()
print(sorted(out))
# locked counter: sound
import threading
n, lock = 0, threading.Lock()
def add():
    global n
    for _ in range(100):
        with lock: n += 1
ts = [threading.Thread(target=add) for _ in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(n)
# executor map keeps order: sound
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(4) as pool:
    print(list(pool.map(lambda x: x * x, range(6))))
# queue with a consumer: sound
import queue, threading
q, out = queue.Queue(), []
def eat():
    while (x := q.get()) is not None: out.append(x)
t = threading.Thread(target=eat); t.start()
for i in range(5): q.put(i)
q.put(None); t.join()
print(out)
# asyncio gather keeps order: sound
import asyncio
async def f(i):
    await asyncio.sleep(0.01 * (3 - i))
    return i
async def main(): print(await asyncio.gather(*(f(i) for i in range(3))))
asyncio.run(main())
# time moves forward: sound
import time
a = time.perf_counter()
sum(range(1000))
print(time.perf_counter() >= a)
# fixed date: sound
import datetime
print(datetime.date(2024, 2, 28) + datetime.timedelta(days=2))
# measured but not printed: sound
import time
start = time.time()
total = sum(range(10))
elapsed = time.time() - start
print(total)
# type of now: sound
import datetime
print(type(datetime.datetime.now()).__name__)
# slept at least: sound
import time
t = time.monotonic()
time.sleep(0.02)
print(time.monotonic() - t >= 0.02)
# json of a dict: sound
import json
print(json.dumps({"b": [1, 2], "a": None}))
# counter of letters: sound
from collections import Counter
print(Counter("mississippi").most_common(2))
# hash of a small integer: sound
print(hash(7))
# int cache is not asked: sound
a = [1]; b = a
print(a is b)
# string methods: sound
print("a-b_c".replace("-", "_").split("_"))
# dict from zip: sound
print(dict(zip("ab", range(2))))
# frozen set as key: sound
print({frozenset({"a", "b"}): 1}[frozenset({"b", "a"})])
# object without address: sound
class A:
    def __repr__(self): return "A()"
print(A())
# uuid of a name: sound
import uuid
print(uuid.uuid5(uuid.NAMESPACE_DNS, "a"))
# unseeded random: seed
import random
print(random.random())
# unseeded choice: seed
import random
print(random.choice(["red", "green", "blue"]))
# rare condition: seed
import random
print(random.random() < 0.99)
# rarer condition: seed
import random
print("win" if random.random() > 0.995 else "lose")
# mean of many draws, rounded: seed
import random
print(round(sum(random.gauss(0, 1) for _ in range(100)) / 100, 1))
# unseeded shuffle: seed
import random
x = list(range(5))
random.shuffle(x)
print(x)
# own unseeded generator: seed
import random
print(random.Random().randint(1, 6))
# system random: seed
import random
print(random.SystemRandom().randint(1, 6))
# secrets: seed
import secrets
print(secrets.choice("abcdef"))
# urandom: seed
import os
print(os.urandom(2).hex())
# uuid4: seed
import uuid
print(str(uuid.uuid4())[:4])
# seeded with nothing: seed
import random
random.seed()
print(random.randint(0, 9))
# two of three dice: seed
import random
print(sum(random.randint(1, 6) > 1 for _ in range(2)))
# two strings in a set: hash
print({"pear", "fig"})
# set of letters: hash
print("".join(set("hello")))
# first of a set: hash
print(next(iter({"x", "y"})))
# list of a set: hash
words = "the cat sat on the mat".split()
print(list(set(words)))
# pop from a set: hash
s = {"a", "b", "c", "d"}
print(s.pop())
# hash of a string: hash
print(hash("ml") % 100)
# set comprehension: hash
print({w[0] for w in ["pear", "fig", "kiwi"]})
# loop over a set: hash
for x in {"one", "two", "three"}: print(x)
# difference of keys: hash
a, b = dict(x=1, y=2, z=3), dict(y=0)
print(list(a.keys() - b.keys()))
# enumerate a set: hash
vocab = {w: i for i, w in enumerate(set("a b c d e".split()))}
print(vocab["a"])
# union: hash
print(frozenset("ab") | frozenset("cd"))
# symmetric difference: hash
print({"a", "b"} ^ {"b", "c"})
# address of an object: address
print(object())
# default repr: address
class A: pass
print(A())
# id modulo: address
print(id(3) % 7)
# function repr: address
def f(): pass
print(f)
# set of instances: address
class A:
    def __init__(self, n): self.n = n
print([a.n for a in {A(1), A(2), A(3), A(4)}])
# hash of an object: address
print(hash(object()) % 1000)
# bound method: address
class A:
    def f(self): pass
print(A().f)
# time now: clock
import time
print(int(time.time()))
# elapsed, rounded: clock
import time
t = time.time()
sum(range(1000))
print(f"{time.time() - t:.1f} s")
# elapsed below a bound: clock
import time
t = time.perf_counter()
sum(range(1000))
print(time.perf_counter() - t < 0.05)
# weekday: clock
import datetime
print(datetime.datetime.now().strftime("%A"))
# today: clock
import datetime
print(datetime.date.today())
# hour: clock
import time
print(time.localtime().tm_hour)
# strftime of now: clock
import time
print(time.strftime("%Y-%m-%d"))
# timeit: clock
import timeit
print(round(timeit.timeit("1 + 1", number=10), 2))
# process time: clock
import time
print(round(time.process_time(), 1))
# monotonic: clock
import time
print(int(time.monotonic()) % 2)
# utcnow: clock
import datetime
print(datetime.datetime.now(datetime.timezone.utc).minute)
# days until a date: clock
import datetime
print((datetime.date(2040, 1, 1) - datetime.date.today()).days)
# seed from the clock: clock
import random, time
random.seed(int(time.time()))
print(random.randint(0, 1000))
# threads append: race
import threading
out = []
ts = [threading.Thread(target=out.append, args=(i,)) for i in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(out)
# threads print: race
import threading
for i in range(4): threading.Thread(target=print, args=(i,)).start()
# as completed: race
from concurrent.futures import ThreadPoolExecutor, as_completed
def f(x): return x
with ThreadPoolExecutor(4) as pool:
    print([r.result() for r in as_completed([pool.submit(f, i) for i in range(4)])])
# thread not waited for: race
import threading
done = []
def work():
    for i in range(3): done.append(i)
threading.Thread(target=work).start()
print(len(done))
# first of two: race
import threading
winner = []
def run(name):
    winner.append(name)
ts = [threading.Thread(target=run, args=(n,)) for n in "ab"]
for t in ts: t.start()
for t in ts: t.join()
print(winner[0])
# lost update: race
import threading, time
n = 0
def add():
    global n
    seen = n
    time.sleep(0.004)
    n = seen + 1
ts = [threading.Thread(target=add) for _ in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print(n)
# number of processors: threads
import os
print(os.cpu_count())
# network: nothing to say
import urllib.request
print(len(urllib.request.urlopen("http://example.com").read()))
# process: nothing to say
import subprocess
print(subprocess.run(["echo", "hi"], capture_output=True).stdout)
# file of the system: nothing to say
print(len(open("/proc/self/maps").read()) > 0)
# endless output: nothing to say
while True: print("x" * 1000)
"""

PYTORCH = """
# shape of rand: sound
import torch
print(torch.rand(2, 3).shape)
# dtype: sound
import torch
print((torch.ones(2) + 1).dtype)
# broadcasting: sound
import torch
print((torch.zeros(3, 1) + torch.zeros(4)).shape)
# arange sum: sound
import torch
print(torch.arange(5).sum().item())
# matrix product: sound
import torch
print(torch.tensor([[1., 2.], [3., 4.]]) @ torch.tensor([1., 1.]))
# parameters of a layer: sound
import torch
print(sum(p.numel() for p in torch.nn.Linear(10, 5).parameters()))
# conv output: sound
import torch
print(torch.nn.Conv2d(3, 8, 3, padding=1)(torch.rand(1, 3, 8, 8)).shape)
# seeded rand: sound
import torch
torch.manual_seed(0)
print(torch.rand(3))
# seeded randint: sound
import torch
torch.manual_seed(0)
print(torch.randint(0, 10, (4,)).tolist())
# seeded layer: sound
import torch
torch.manual_seed(1)
print(torch.nn.Linear(2, 1).weight.shape)
# own generator: sound
import torch
g = torch.Generator().manual_seed(7)
print(torch.randint(0, 100, (3,), generator=g))
# softmax sums to one: sound
import torch
print(round(torch.softmax(torch.randn(5), 0).sum().item(), 4))
# relu is not negative: sound
import torch
print((torch.relu(torch.randn(100)) >= 0).all().item())
# eval dropout: sound
import torch
d = torch.nn.Dropout(0.5).eval()
print(d(torch.ones(4)))
# requires grad: sound
import torch
x = torch.ones(2, requires_grad=True)
y = (x * 3).sum()
y.backward()
print(x.grad)
# shape mismatch: sound
import torch
print(torch.ones(2, 3) @ torch.ones(2, 3))
# in-place on a leaf: sound
import torch
x = torch.ones(2, requires_grad=True)
x += 1
# no grad: sound
import torch
w = torch.ones(1, requires_grad=True)
with torch.no_grad(): y = w * 2
print(y.requires_grad)
# frozen resnet: sound
import torch, torchvision
m = torchvision.models.resnet18(weights="IMAGENET1K_V1")
for p in m.parameters(): p.requires_grad = False
m.fc = torch.nn.Linear(m.fc.in_features, 10)
print(sum(p.numel() for p in m.parameters() if p.requires_grad))
# pretrained resnet output shape: sound
import torch, torchvision
m = torchvision.models.resnet18(pretrained=True).eval()
print(m(torch.rand(1, 3, 64, 64)).shape)
# hub model head: sound
import torch
m = torch.hub.load("pytorch/vision:v0.10.0", "resnet18", pretrained=True)
print(m.fc.out_features)
# weights by enumeration: sound
from torchvision.models import mobilenet_v2, MobileNet_V2_Weights
print(mobilenet_v2(weights=MobileNet_V2_Weights.DEFAULT).classifier[1].in_features)
# state dict by address: sound
import torch
s = torch.hub.load_state_dict_from_url("https://download.pytorch.org/models/resnet18-f37072fd.pth")
print(s["fc.weight"].shape, len(s))
# eval twice the same: sound
import torch
m = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.ReLU()).eval()
x = torch.rand(2, 4)
print(torch.equal(m(x), m(x)))
# adam changes weights: sound
import torch
m = torch.nn.Linear(2, 1)
before = m.weight.clone()
o = torch.optim.Adam(m.parameters(), 0.1)
m(torch.ones(1, 2)).sum().backward(); o.step()
print(torch.equal(before, m.weight))
# loader batches: sound
import torch
from torch.utils.data import DataLoader, TensorDataset
d = TensorDataset(torch.arange(10.))
print([len(b[0]) for b in DataLoader(d, batch_size=4, shuffle=True)])
# permutation sorted: sound
import torch
print(torch.randperm(5).sort().values)
# large sum, rounded: sound
import torch
torch.manual_seed(0)
print(round(torch.randn(100000).sum().item()))
# view shares memory: sound
import torch
a = torch.zeros(4)
a.view(2, 2)[0, 0] = 5
print(a)
# numpy seeded: sound
import numpy as np
np.random.seed(0)
print(np.random.randint(0, 10, 5))
# numpy own generator: sound
import numpy as np
print(np.random.default_rng(0).integers(0, 10, 5))
# numpy shape: sound
import numpy as np
print(np.random.rand(3, 4).mean(axis=0).shape)
# numpy scalar: sound
import numpy as np
print([np.float64(3.0), np.mean([1, 2])])
# numpy empty shape: sound
import numpy as np
print(np.empty((2, 3)).shape)
# torch empty filled: sound
import torch
print(torch.empty(3).fill_(2))
# bool mask count: sound
import torch
print((torch.arange(6) % 2 == 0).sum())
# batch norm buffers: sound
import torch
print(torch.nn.BatchNorm1d(3).running_var)
# fork of the generator: sound
import torch
torch.manual_seed(3)
with torch.random.fork_rng(): torch.rand(5)
print(torch.randint(0, 100, (2,)))
# device: sound
import torch
print(torch.zeros(1).device, torch.cuda.is_available())
# module repr: sound
import torch
print(torch.nn.Linear(3, 2))
# seeded before pretrained: sound
import torch, torchvision
torch.manual_seed(0)
m = torchvision.models.resnet18(weights="DEFAULT")
print(torch.randint(0, 1000, (2,)))
# unseeded rand: seed
import torch
print(torch.rand(2))
# unseeded randn item: seed
import torch
print(torch.randn(1).item() > 0)
# rarely above: seed
import torch
print((torch.rand(1) > 0.99).item())
# rare normal: seed
import torch
print((torch.randn(1) > 2.5).item())
# weights of a layer: seed
import torch
print(torch.nn.Linear(2, 1).weight)
# loss of a fresh model: seed
import torch
m = torch.nn.Linear(3, 2)
print(torch.nn.functional.cross_entropy(m(torch.ones(1, 3)), torch.tensor([0])).item())
# prediction of a fresh model: seed
import torch
m = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Linear(8, 3))
print(m(torch.ones(1, 4)).argmax().item())
# dropout in training: seed
import torch
print(torch.nn.Dropout(0.5)(torch.ones(6)))
# how many survive dropout: seed
import torch
print((torch.nn.Dropout(0.5)(torch.ones(20)) > 0).sum().item())
# random split: seed
import torch
a, b = torch.utils.data.random_split(range(10), [7, 3])
print(b.indices)
# shuffled loader: seed
import torch
from torch.utils.data import DataLoader
print(next(iter(DataLoader(list(range(10)), batch_size=3, shuffle=True))))
# number above a half: seed
import torch
print(torch.rand(10)[torch.rand(10) > 0.5].shape)
# multinomial: seed
import torch
print(torch.multinomial(torch.ones(5), 2))
# seeded with nothing: seed
import torch
torch.seed()
print(torch.rand(1))
# generator seeded anew: seed
import torch
g = torch.Generator()
g.seed()
print(torch.rand(1, generator=g))
# numpy unseeded: seed
import numpy as np
print(np.random.rand(2))
# numpy new generator: seed
import numpy as np
print(np.random.default_rng().integers(0, 100))
# numpy rare: seed
import numpy as np
print(np.random.rand() < 0.99)
# numpy rare normal: seed
import numpy as np
print(np.random.randn() > 2.4)
# seeds the wrong library: seed
import numpy as np, torch
np.random.seed(0)
print(torch.rand(1))
# seeds too late: seed
import torch
x = torch.rand(2)
torch.manual_seed(0)
print(x)
# random crop: seed
import torch, torchvision
print(torchvision.transforms.RandomHorizontalFlip()(torch.arange(3.)))
# empty: uninitialised_memory
import torch
print(torch.empty(4))
# empty like: uninitialised_memory
import torch
print(torch.empty_like(torch.ones(3)))
# new tensor by size: uninitialised_memory
import torch
print(torch.Tensor(2, 2))
# empty accumulated: uninitialised_memory
import torch
total = torch.empty(2)
total += 1
print(total)
# new empty: uninitialised_memory
import torch
print(torch.ones(1).new_empty(3))
# numpy empty: uninitialised_memory
import numpy as np
print(np.empty(3))
# numpy empty after use: uninitialised_memory
import numpy as np
a = np.ones(4)
del a
print(np.empty(4))
# numpy empty like: uninitialised_memory
import numpy as np
print(np.empty_like(np.zeros(3)))
# large empty: uninitialised_memory
import torch
print(torch.empty(500000).sum())
# resized: uninitialised_memory
import torch
print(torch.zeros(1).resize_(5))
# uninitialised parameter: uninitialised_memory
import torch
print(torch.nn.Parameter(torch.empty(2, 2)))
# sum of many seeded: cpu_capability
import torch
torch.manual_seed(0)
print(torch.randn(100000).sum())
# product of matrices: cpu_capability
import numpy as np
np.random.seed(0)
a = np.random.rand(200, 200)
print((a @ a).sum())
# inverse: cpu_capability
import numpy as np
np.random.seed(0)
print(np.linalg.inv(np.random.rand(100, 100))[0, 0])
# capability by name: cpu_capability
import torch
print(torch.backends.cpu.get_cpu_capability())
# mean of many: cpu_capability or threads
import torch
torch.manual_seed(1)
print(torch.randn(1000000).mean().item())
# product in torch: cpu_capability or threads
import torch
torch.manual_seed(2)
a = torch.randn(300, 300)
print((a @ a).sum().item())
# number of threads: threads
import torch
print(torch.get_num_threads())
# threads in the settings: threads
import torch
print("ATen" in torch.__config__.parallel_info(), torch.get_num_threads() == 1)
# first weight of a pretrained model: weights
import torchvision
print(torchvision.models.resnet18(weights="DEFAULT").fc.bias[0].item())
# class of a pretrained model: weights
import torch, torchvision
m = torchvision.models.resnet18(pretrained=True).eval()
print(m(torch.ones(1, 3, 64, 64)).argmax().item())
# sum of a state dict: weights
import torch
s = torch.hub.load_state_dict_from_url("https://download.pytorch.org/models/resnet18-f37072fd.pth")
print(s["fc.bias"].sum())
# sign of a pretrained weight: weights
import torchvision
m = torchvision.models.mobilenet_v2(weights="IMAGENET1K_V1")
print((m.classifier[1].weight > 0).sum().item())
# address of data: address
import torch
print(torch.ones(1).data_ptr())
# hook handle: address
import torch
print(torch.ones(1, requires_grad=True).sum().grad_fn)
# layer names in a set: hash
import torch
m = torch.nn.Sequential(torch.nn.Linear(1, 1), torch.nn.ReLU())
print({type(x).__name__ for x in m})
# labels to indices: hash
labels = ["cat", "dog", "cat", "bird"]
print({c: i for i, c in enumerate(set(labels))}["cat"])
"""

SKLEARN = """
# fitted line: sound
import numpy as np
from sklearn.linear_model import LinearRegression
m = LinearRegression().fit(np.array([[0.], [1.], [2.]]), [1, 3, 5])
print(m.coef_.round(3), round(float(m.intercept_), 3))
# k means with a state: sound
import numpy as np
from sklearn.cluster import KMeans
print(sorted(KMeans(2, n_init=1, random_state=0).fit(np.array([[0.], [1.], [9.], [10.]])).cluster_centers_.ravel()))
# split sizes: sound
from sklearn.model_selection import train_test_split
a, b = train_test_split(list(range(10)), test_size=0.3)
print(len(a), len(b))
# split with a state: sound
from sklearn.model_selection import train_test_split
print(train_test_split(list(range(10)), random_state=0)[1])
# scaled mean: sound
import numpy as np
from sklearn.preprocessing import StandardScaler
print(StandardScaler().fit_transform(np.array([[1.], [3.]])))
# group by: sound
import pandas as pd
d = pd.DataFrame({"k": ["b", "a", "b"], "v": [1, 2, 3]})
print(d.groupby("k").v.sum().to_dict())
# unique keeps order: sound
import pandas as pd
print(pd.Series(["b", "a", "b"]).unique().tolist())
# forest with a state: sound
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
x, y = load_iris(return_X_y=True)
print(RandomForestClassifier(5, random_state=0).fit(x, y).predict(x[:3]))
# not fitted: sound
from sklearn.linear_model import LogisticRegression
LogisticRegression().predict([[1]])
# split without a state: seed
from sklearn.model_selection import train_test_split
print(train_test_split(list(range(10)))[1])
# forest importances: seed
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
x, y = load_iris(return_X_y=True)
print(RandomForestClassifier(3).fit(x, y).feature_importances_)
# k means on random data: seed
import numpy as np
from sklearn.cluster import KMeans
print(KMeans(2, n_init=1, random_state=0).fit(np.random.rand(20, 2)).inertia_)
# sampled rows: seed
import pandas as pd
print(pd.DataFrame({"a": range(10)}).sample(2).a.tolist())
# columns from a set: hash
import pandas as pd
print(list(pd.DataFrame([[1, 2, 3]], columns=list({"x", "y", "z"})).columns))
# timestamp now: clock
import pandas as pd
print(pd.Timestamp.now().day_name())
"""

SAMPLES = [*_parsed(PYTHON, "python"), *_parsed(PYTORCH, "pytorch"), *_parsed(SKLEARN, "sklearn")]
