"""Long lists are cut into pages: which of them is shown, and how many there are."""


def cut(total: int, wanted: int, rows_on_a_page: int) -> tuple[int, int]:
    """Return (page, pages): the wanted page, or the nearest that there is; one page where there is nothing."""
    pages = max(1, -(-total // rows_on_a_page))
    return min(max(1, wanted), pages), pages
