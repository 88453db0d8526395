"""O aplikacích: what each module is for, its permissions, and the hotline; from every help page (R1-2, R3-1, R3-2)."""

from textual.app import ComposeResult
from textual.widgets import Static

from oktui.domain.modules import Module, Permission
from screens import hotline
from screens.reading import ReadingScreen
from screens.widgets.safe import safe


class AboutScreen(ReadingScreen):
    """The modules of the document and whom to call, to be read before signing in too."""

    form_title = "O aplikacích"
    explained = False

    def compose_form(self) -> ComposeResult:
        """The hotline first: who comes here may be in need of it."""
        yield Static(safe(hotline.notice(self.effects.now()), lines=True), classes="hotline")
        for module in Module:
            yield Static(safe(module.title), classes="heading")
            yield Static(safe(self._about(module), lines=True))

    def _about(self, module: Module) -> str:
        about = module.about
        granted = (
            permission for permission in module.permissions if not permission.obsolete and not permission.optional
        )
        purpose = "\n".join(f"  {line}" for line in about.purpose)
        permissions = "\n".join(_permission(permission) for permission in granted)
        return f"Účel aplikace:\n{purpose}\nInformace o aplikaci: {about.address}\nOprávnění:\n{permissions}"


def _permission(permission: Permission) -> str:
    covers = f": {', '.join(permission.covers)}" if permission.covers else ""
    return f"  {permission.title}{covers}"
