import threading

from index.memory import Memory


def test_a_value_is_made_once_and_found_again():
    made: list[str] = []

    def make(key: str) -> list[str]:
        made.append(key)
        return [key]

    memory = Memory(make, places=2)
    first = memory("a")
    assert memory("a") is first
    assert made == ["a"]
    assert (memory.found, memory.made) == (1, 1)


def test_recalling_makes_nothing():
    memory = Memory(str.upper, places=2)
    assert memory.recall("a") is None
    memory("a")
    assert memory.recall("a") == "A"
    assert (memory.found, memory.made) == (1, 1)


def test_what_was_unused_the_longest_is_forgotten():
    memory = Memory(str.upper, places=2)
    for key in ("a", "b", "a", "c"):
        memory(key)
    assert [memory.recall(key) for key in "abc"] == ["A", None, "C"]


def test_what_cannot_be_made_is_not_remembered():
    def fail(key: str) -> str:
        raise KeyError(key)

    memory = Memory(fail, places=2)
    for _ in range(2):
        try:
            memory("a")
        except KeyError:
            continue
    assert memory.recall("a") is None


def test_threads_that_make_the_same_get_the_same():
    together = threading.Barrier(2)

    def make(key: str) -> list[str]:
        together.wait(30)
        return [key]

    memory, got = Memory(make, places=2), []
    threads = [threading.Thread(target=lambda: got.append(memory("a"))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got[0] is got[1]
