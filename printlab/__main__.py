"""``python -m printlab``: the same as the command ``printlab``."""

from printlab.cli import main

if __name__ == "__main__":
    main()
