"""The Cases page: board, table, the page of one case, and what waits for approval."""
