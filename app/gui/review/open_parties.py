"""Which parties of the queue are open, and where that puts every row."""

from __future__ import annotations

from bisect import bisect_left, bisect_right


class OpenParties:
    """Parties are numbered from 0; an open one has as many rows below its own as its matches."""

    def __init__(self) -> None:
        self._numbers: list[int] = []  # of the open ones, sorted
        self._sizes: dict[int, int] = {}
        self._heads: list[int] = []  # their rows
        self.rows = 0  # of all matches that are shown

    def __contains__(self, number: int) -> bool:
        return number in self._sizes

    def numbers(self) -> tuple[int, ...]:
        """The open parties in their order."""
        return tuple(self._numbers)

    def size(self, number: int) -> int:
        """How many rows stand below a party."""
        return self._sizes.get(number, 0)

    def set_all(self, sizes: dict[int, int]) -> None:
        """Let these be open and no others: their numbers, and how many matches each has."""
        self._sizes = dict(sizes)
        self._numbers = sorted(sizes)
        self._heads, self.rows = [], 0
        for number in self._numbers:
            self._heads.append(number + self.rows)
            self.rows += self._sizes[number]

    def open(self, number: int, size: int) -> None:
        """Open one more."""
        self.set_all(self._sizes | {number: size})

    def close(self, number: int) -> None:
        """Close one."""
        self.set_all({key: size for key, size in self._sizes.items() if key != number})

    def row_of(self, number: int) -> int:
        """The row of a party."""
        place = bisect_left(self._numbers, number)
        if place == len(self._numbers):
            return number + self.rows
        return self._heads[place] - (self._numbers[place] - number)

    def locate(self, row: int) -> tuple[int, int]:
        """The party of a row, and which of its matches stands there; -1 for the party itself."""
        place = bisect_right(self._heads, row) - 1
        if place < 0:
            return row, -1
        number = self._numbers[place]
        beyond, size = row - self._heads[place], self._sizes[number]
        return (number, beyond - 1) if beyond <= size else (number + beyond - size, -1)
