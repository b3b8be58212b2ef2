"""TensorFlow with Keras, in a virtual environment of its own that ``make runtime-tensorflow`` makes."""

from runner.runtimes.declaration import NUMPY_WITHOUT_EXTENSIONS, Runtime

RUNTIME = Runtime(
    name="tensorflow",
    distributions=("tensorflow-cpu", "keras"),
    also_reported=("numpy",),
    imports=("tensorflow", "keras"),
    venv=".venv-tensorflow",
    zygote_mib=330,
    talks_on_import=True,
    reads_own_path=True,
    preload=("numpy.random", "tensorflow", "keras", "keras.layers", "keras.applications", "keras.src.utils.rng_utils"),
    after_preload=(
        "runner.inside.generators:install_numpy",
        "runner.inside.generators:install_tensorflow",
        "runner.inside.contents:install_tensorflow",
        "runner.inside.heap:install_numpy",
        "runner.inside.stand_in_weights:install_keras",
    ),
    environment={
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_NUM_INTRAOP_THREADS": "1",
        "TF_NUM_INTEROP_THREADS": "1",
        "KERAS_BACKEND": "tensorflow",
    },
    plain_processor={**NUMPY_WITHOUT_EXTENSIONS, "TF_ENABLE_ONEDNN_OPTS": "0"},
)
