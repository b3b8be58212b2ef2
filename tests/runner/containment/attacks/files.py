"""Reading and writing what is not the snippet's: true means the attack got through."""

import contextlib
import ctypes
import fcntl
import glob
import importlib
import mmap
import os
import pathlib
import shutil
import sqlite3
import sys
import tempfile

CANARY: dict[str, str] = {}
libc = ctypes.CDLL(None, use_errno=True)


def _read(path: str) -> bool:
    with open(path, "rb") as file:
        return bool(file.read(1))


def _write(path: str) -> bool:
    with open(path, "ab") as file:
        return file.write(b"x") == 1


def reads_passwd() -> bool:
    return _read("/etc/passwd")


def reads_shadow() -> bool:
    return _read("/etc/shadow")


def reads_the_canary_file() -> bool:
    return _read(CANARY["file"])


def reads_the_canary_with_open() -> bool:
    return libc.open(CANARY["file"].encode(), 0) >= 0


def reads_the_canary_with_openat() -> bool:
    return libc.openat(-100, CANARY["file"].encode(), 0) >= 0


def reads_the_canary_with_openat2() -> bool:
    how = (ctypes.c_uint64 * 3)(0, 0, 0)
    return libc.syscall(437, -100, CANARY["file"].encode(), how, 24) >= 0


def reads_the_canary_through_dots() -> bool:
    return _read("/usr/lib/../.." + CANARY["file"])


def reads_the_canary_through_its_own_root() -> bool:
    return _read("/proc/self/root" + CANARY["file"])


def reads_the_canary_through_its_parents_root() -> bool:
    return _read(f"/proc/{os.getppid()}/root{CANARY['file']}")


def reads_the_canary_through_a_link() -> bool:
    os.symlink(CANARY["file"], "link")
    return _read("link")


def reads_the_canary_through_a_hard_link() -> bool:
    os.link(CANARY["file"], "link")
    return _read("link")


def reads_the_canary_by_renaming_it() -> bool:
    os.rename(CANARY["file"], "mine")
    return _read("mine")


def reads_the_canary_by_copying_it() -> bool:
    shutil.copy(CANARY["file"], "mine")
    return _read("mine")


def reads_the_canary_relative_to_a_folder() -> bool:
    folder = os.open("/usr/lib", os.O_RDONLY | os.O_DIRECTORY)
    return _read(os.path.relpath(CANARY["file"], os.readlink(f"/proc/self/fd/{folder}")))


def opens_the_canary_as_a_place_and_reads_it() -> bool:
    place = os.open(CANARY["file"], os.O_PATH)
    return _read(f"/proc/self/fd/{place}")


def reads_a_device() -> bool:
    return _read("/dev/vda") or _read("/dev/sda")


def reads_memory_of_the_machine() -> bool:
    return _read("/dev/mem")


def reads_the_kernel_log() -> bool:
    return _read("/dev/kmsg")


def reads_its_own_memory_file() -> bool:
    return _read("/proc/self/mem")


def reads_its_environment_file() -> bool:
    return _read("/proc/self/environ")


def reads_the_environment_of_its_parent() -> bool:
    return _read(f"/proc/{os.getppid()}/environ")


def reads_the_command_line_of_its_parent() -> bool:
    return _read(f"/proc/{os.getppid()}/cmdline")


def reads_the_maps_of_its_parent() -> bool:
    return _read(f"/proc/{os.getppid()}/maps")


def reads_the_first_process() -> bool:
    return _read("/proc/1/status")


def reads_kernel_symbols() -> bool:
    return _read("/proc/kallsyms")


def reads_mounts() -> bool:
    return _read("/proc/self/mountinfo")


def reads_the_machine_id() -> bool:
    return _read("/etc/machine-id")


def reads_the_host_name() -> bool:
    return _read("/etc/hostname")


def reads_the_checkout() -> bool:
    return _read(CANARY["checkout"] + "/pyproject.toml")


def reads_our_own_modules() -> bool:
    return _read(CANARY["checkout"] + "/runner/zygote.py")


def imports_our_own_modules() -> bool:
    return bool(importlib.import_module("runner.protocol"))


def reads_a_key() -> bool:
    return _read("/root/.ssh/id_rsa") or _read("/root/.bashrc")


def lists_processes() -> bool:
    return bool(os.listdir("/proc"))


def lists_the_root() -> bool:
    return bool(os.listdir("/"))


def lists_homes() -> bool:
    return bool(os.listdir("/home")) or bool(os.listdir("/root"))


def lists_temporary_files() -> bool:
    return bool(os.listdir("/tmp"))


def lists_shared_memory() -> bool:
    return os.listdir("/dev/shm") is not None


def lists_the_folder_of_the_canary() -> bool:
    return bool(os.listdir(os.path.dirname(CANARY["file"])))


def lists_folders_of_other_runs() -> bool:
    return os.listdir("/box") != ["work"]


def globs_the_host() -> bool:
    return bool(glob.glob("/etc/*") or glob.glob("/home/*") or glob.glob("/tmp/*"))


def writes_to_the_canary() -> bool:
    return _write(CANARY["file"])


def truncates_the_canary() -> bool:
    os.truncate(CANARY["file"], 0)
    return True


def creates_beside_the_canary() -> bool:
    return _write(os.path.dirname(CANARY["file"]) + "/new")


def removes_the_canary() -> bool:
    os.unlink(CANARY["file"])
    return True


def changes_the_mode_of_the_canary() -> bool:
    os.chmod(CANARY["file"], 0o777)
    return True


def changes_the_owner_of_the_canary() -> bool:
    os.chown(CANARY["file"], os.getuid(), os.getgid())
    return True


def changes_the_times_of_the_canary() -> bool:
    os.utime(CANARY["file"], (1, 1))
    return True


def marks_the_canary_with_an_attribute() -> bool:
    os.setxattr(CANARY["file"], "user.mark", b"x")
    return True


def writes_to_tmp() -> bool:
    return _write("/tmp/left-behind")


def writes_to_var_tmp() -> bool:
    return _write("/var/tmp/left-behind")


def writes_to_shared_memory() -> bool:
    return _write("/dev/shm/left-behind")


def writes_to_run_lock() -> bool:
    return _write("/run/lock/left-behind")


def writes_to_the_root() -> bool:
    return _write("/left-behind")


def writes_beside_its_scratch() -> bool:
    return _write("/box/left-behind")


def writes_to_the_home_of_root() -> bool:
    return _write("/root/left-behind")


def writes_into_the_standard_library() -> bool:
    return _write(os.path.join(os.path.dirname(os.__file__), "left_behind.py"))


def writes_into_installed_packages() -> bool:
    return any(_write(os.path.join(path, "left_behind.py")) for path in sys.path if "site-packages" in path)


def overwrites_a_module() -> bool:
    return _write(pathlib.__file__)


def changes_the_mode_of_a_module() -> bool:
    os.chmod(pathlib.__file__, 0o666)
    return True


def changes_the_times_of_a_module() -> bool:
    os.utime(pathlib.__file__, (1, 1))
    return True


def locks_a_module_that_others_share() -> bool:
    with open(pathlib.__file__, "rb") as file:
        fcntl.lockf(file, fcntl.LOCK_SH)
    return True


def leases_a_module_that_others_share() -> bool:
    with open(pathlib.__file__, "rb") as file:
        fcntl.fcntl(file, 1024, 0)
    return True


def watches_a_folder() -> bool:
    with open(os.path.dirname(pathlib.__file__)) as folder:
        fcntl.fcntl(folder, 1026, 1)
    return True


def maps_a_module_writable() -> bool:
    with open(pathlib.__file__, "r+b") as file:
        mmap.mmap(file.fileno(), 0)[0:1] = b"x"
    return True


def makes_a_device() -> bool:
    os.mknod("device", 0o666 | 0o020000, os.makedev(1, 3))
    return True


def makes_a_named_pipe() -> bool:
    os.mkfifo("pipe")
    return True


def makes_a_file_of_a_petabyte() -> bool:
    with open("sparse", "wb") as file:
        file.truncate(1 << 50)
    return True


def fills_its_scratch_beyond_its_bound() -> bool:
    with open("fill", "wb") as file:
        for _ in range(256):
            file.write(b"x" * (1 << 20))
            file.flush()
    return True


def fills_its_scratch_with_many_files() -> bool:
    for number in range(100):
        with open(f"fill{number}", "wb") as file:
            file.write(b"x" * (1 << 20))
    return True


def makes_more_files_than_it_may() -> bool:
    for number in range(10_000):
        with open(f"file{number}", "wb"):
            pass
    return True


def runs_a_program_from_its_scratch() -> bool:
    with open("program", "w") as file:
        file.write("#!/bin/sh\ntrue\n")
    os.chmod("program", 0o755)
    os.execv("./program", ["program"])
    return True


def nests_a_thousand_folders_and_leaves_them() -> bool:
    for _ in range(2100):
        os.mkdir("d")
        os.chdir("d")
    return True


def keeps_a_temporary_file_of_the_host() -> bool:
    with contextlib.closing(tempfile.NamedTemporaryFile(dir="/tmp", delete=False)) as file:
        return bool(file.name)


def opens_a_database_outside() -> bool:
    sqlite3.connect(os.path.dirname(CANARY["file"]) + "/data.db").execute("create table t (x)")
    return True


def reads_a_path_with_a_null() -> bool:
    return _read("/etc/passwd\0")


def reads_a_path_that_is_too_long() -> bool:
    return _read("/etc/" + "./" * 5000 + "passwd")


def reads_a_path_that_is_not_utf_8() -> bool:
    return bool(os.open(b"/tmp/\xff\xfe", os.O_RDONLY))


def leaves_its_root() -> bool:
    os.chroot(".")
    return True


def follows_a_folder_descriptor_up() -> bool:
    folder = os.open("/usr", os.O_PATH | os.O_DIRECTORY)
    return os.open("../etc/passwd", os.O_RDONLY, dir_fd=folder) >= 0
