"""What a command says on standard error, whether or not it is the first that needs an engine."""


def but_for_compiling(said: str) -> str:
    """Leave out the line about compiling, which is there only when nothing is kept yet."""
    lines = said.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("Compiling the engine"))
