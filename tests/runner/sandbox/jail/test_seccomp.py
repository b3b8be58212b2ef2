import struct

from runner.sandbox.jail import seccomp


def instructions(code: bytes) -> list[tuple[int, int, int, int]]:
    return [struct.unpack_from("<HBBI", code, at) for at in range(0, len(code), 8)]


def decide(code: bytes, number: int, *arguments: int, arch: int = 0xC000003E) -> int:
    """What the filter answers to a system call: its own small interpreter of the instructions used."""
    data = struct.pack("<IIQ6Q", number, arch, 0, *(*arguments, *([0] * (6 - len(arguments)))))
    program, at, accumulator = instructions(code), 0, 0
    while True:
        kind, true, false, value = program[at]
        at += 1
        if kind == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, value)
        elif kind == 0x06:
            return value
        else:
            holds = {0x15: accumulator == value, 0x35: accumulator >= value, 0x45: bool(accumulator & value)}[kind]
            at += true if holds else false


ALLOW, EPERM, ENOSYS, KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000


def test_a_filter_fits_into_the_kernel() -> None:
    assert len(instructions(seccomp.assemble(scratch=True))) < 4096


def test_calls_are_decided_as_listed() -> None:
    code = seccomp.for_process(seccomp.assemble(scratch=False), 4242)
    assert decide(code, seccomp.PLAIN["read"]) == ALLOW
    assert decide(code, 41) == EPERM  # socket
    assert decide(code, 57) == EPERM  # fork
    assert decide(code, 435) == ENOSYS  # clone3: libraries fall back
    assert decide(code, 999) == ENOSYS


def test_numbers_of_other_architectures_kill() -> None:
    code = seccomp.assemble(scratch=True)
    assert decide(code, 20, arch=0x40000003) == KILL
    assert decide(code, 0x40000027) == KILL


def test_signals_reach_the_process_itself_only() -> None:
    code = seccomp.for_process(seccomp.assemble(scratch=False), 4242)
    assert decide(code, 62, 4242, 9) == ALLOW
    assert {decide(code, 62, pid, 9) for pid in (1, 0, 0xFFFFFFFF, 4243)} == {EPERM}
    assert decide(code, 234, 4242, 4242, 6) == ALLOW
    assert decide(code, 234, 4243, 4243, 6) == EPERM


def test_clone_makes_threads_and_nothing_else() -> None:
    code = seccomp.assemble(scratch=False)
    thread = 0x3D0F00
    assert decide(code, 56, thread) == ALLOW
    assert {decide(code, 56, flags) for flags in (17, 0, 0x4111, thread | 0x10000000, thread | 0x2000)} == {EPERM}


def test_arguments_are_looked_at_where_they_matter() -> None:
    code = seccomp.for_process(seccomp.assemble(scratch=False), 4242)
    assert decide(code, 16, 1, 0x5401) == ALLOW  # is it a terminal?
    assert decide(code, 16, 1, 0x5412) == EPERM  # type into it
    assert decide(code, 53, 1, 1) == ALLOW
    assert decide(code, 53, 2, 1) == EPERM
    assert decide(code, 44, 3, 0, 0, 0, 0) == ALLOW
    assert {decide(code, 44, 3, 0, 0, 0, address) for address in (1, 1 << 32)} == {EPERM}
    assert decide(code, 302, 0, 7, 0) == ALLOW
    assert {decide(code, 302, 0, 7, new) for new in (8, 1 << 40)} == {EPERM}
    assert decide(code, 157, 15) == ALLOW
    assert decide(code, 157, 1) == EPERM
    assert decide(code, 203, 0) == ALLOW
    assert decide(code, 203, 1) == EPERM


def test_modes_and_times_may_be_changed_only_where_there_is_scratch() -> None:
    for number in seccomp.SCRATCH_ONLY.values():
        assert decide(seccomp.assemble(scratch=True), number) == ALLOW
        assert decide(seccomp.assemble(scratch=False), number) == EPERM


def test_notices_ask_for_threads_and_decide_nothing_else() -> None:
    code = seccomp.assemble_thread_notices()
    assert decide(code, 56, 0x3D0F00) == 0x7FC00000
    assert decide(code, 41) == ALLOW
    assert decide(code, 20, arch=0x40000003) == KILL
