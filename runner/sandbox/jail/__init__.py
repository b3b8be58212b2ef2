"""The jail a forked child enters: standard library and system calls only, because it runs in every runtime.

Each layer is one module; ``entry`` is the only place that knows their order.
"""
