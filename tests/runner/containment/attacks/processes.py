"""Other processes: making, executing, signalling, tracing; true means the attack got through."""

import ctypes
import mmap
import multiprocessing
import os
import pty
import signal
import subprocess
import sys
import threading

CANARY: dict[str, str] = {}
libc = ctypes.CDLL(None, use_errno=True)

EXPECTED = {
    "calls_the_kernel_by_the_32_bit_door": "killed",
    "calls_the_kernel_by_the_x32_numbers": "killed",
    "pretends_to_be_killed_by_the_machine": "killed",
    "stops_itself": "timeout",
    "aborts": "killed",
    "jumps_to_nowhere": "killed",
}


def _pid() -> int:
    return int(CANARY["pid"])


def _shellcode(code: bytes) -> int:
    memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(code)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    return int(ctypes.CFUNCTYPE(ctypes.c_long)(address)())


def forks() -> bool:
    if os.fork() == 0:
        os._exit(0)
    return True


def forks_with_a_terminal() -> bool:
    return pty.fork()[0] >= 0


def forks_by_number() -> bool:
    return libc.syscall(57) >= 0


def forks_like_vfork() -> bool:
    return libc.syscall(58) >= 0


def clones_a_process() -> bool:
    return libc.syscall(56, 17, 0, 0, 0, 0) >= 0


def clones_with_the_newer_call() -> bool:
    arguments = (ctypes.c_uint64 * 11)(0, 0, 0, 0, 17)
    return libc.syscall(435, arguments, 88) >= 0


def clones_into_a_namespace() -> bool:
    return libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0) >= 0


def clones_a_thread_in_a_namespace() -> bool:
    return libc.syscall(56, 0x10000000 | 0x00010000 | 0x800 | 0x100, 0, 0, 0, 0) >= 0


def forks_until_nothing_is_left() -> bool:
    while True:
        os.fork()


def starts_a_program() -> bool:
    return subprocess.run(["/bin/true"], check=False).returncode == 0


def starts_a_shell() -> bool:
    return os.system("true") == 0


def starts_a_program_by_spawn() -> bool:
    return os.posix_spawn("/bin/true", ["true"], {}) > 0


def becomes_a_program() -> bool:
    os.execv("/bin/true", ["true"])
    return True


def becomes_its_own_interpreter() -> bool:
    os.execv(sys.executable, [sys.executable, "-c", "print('ESCAPED')"])
    return True


def becomes_a_program_by_its_loader() -> bool:
    os.execv("/lib64/ld-linux-x86-64.so.2", ["ld.so", "/bin/true"])
    return True


def becomes_a_program_by_descriptor() -> bool:
    program = os.open(sys.executable, os.O_RDONLY)
    return libc.syscall(322, program, b"", None, None, 0x1000) == 0


def uses_a_pool_of_processes() -> bool:
    with multiprocessing.Pool(1) as pool:
        return pool.apply(int) == 0


def signals_its_parent() -> bool:
    os.kill(os.getppid(), 0)
    return True


def kills_its_parent() -> bool:
    os.kill(os.getppid(), signal.SIGKILL)
    return True


def kills_the_canary() -> bool:
    os.kill(_pid(), signal.SIGKILL)
    return True


def kills_the_canary_by_thread() -> bool:
    return libc.syscall(234, _pid(), _pid(), 9) == 0


def kills_the_canary_by_old_thread_call() -> bool:
    return libc.syscall(200, _pid(), 9) == 0


def kills_the_canary_by_descriptor() -> bool:
    process = os.pidfd_open(_pid())
    signal.pidfd_send_signal(process, signal.SIGKILL)
    return True


def queues_a_signal_to_the_canary() -> bool:
    return libc.sigqueue(_pid(), 9, None) == 0


def kills_everything_it_may() -> bool:
    os.kill(-1, signal.SIGKILL)
    return True


def kills_its_process_group() -> bool:
    os.killpg(0, signal.SIGKILL)
    return True


def kills_the_group_of_its_parent() -> bool:
    os.killpg(os.getpgid(os.getppid()), signal.SIGKILL)
    return True


def sends_urgent_signals_by_a_pipe() -> bool:
    reader, _ = os.pipe()
    return libc.fcntl(reader, 8, _pid()) == 0


def traces_its_parent() -> bool:
    return libc.ptrace(16, os.getppid(), None, None) == 0


def seizes_the_canary() -> bool:
    return libc.ptrace(0x4206, _pid(), None, None) == 0


def lets_itself_be_traced() -> bool:
    return libc.ptrace(0, 0, None, None) == 0


def reads_the_memory_of_the_canary() -> bool:
    target = (ctypes.c_uint64 * 2)(0, 8)
    return libc.syscall(310, _pid(), target, 1, target, 1, 0) >= 0


def writes_the_memory_of_its_parent() -> bool:
    with open(f"/proc/{os.getppid()}/mem", "r+b") as memory:
        return memory.writable()


def takes_a_descriptor_of_its_parent() -> bool:
    process = os.pidfd_open(os.getppid())
    return libc.syscall(438, process, 0, 0) >= 0


def lowers_the_priority_of_its_parent() -> bool:
    os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)
    return True


def pins_its_parent_to_one_core() -> bool:
    os.sched_setaffinity(os.getppid(), {0})
    return True


def changes_the_limits_of_its_parent() -> bool:
    limit = (ctypes.c_uint64 * 2)(1, 1)
    return libc.syscall(302, os.getppid(), 7, limit, None) == 0


def becomes_root() -> bool:
    os.setresuid(0, 0, 0)
    return True


def becomes_another_user() -> bool:
    os.setuid(1)
    return True


def joins_another_group() -> bool:
    os.setgid(0)
    os.setgroups([0])
    return True


def takes_capabilities_back() -> bool:
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    full = (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)
    return libc.capset(header, full) == 0


def undoes_no_new_privileges() -> bool:
    return libc.prctl(38, 0, 0, 0, 0) == 0


def outlives_its_parent() -> bool:
    return libc.prctl(1, 0, 0, 0, 0) == 0


def makes_itself_dumpable() -> bool:
    return libc.prctl(4, 1, 0, 0, 0) == 0


def installs_a_filter_of_its_own() -> bool:
    return libc.prctl(22, 1, 0, 0, 0) == 0


def adds_a_rule_to_its_ruleset() -> bool:
    rule = ctypes.create_string_buffer(12)
    return any(libc.syscall(445, number, 1, rule, 0) == 0 for number in range(3, 64))


def leaves_its_session() -> bool:
    os.setsid()
    return True


def switches_to_another_personality() -> bool:
    return libc.personality(0x0040000) >= 0


def calls_the_kernel_by_the_32_bit_door() -> bool:
    # mov eax, 20 (getpid); int 0x80; ret
    return _shellcode(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3") > 0


def calls_the_kernel_by_the_x32_numbers() -> bool:
    # mov eax, 0x40000027 (getpid); syscall; ret
    return _shellcode(b"\xb8\x27\x00\x00\x40\x0f\x05\xc3") > 0


def pretends_to_be_killed_by_the_machine() -> bool:
    os.kill(os.getpid(), signal.SIGKILL)
    return True


def stops_itself() -> bool:
    os.kill(os.getpid(), signal.SIGSTOP)
    return False


def aborts() -> bool:
    os.abort()
    return True


def jumps_to_nowhere() -> bool:
    return bool(ctypes.CFUNCTYPE(ctypes.c_int)(16)())


def starts_more_threads_than_it_may() -> bool:
    threading.stack_size(64 * 1024)
    gate = threading.Event()
    try:
        for _ in range(64):
            threading.Thread(target=gate.wait, daemon=True).start()
    finally:
        gate.set()
    return True


def starts_threads_by_number_without_stacks() -> bool:
    flags = 0x100 | 0x200 | 0x400 | 0x800 | 0x10000 | 0x40000
    sleeping = b"\xb8\x22\x00\x00\x00\x0f\x05\xeb\xf7"  # pause, for ever
    memory = mmap.mmap(-1, 4096 * 512, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(sleeping)
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(memory))  # the threads run in it to the very end
    base = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    # clone(flags, stack); test eax, eax; jnz +; jmp pause; ret
    clone = b"\xb8\x38\x00\x00\x00\x0f\x05\x85\xc0\x75\x02\xeb\xaa\xc3"
    at = 64
    jump = (0 - (at + 13)) & 0xFF
    memory.seek(at)
    memory.write(clone[:11] + b"\xeb" + bytes([jump]) + b"\xc3")
    enter = ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_long, ctypes.c_long, ctypes.c_long, ctypes.c_long)(base + at)
    started = sum(enter(flags, base + 4096 * (number + 2), 0, 0) > 0 for number in range(200))
    return started >= 64
