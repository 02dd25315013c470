"""`python -m service`: the same as `trinhkhen`."""

from service.cli import main

main()
