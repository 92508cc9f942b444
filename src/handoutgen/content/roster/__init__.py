"""A roster: the table that says whom a batch is for, read from a CSV file or an Excel workbook.

Only the standard library is imported here. What the rows say is the clients' own: no message, no
`repr` and no log ever shows it, only row numbers and headers.
"""

from handoutgen.content.roster.clients import Client, Roster, read_roster

__all__ = ["Client", "Roster", "read_roster"]
