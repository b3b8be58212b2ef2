"""Plain Python: the interpreter and its standard library."""

from runner.runtimes.declaration import NUMPY_WITHOUT_EXTENSIONS, Runtime

RUNTIME = Runtime(name="python", zygote_mib=12, plain_processor=NUMPY_WITHOUT_EXTENSIONS)
