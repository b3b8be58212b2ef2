"""TensorFlow in a virtual environment of its own, where ``make runtime-tensorflow`` has made it."""

from collections.abc import Callable
from typing import Any

import pytest

from runner.commands.verify import answer
from runner.protocol import Program
from runner.runtimes.declaration import declared
from runner.verification.questions import Question

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(
        bool(declared()["tensorflow"].missing()), reason="make runtime-tensorflow has not been run on this machine"
    ),
]

MODEL = "import keras\nm = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])\n"

Judge = Callable[[str], dict[str, Any]]


@pytest.fixture
def judge(supervisor: Any) -> Judge:
    def judge(source: str) -> dict[str, Any]:
        question = Question("n", Program(source=source, runtime="tensorflow"), None, {})
        return answer(supervisor.socket, question)

    return judge


@pytest.mark.parametrize(
    "source",
    [
        "import tensorflow as tf\nprint(tf.random.uniform((2, 3)).shape)",
        "import tensorflow as tf\ntf.random.set_seed(1)\nprint(tf.random.uniform((1,)))",
        f"{MODEL}print(m.count_params())",
        f"import keras\nkeras.utils.set_random_seed(3)\n{MODEL}print(m.layers[0].kernel.shape)",
        "import tensorflow as tf\nprint(tf.ones((2, 3)) @ tf.ones((2, 3)))",
    ],
)
def test_sound_ones(judge: Judge, source: str) -> None:
    assert judge(source)["verdict"] == "stable"


@pytest.mark.parametrize(
    "source",
    [
        "import tensorflow as tf\nprint(tf.random.normal((1,)))",
        f"{MODEL}print(m.layers[0].kernel)",
        "import numpy as np\nimport tensorflow as tf\nprint(tf.constant(np.random.rand(2)))",
    ],
)
def test_unseeded_ones(judge: Judge, source: str) -> None:
    line = judge(source)
    assert (line["verdict"], line["unstable_because"]) == ("unstable", ["seed"])


def test_the_bar_of_a_prediction_does_not_make_it_unstable(judge: Judge) -> None:
    source = "import keras, numpy as np\nm = keras.Sequential([keras.layers.Dense(3)])\n"
    line = judge(source + "print(m.predict(np.ones((1, 4))).shape)")
    assert line["verdict"] == "stable"
    assert "(1, 3)" in line["output"]


def test_pretrained_weights_are_stood_in_for(judge: Judge) -> None:
    source = "import keras\nm = keras.applications.MobileNetV2(weights='imagenet')\n"
    line = judge(source + "print(m.output_shape)")
    assert (line["verdict"], line["holds_for"]) == ("stable", "any weights")
    line = judge(source + "print(float(m.layers[1].kernel[0, 0, 0, 0]))")
    assert (line["verdict"], line["unstable_because"]) == ("inconclusive", ["weights"])
