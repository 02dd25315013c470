"""Counting the votes of a council by exact integers, because a rounded share must never decide an award.

Thresholds are counted on all members of the council, not on those present (Nghị định 98/2023/NĐ-CP, Điều 30 khoản 7,
for titles; by practice for orders and certificates). The council advises, it does not decide (Luật 06/2022/QH15,
Điều 90 khoản 4).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

Threshold = int | None
"""A whole percentage of all members that must agree; None: more than half of them."""
Share = tuple[int, int]
"""A fraction of all members as (numerator, denominator)."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Nominees within a quota: surely in, tied for the last places, and out. Each in falling order of votes."""

    chosen: tuple[str, ...]
    tied: tuple[str, ...]
    left: tuple[str, ...]


def passes(yes: int, total: int, threshold: Threshold) -> bool:
    """Say whether the votes in favour reach the threshold: `yes*2 > total`, or `yes*100 >= percent*total`.

    `total` is the number of all members (Nghị định 98/2023/NĐ-CP, Điều 30 khoản 7), present or not.
    Raise ValueError for a council without members, for more votes than members, or for an impossible percentage.
    """
    _check(yes, total, threshold)
    return yes * 2 > total if threshold is None else yes * 100 >= threshold * total


def needed(total: int, threshold: Threshold) -> int:
    """Return the least number of votes in favour that reaches the threshold."""
    _check(0, total, threshold)
    return total // 2 + 1 if threshold is None else -(-threshold * total // 100)


def is_tied(yes: int, total: int, threshold: Threshold) -> bool:
    """Say whether exactly half of all members are in favour where more than half is asked: the chair then decides."""
    _check(yes, total, threshold)
    return threshold is None and yes * 2 == total


def quorum_needed(total: int, share: Share) -> int:
    """Return the least number of members that makes up a share of all members."""
    numerator, denominator = share
    return -(-numerator * total // denominator)


def quorum_met(total: int, present: int, written: int, *, at_table: Share, with_written: Share | None) -> bool:
    """Say whether enough members take part.

    Bắc Ninh, Quyết định 86/2025/QĐ-UBND, Điều 8: two thirds for a session; 80 % for awards, where the written opinion
    of an absent member counts. Other provinces set their own shares.
    """
    if present + written > total:
        raise ValueError("more people than members")
    enough_at_table = present >= quorum_needed(total, at_table)
    return enough_at_table and (with_written is None or present + written >= quorum_needed(total, with_written))


def within_quota(votes: Mapping[str, int], places: int) -> Ranking:
    """Rank nominees that passed when places are short: highest vote first, ties left to a ballot or the chair."""
    order = sorted(votes, key=lambda nominee: -votes[nominee])
    if len(order) <= places:
        return Ranking(tuple(order), (), ())
    edge = votes[order[places - 1]] if places > 0 else None
    first_out = votes[order[max(places, 0)]]
    if edge != first_out:
        return Ranking(tuple(order[:places]), (), tuple(order[places:]))
    return Ranking(
        chosen=tuple(n for n in order if votes[n] > first_out),
        tied=tuple(n for n in order if votes[n] == first_out),
        left=tuple(n for n in order if votes[n] < first_out),
    )


def share_in_words(yes: int, total: int) -> str:
    """Return the share in percent with two decimals, cut off and never rounded up, for example “82,35 %”."""
    share = (Decimal(yes * 100) / Decimal(total)).quantize(Decimal("0.01"), ROUND_DOWN)
    return f"{share:f}".replace(".", ",") + " %"


def threshold_in_words(threshold: Threshold) -> str:
    """Return the threshold as minutes write it."""
    if threshold is None:
        return "quá nửa tổng số thành viên"
    return f"từ {threshold} % tổng số thành viên trở lên"


def result_in_words(yes: int, total: int, threshold: Threshold) -> str:
    """Return the result with its formula.

    For example “14/17 phiếu đồng ý (82,35 %). 14 × 100 = 1.400, không nhỏ hơn 80 × 17 = 1.360: đạt.”
    """
    passed = passes(yes, total, threshold)
    if threshold is None:
        formula = f"{yes} × 2 = {_dots(yes * 2)}, {'lớn hơn' if passed else 'không lớn hơn'} {_dots(total)}"
    else:
        compared = "không nhỏ hơn" if passed else "nhỏ hơn"
        formula = f"{yes} × 100 = {_dots(yes * 100)}, {compared} {threshold} × {total} = {_dots(threshold * total)}"
    ending = "đạt." if passed else f"không đạt, cần ít nhất {needed(total, threshold)} phiếu."
    return f"{yes}/{total} phiếu đồng ý ({share_in_words(yes, total)}). {formula}: {ending}"


def _dots(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _check(yes: int, total: int, threshold: Threshold) -> None:
    if total < 1:
        raise ValueError("a council has at least one member")
    if not 0 <= yes <= total:
        raise ValueError("votes in favour must be between 0 and the number of members")
    if threshold is not None and not 1 <= threshold <= 100:
        raise ValueError("a percentage lies between 1 and 100")
