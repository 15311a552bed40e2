from bot.conversation import NOTHING, Conversation
from bot.conversations import MOST, Conversations

SAID = Conversation(topics=("botox",), question="is it safe")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_conversation_goes_on_under_its_id():
    kept = Conversations(30)
    first, said = kept.resume(None)
    assert said == NOTHING
    kept.keep(first, SAID)
    assert kept.resume(first) == (first, SAID)


def test_an_id_that_was_not_made_here_begins_another_conversation():
    kept = Conversations(30)
    made = {kept.resume("chosen-by-a-client")[0] for _ in range(100)}
    assert len(made) == 100
    assert "chosen-by-a-client" not in made
    assert all(len(one) >= 22 for one in made)  # 128 bits and more


def test_a_conversation_is_forgotten_some_time_after_its_last_message():
    clock = Clock()
    kept = Conversations(30, clock)
    kept.keep("a", SAID)
    clock.now = 29 * 60
    kept.keep("a", SAID)
    clock.now = 58 * 60
    assert kept.resume("a") == ("a", SAID)
    clock.now = 59 * 60
    identity, said = kept.resume("a")
    assert identity != "a"
    assert said == NOTHING


def test_the_longest_silent_one_makes_room():
    kept = Conversations(30)
    for number in range(MOST + 1):
        kept.keep(f"c{number}", SAID)
    kept.keep("c1", SAID)
    assert kept.resume("c0")[1] == NOTHING
    assert kept.resume("c1") == ("c1", SAID)
