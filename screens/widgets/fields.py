"""The fields that forms are made of."""

from screens.widgets.choices import ChoiceField, RadioChoice, ReadOnlyField, TickField
from screens.widgets.field import AnyField, Field
from screens.widgets.inputs import DateField, PasswordField, TextField

__all__ = [
    "AnyField",
    "ChoiceField",
    "DateField",
    "Field",
    "PasswordField",
    "RadioChoice",
    "ReadOnlyField",
    "TextField",
    "TickField",
]
