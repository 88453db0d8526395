"""Dataclasses whose methods are written when the first value is made.

A start defines some two hundred of them and makes values of forty: to write the methods of the others took a seventh of
its time.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses
    from copy import copy
    from threading import RLock

    _writing = RLock()

    def dataclass(cls=None, /, **options):
        """As `dataclasses.dataclass`, but for when it does its work."""

        def put_off(cls):
            return dataclasses.dataclass(cls, **options) if "__init__" in vars(cls) else _put_off(cls, options)

        return put_off if cls is None else put_off(cls)

    def _put_off(cls: type, options: dict[str, Any]) -> type:
        """Have the class become a dataclass when it is called, or asked for what makes it one.

        Whoever calls it while another thread writes its methods finds all of them or waits: what stands for them is
        replaced, and at no moment is there nothing.
        """
        begun = False

        def write() -> None:
            nonlocal begun
            with _writing:
                if begun:
                    return
                begun = True
                dataclasses.dataclass(cls, **options, init=False, match_args=False)
                fields = dataclasses.fields(cls)
                cls.__match_args__ = tuple(field.name for field in fields if field.init and not field.kw_only)
                cls.__init__ = _initialiser(cls, fields)

        def first(self: Any, *given: Any, **named: Any) -> None:
            write()
            cls.__init__(self, *given, **named)

        cls.__init__ = first
        for name in ("__dataclass_fields__", "__match_args__"):
            setattr(cls, name, _Asked(name, write))
        return cls

    def _initialiser(cls: type, fields: tuple[dataclasses.Field[Any], ...]) -> Any:
        """The method that `dataclasses` would not write over the one that stands for it."""
        twin = dataclasses.make_dataclass(
            cls.__name__,
            [(field.name, field.type, copy(field)) for field in fields],
            namespace={"__post_init__": None} if hasattr(cls, "__post_init__") else {},
            frozen=cls.__dataclass_params__.frozen,
            **dict.fromkeys(("repr", "eq", "match_args"), False),
        )
        twin.__init__.__qualname__ = f"{cls.__qualname__}.__init__"
        return twin.__init__

    class _Asked:
        """An attribute that a class has only once its methods are written."""

        def __init__(self, name: str, write: Any) -> None:
            self._name = name
            self._write = write

        def __get__(self, _: object, owner: type) -> Any:
            self._write()
            return getattr(owner, self._name)
