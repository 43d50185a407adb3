"""Decide files of histories with dask's distributed scheduler.

Here the scheduler and its workers are processes of this machine; with the address of a cluster in
`Client(...)`, they are those of the cluster, which must have leadflow, see the files, and be given
`parts.py` by `client.upload_file`.
"""

from __future__ import annotations

from functools import reduce
from operator import add

from distributed import Client, LocalCluster, as_completed
from parts import options, part


def main() -> None:
    """Decide every file; print what all of them come to."""
    asked = options(__doc__)
    with (
        LocalCluster(
            n_workers=asked.workers,
            threads_per_worker=1,  # deciding is Python's own work: a second thread would wait
            processes=True,
            host="127.0.0.1",
            dashboard_address=":0",  # on any port that is free: others may have a cluster
        ) as cluster,
        Client(cluster) as client,
    ):
        # Not pure: a part writes a file, and must be decided again when it is asked for again.
        parts = client.map(part, range(len(asked.files)), asked=asked, pure=False)
        done = as_completed(parts, with_results=True)
        print(reduce(add, (told for _future, told in done), asked.nothing))


if __name__ == "__main__":
    main()
