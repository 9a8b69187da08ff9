"""`python -m recview` is `recview`."""

from recview.cli.main import main

if __name__ == "__main__":
    main()
