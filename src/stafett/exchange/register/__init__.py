"""How a register comes in, without a database: read the file, guess its columns, check every row.

`read` opens CSV or Excel, `guess` proposes a mapping, `check` yields sound rows and faults in one
pass, `Tally` counts the faults. Nothing here knows the ORM, a request or the clock.
"""

from stafett.exchange.register.choices import Choice, Choices, Lists, municipalities
from stafett.exchange.register.columns import FIELDS, Guess, bind, guess, unread
from stafett.exchange.register.faults import Fault, Severity, Tally, Unreadable
from stafett.exchange.register.reading import (
    COMMAND,
    PAGE,
    Limits,
    RawRow,
    Table,
    read,
    refuse_size,
)
from stafett.exchange.register.rows import Livelihood, Occupation, RegisterRow, check, parse
from stafett.exchange.register.template import guide, template_csv, template_xlsx

__all__ = [
    "COMMAND",
    "FIELDS",
    "PAGE",
    "Choice",
    "Choices",
    "Fault",
    "Guess",
    "Limits",
    "Lists",
    "Livelihood",
    "Occupation",
    "RawRow",
    "RegisterRow",
    "Severity",
    "Table",
    "Tally",
    "Unreadable",
    "bind",
    "check",
    "guess",
    "guide",
    "municipalities",
    "parse",
    "read",
    "refuse_size",
    "template_csv",
    "template_xlsx",
    "unread",
]
