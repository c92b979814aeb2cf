"""The one kind of error a clerk or the machine can mend."""


class UserFault(Exception):
    """Say in one Chinese sentence what happened and what to do next; nothing was lost or half-written.

    `code` is a stable word for tests and for the exit codes of the command line; `field` names the
    input it is about, where there is one. Everything that is not a `UserFault` is a bug.
    """

    def __init__(self, sentence: str, next_step: str = "", *, code: str = "fault", field: str = "") -> None:
        super().__init__(sentence + next_step)
        self.sentence = sentence
        self.next_step = next_step
        self.code = code
        self.field = field
