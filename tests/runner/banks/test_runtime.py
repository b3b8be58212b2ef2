from __future__ import annotations

import pytest

from runner.banks.runtime import runtime_for


@pytest.mark.parametrize(
    ("code", "runtime"),
    [
        ("print(1)", "python"),
        ("import numpy as np", "python"),
        ("import torch.nn as nn", "pytorch"),
        ("from sklearn import svm", "sklearn"),
        ("import torch\nfrom keras import layers", "tensorflow"),
        ("# import torch", "python"),
    ],
)
def test_the_imports_say_which_runtime_is_wanted(code: str, runtime: str) -> None:
    assert runtime_for(code) == runtime
