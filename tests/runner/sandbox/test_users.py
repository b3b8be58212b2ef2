import os

import pytest

from runner.errors import ConfigurationError
from runner.sandbox.users import UidRange

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands out user ids")


def test_two_supervisors_of_one_machine_never_share_user_ids() -> None:
    first, second = UidRange(71000, 4), UidRange(71000, 4)
    assert (first.base, second.base) == (71000, 71004)
    first.close()
    third = UidRange(71000, 4)
    assert third.base == 71000
    second.close()
    third.close()


def test_when_every_range_is_taken_the_setting_to_change_is_named() -> None:
    held = [UidRange(72000, 1) for _ in range(64)]
    with pytest.raises(ConfigurationError, match="RUNNER_UID_BASE"):
        UidRange(72000, 1)
    for each in held:
        each.close()
