import pytest

from fast_data_transfer.web.failure_bound import FailureBound, TooManyFailuresError


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.time


@pytest.fixture
def clock() -> Clock:
    """Give a clock of the test."""
    return Clock()


def test_user_who_fails_too_often_has_to_wait(clock: Clock) -> None:
    """After the last failure of a minute that is tolerated, nothing is answered until the minute is over."""
    bound = FailureBound(2, clock)
    clock.time = 15.5
    bound.count("ann", 404)
    bound.require_patience("ann")
    bound.count("ann", 422)

    with pytest.raises(TooManyFailuresError, match="try again in 45 seconds"):
        bound.require_patience("ann")

    clock.time = 60
    bound.require_patience("ann")


def test_users_are_counted_apart(clock: Clock) -> None:
    """The failures of one user are not another's."""
    bound = FailureBound(1, clock)
    bound.count("ann", 400)

    bound.require_patience("bob")


@pytest.mark.parametrize("status", [409, 410, 412, 429, 500, 503])
def test_what_is_nobody_s_mistake_does_not_count(clock: Clock, status: int) -> None:
    """A conflict with others, a request to come later, and what the server does wrong are no failures of the user."""
    bound = FailureBound(1, clock)
    bound.count("ann", status)

    bound.require_patience("ann")


def test_zero_is_no_bound(clock: Clock) -> None:
    """Without a bound, failures are not looked at."""
    bound = FailureBound(0, clock)
    bound.count("ann", 400)

    bound.require_patience("ann")


def test_what_is_remembered_is_bounded(clock: Clock) -> None:
    """Users of an earlier minute are forgotten, and looking does not add one."""
    bound = FailureBound(1, clock)
    for number in range(100):
        bound.count(f"user {number}", 400)
    clock.time = 61
    bound.count("ann", 400)
    bound.require_patience("bob")

    assert list(bound._failures) == ["ann"]  # noqa: SLF001 - memory cannot be seen otherwise
