"""`python -m lievik` is the command line."""

from lievik.apps.cli.main import main

if __name__ == "__main__":
    main()
