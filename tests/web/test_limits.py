"""Buckets and counters of wrong codes, with a clock of the test's own."""

from web import limits
from web.limits import Buckets, WrongCodes


class Time:
    def __init__(self):
        self.at = 1000.0

    def __call__(self):
        return self.at


def test_a_bucket_holds_twenty_and_refills_one_in_five_seconds():
    time = Time()
    buckets = Buckets(time)

    first = [buckets.take("anna") for _ in range(21)]
    time.at += 4
    early = buckets.take("anna")
    time.at += 1
    refilled = [buckets.take("anna"), buckets.take("anna")]
    time.at += 10_000
    full = [buckets.take("anna") for _ in range(21)]

    assert first == [0] * 20 + [5]
    assert (early, refilled) == (1, [0, 5])
    assert full == [0] * 20 + [5]


def test_people_have_buckets_of_their_own():
    buckets = Buckets(Time())

    for _ in range(20):
        buckets.take("anna")

    assert (buckets.take("anna"), buckets.take("bo")) == (5, 0)


def test_what_is_given_back_can_be_taken_again_but_no_more():
    buckets = Buckets(Time())
    for _ in range(20):
        buckets.take("anna")

    buckets.give_back("anna")
    again = [buckets.take("anna"), buckets.take("anna")]
    for _ in range(50):
        buckets.give_back("bo")

    assert again == [0, 5]
    assert [buckets.take("bo") for _ in range(21)] == [0] * 20 + [5]


def test_who_goes_on_regardless_is_answered_one_at_a_time_and_nobody_else():
    time = Time()
    buckets = Buckets(time)

    at_once = [round(buckets.pause("anna"), 2) for _ in range(4)]
    time.at += 0.1
    again = round(buckets.pause("anna"), 2)
    other = buckets.pause("bo")
    time.at += 1.1
    heeded = [buckets.pause("anna"), round(buckets.pause("anna"), 2)]

    assert at_once == [0.0, 0.04, 0.08, 0.12]
    assert (again, other) == (0.06, 0.0)
    assert heeded == [0.0, 0.04]


def test_nobody_waits_for_a_no_longer_than_a_browser_does():
    buckets = Buckets(Time())

    waits = [buckets.pause("anna") for _ in range(5_000)]

    assert max(waits) == 30.0


def test_buckets_are_bounded_in_memory(monkeypatch):
    monkeypatch.setattr(limits, "MOST_KNOWN", 10)
    buckets = Buckets(Time())

    for number in range(1000):
        buckets.take(number)
        buckets.pause(number)

    assert (len(buckets._levels), len(buckets._refused)) == (10, 10)


def test_ten_different_wrong_codes_a_minute_from_one_address():
    time = Time()
    codes = WrongCodes(time)

    first = [codes.note("here", f"c{number}") for number in range(12)]
    again = codes.note("here", "c3")
    elsewhere = codes.note("there", "c0")
    time.at += 61
    later = codes.note("here", "c99")

    assert first == [0] * 10 + [60, 60]
    assert (again, elsewhere, later) == (0, 0, 0)


def test_one_browser_may_mistype_five_times_and_then_once_in_thirty_seconds():
    time = Time()
    codes = WrongCodes(time)

    first = [codes.note("hall", f"c{number}", "visit") for number in range(6)]
    same, others = codes.note("hall", "c0", "visit"), codes.note("hall", "c9", "another")
    time.at += 30
    later = [codes.note("hall", f"d{number}", "visit") for number in range(2)]
    time.at += 3601
    next_time = [codes.note("hall", f"e{number}", "visit") for number in range(6)]

    assert (first, same, others) == ([0] * 5 + [30], 0, 0)
    assert later == [0, 30]
    assert next_time == [0] * 5 + [30]


def test_a_thousand_wrong_codes_an_hour_in_all():
    time = Time()
    codes = WrongCodes(time)

    within = [codes.note(f"address {number}", "c") for number in range(1000)]
    beyond = codes.note("one more", "c")
    time.at += 3601
    later = codes.note("one more", "c")

    assert within == [0] * 1000
    assert (beyond, later) == (3600, 0)


def test_addresses_are_bounded_in_memory(monkeypatch):
    monkeypatch.setattr(limits, "MOST_KNOWN", 10)
    codes = WrongCodes(Time())

    for number in range(200):
        codes.note(f"address {number}", "c")

    assert len(codes._addresses) == 10
