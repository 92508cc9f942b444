"""Ctrl-C and SIGTERM: heard between two files."""

import os
import signal
from threading import Thread

import pytest

from handoutgen.batch.stop import Brake, Stopped


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_at_once_what_is_not_held(number: signal.Signals) -> None:
    usual = signal.getsignal(number)
    done = []
    with pytest.raises(Stopped) as caught, Brake():
        os.kill(os.getpid(), number)
        done.append("after")
    assert (caught.value.number, done) == (number, [])
    assert signal.getsignal(number) == usual
    assert isinstance(caught.value, KeyboardInterrupt)


def test_what_is_held_is_done_whole() -> None:
    done = []
    with pytest.raises(Stopped), Brake() as brake:
        with brake.held():
            os.kill(os.getpid(), signal.SIGINT)
            done.append("held")
        done.append("after")
    assert done == ["held"]


def test_an_error_inside_goes_before_the_signal() -> None:
    with pytest.raises(KeyError), Brake() as brake, brake.held():
        os.kill(os.getpid(), signal.SIGINT)
        raise KeyError


def test_a_second_signal_does_not_disturb_the_tidying() -> None:
    tidied = []
    with pytest.raises(Stopped), Brake():
        try:
            os.kill(os.getpid(), signal.SIGINT)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGTERM)
            tidied.append(True)
    assert tidied == [True]


def test_when_the_work_is_done_a_signal_changes_nothing() -> None:
    with Brake() as brake:
        brake.let_go()
        os.kill(os.getpid(), signal.SIGINT)


def test_in_another_thread_signals_are_left_alone() -> None:
    found = []

    def work() -> None:
        with Brake() as brake, brake.held():
            found.append(signal.getsignal(signal.SIGINT))

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert found == [signal.getsignal(signal.SIGINT)]
