"""Plain Python: the interpreter, its standard library, and numpy where it is installed."""

from runner.runtimes.declaration import NUMPY_WITHOUT_EXTENSIONS, Runtime

RUNTIME = Runtime(name="python", also_reported=("numpy",), zygote_mib=12, plain_processor=NUMPY_WITHOUT_EXTENSIONS)
