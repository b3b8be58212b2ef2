"""scikit-learn with pandas."""

from runner.runtimes.declaration import NUMPY_WITHOUT_EXTENSIONS, Runtime

RUNTIME = Runtime(
    name="sklearn",
    distributions=("scikit-learn", "pandas"),
    also_reported=("numpy", "scipy"),
    imports=("sklearn", "pandas", "scipy"),
    zygote_mib=130,
    talks_on_import=True,
    preload=(
        "numpy.random",
        "pandas",
        "sklearn.cluster",
        "sklearn.compose",
        "sklearn.datasets",
        "sklearn.decomposition",
        "sklearn.ensemble",
        "sklearn.feature_extraction.text",
        "sklearn.impute",
        "sklearn.linear_model",
        "sklearn.metrics",
        "sklearn.model_selection",
        "sklearn.naive_bayes",
        "sklearn.neighbors",
        "sklearn.pipeline",
        "sklearn.preprocessing",
        "sklearn.svm",
        "sklearn.tree",
    ),
    after_preload=("runner.inside.generators:install_numpy", "runner.inside.heap:install_numpy"),
    plain_processor=NUMPY_WITHOUT_EXTENSIONS,
)
