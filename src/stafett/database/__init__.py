"""PostgreSQL for this install: where it lives, how it is run, its roles and the way to connect.

Imports neither Django nor its settings, which are made from what is here.
"""

from stafett.database.cluster import Cluster, Status
from stafett.database.connection import conninfo, parameters
from stafett.database.errors import ClusterError
from stafett.database.roles import ROLES, prepare

__all__ = [
    "ROLES",
    "Cluster",
    "ClusterError",
    "Status",
    "conninfo",
    "parameters",
    "prepare",
]
