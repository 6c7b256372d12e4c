"""06 by hand: two clients, one after the other, who are greeted."""

from grader.by_hand import CLIENT, HearEnd, by_hand

BY_HAND = by_hand(CLIENT, port=8906, turns=[HearEnd()], encoding="gbk", conversations=2)
