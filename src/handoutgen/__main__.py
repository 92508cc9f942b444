"""`python -m handoutgen` is the same as `handoutgen`."""

from handoutgen.cli import main

if __name__ == "__main__":
    main(prog_name="handoutgen")
