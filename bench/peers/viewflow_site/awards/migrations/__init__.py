"""None: the process is a proxy of viewflow's own table."""
