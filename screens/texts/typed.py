"""What fields say of what is typed, before anybody has judged it."""


def hint_at_spaces(password: str) -> str | None:
    """That a space stands before or after the password, which nobody sees under bullets."""
    before, after = password != password.lstrip(), password != password.rstrip()
    if before and after:
        return "Heslo začíná i končí mezerou."
    return "Heslo začíná mezerou." if before else "Heslo končí mezerou." if after else None
