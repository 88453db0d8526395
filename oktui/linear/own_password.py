"""F9 at the line: changing one's own password, because one wants to or has to (R2.7-1, X-15, X-16)."""

from oktui.linear.dialogue import Back, Dialogue
from oktui.services.sign_in.change_password import ChangePassword, change_password, get_password_owner
from screens.texts import linear, passwords, questions


def change_own(dialogue: Dialogue) -> None:
    """Change the password of whoever is signed in, asking all three anew until they are taken. Raises Back."""
    session = dialogue.session
    owner, policy = session.call(get_password_owner, session.actor, effects=session.effects), session.effects.policy
    dialogue.say(linear.RULES, *(passwords.rule(rule, owner, policy.passwords) for rule in passwords.RULES))
    dialogue.say(passwords.remembered(policy.passwords.remembered))

    def ask_and_change() -> None:
        request = ChangePassword(dialogue.secret("Původní heslo"), dialogue.twice())
        session.change(change_password, session.actor, request, effects=session.effects)

    dialogue.until_taken(ask_and_change, lambda _: None)
    dialogue.say(passwords.CHANGED[1])


def change_demanded(dialogue: Dialogue) -> bool:
    """Have the password changed before anything else; whoever does not want to signs out, and gives False (X-16)."""
    until = dialogue.session.own.password_dies_at
    dialogue.say(passwords.change_demanded(until))
    while True:
        try:
            change_own(dialogue)
        except Back:
            if dialogue.ask(questions.sign_out_instead(until)):
                return False
        else:
            return True
