"""Which notes stand in what, by its rules: rows come and go in two statements, however many there are."""

from django.db import connection, transaction

_LEAVE = """
    WITH wanted (owner_id, note_id) AS MATERIALIZED ({wanted})
    DELETE FROM {entries} entry
     WHERE entry.how = 'rule' AND entry.{named} = ANY(%(few)s)
       AND NOT EXISTS (SELECT 1 FROM wanted
                        WHERE wanted.owner_id = entry.{owner} AND wanted.note_id = entry.note_id)
"""
_ENTER = """
    INSERT INTO {entries} ({owner}, note_id, how)
    SELECT owner_id, note_id, 'rule' FROM ({wanted}) wanted (owner_id, note_id) ORDER BY 1, 2
    ON CONFLICT ({owner}, note_id) DO NOTHING
"""


def refile(*, entries: str, owner: str, wanted: str, named: str, few: list[int]) -> None:
    """Make the rows of the table `entries` that rules put there those that `wanted` selects.

    `wanted` is a query of (owner, note) for the owners or notes `few`; `named` is the column of `entries`
    that these are: `owner` or `note_id`. What people did (`how` other than rule) is never touched. Safe to
    repeat.
    """
    parts = {"entries": entries, "owner": owner, "wanted": wanted, "named": named}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LEAVE.format(**parts), {"few": few})
        cursor.execute(_ENTER.format(**parts), {"few": few})
