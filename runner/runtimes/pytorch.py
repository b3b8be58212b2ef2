"""PyTorch with torchvision, on the processor."""

from runner.runtimes.declaration import NUMPY_WITHOUT_EXTENSIONS, Runtime

RUNTIME = Runtime(
    name="pytorch",
    distributions=("torch", "torchvision", "numpy"),
    also_reported=("pillow",),
    imports=("torch", "torchvision"),
    zygote_mib=240,
    before_preload=("runner.inside.torchvision_operators:declare_missing",),
    after_preload=(
        "runner.inside.generators:install_numpy",
        "runner.inside.generators:install_torch",
        "runner.inside.contents:install_torch",
        "runner.inside.heap:install_numpy",
        "runner.inside.stand_in_weights:install",
    ),
    preload=(
        "numpy",
        "numpy.random",
        "numpy.fft",
        "torch",
        "torch.nn",
        "torch.optim",
        "torch._dynamo",  # the first optimizer a snippet makes would import it, for more than a second
        "torch.func",
        "torch.fx",
        "torch.utils.data",
        "torch.utils.model_zoo",
        "torch.distributions",
        "torchvision",
        "torchvision.models",
        "torchvision.transforms",
        "torchvision.datasets",
        "PIL.Image",
    ),
    # A model's weights are new memory: to have it in huge pages takes a third off the time of filling ResNet18.
    environment={"THP_MEM_ALLOC_ENABLE": "1"},
    gpu_build_of="torch",
    plain_processor=NUMPY_WITHOUT_EXTENSIONS,
    capability="import torch\nprint(torch.backends.cpu.get_cpu_capability())\n",
)
