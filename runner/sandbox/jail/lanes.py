"""What runs on a device need of the jail: nothing more on the processor; nodes, ``/proc`` and ``ioctl`` on a GPU.

The list follows what gVisor and Compiler Explorer let through for NVIDIA's driver. It opens the driver to a snippet,
so the promise against attacks is for the processor alone; see ``docs/threat-model.md``.
"""

from __future__ import annotations

import glob
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_CONTROL_NODE: Final = "/dev/nvidiactl"
_NODES: Final = (_CONTROL_NODE, "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", "/dev/nvidia[0-9]*")
_TREES: Final = ("/proc/devices", "/proc/driver/nvidia", "/proc/modules", "/sys/module/nvidia*", "/sys/bus/pci")
_HOST_MIB: Final = 4096
_OPEN_FILES: Final = 512


@dataclass(frozen=True, slots=True)
class Lane:
    """One device, as far as the jail is concerned."""

    device: str = "cpu"
    nodes: tuple[str, ...] = ()
    """Device files that may be read, written and controlled."""
    trees: tuple[str, ...] = ()
    """Further files that may be read."""
    host_mib: int = 0
    """Memory of the host that the driver takes for itself, on top of what a run may have."""
    open_files: int = 64

    @property
    def has_driver(self) -> bool:
        """Whether a driver is let in: it reserves terabytes of addresses and writes into the process's ``/proc``."""
        return bool(self.nodes)


CPU: Final = Lane()


def lane_of(device: str) -> Lane | None:
    """The lane of ``device`` on this host; ``None`` where it has no such device."""
    if device == "cpu":
        return CPU
    nodes = _found(_NODES)
    if _CONTROL_NODE not in nodes:
        return None
    return Lane(device, nodes, _found(_TREES), _HOST_MIB, _OPEN_FILES)


def driver_versions() -> dict[str, str]:
    """What the driver says of itself and of its first GPU; empty where it is not there."""
    found = {}
    for name, pattern, path in (
        ("nvidia-driver", r"Kernel Module(?:.*?)\s(\d+\.[\d.]+)", "/proc/driver/nvidia/version"),
        ("gpu", r"Model:\s*(.+)", "/proc/driver/nvidia/gpus/*/information"),
    ):
        for file in _found((path,))[:1]:
            if seen := re.search(pattern, Path(file).read_text(encoding="ascii", errors="replace")):
                found[name] = seen[1].strip()[:80]
    return found


def _found(patterns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(path for pattern in patterns for path in glob.glob(pattern)))
