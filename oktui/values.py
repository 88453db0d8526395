"""Dataclasses whose methods are written when the first value is made.

A start defines some two hundred of them and makes values of forty: to write the methods of the others took a seventh of
its time.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses
    from threading import RLock

    _writing = RLock()

    def dataclass(cls=None, /, **options):
        """As `dataclasses.dataclass`, but for when it does its work."""

        def put_off(cls):
            written = dataclasses.dataclass(**options)
            return written(cls) if "__init__" in vars(cls) else _put_off(cls, written)

        return put_off if cls is None else put_off(cls)

    def _put_off(cls: type, written: Any) -> type:
        """Have the class become a dataclass when it is called, or asked for what makes it one."""

        def write() -> None:
            with _writing:
                if vars(cls).get("__init__") is not first:
                    return  # another thread has come first
                for name in ("__init__", *_ASKED):
                    delattr(cls, name)
                written(cls)

        def first(self: Any, *given: Any, **named: Any) -> None:
            write()
            cls.__init__(self, *given, **named)

        cls.__init__ = first
        for name in _ASKED:
            setattr(cls, name, _Asked(name, write))
        return cls

    _ASKED = ("__dataclass_fields__", "__match_args__")

    class _Asked:
        """An attribute that a class has only once its methods are written."""

        def __init__(self, name: str, write: Any) -> None:
            self._name = name
            self._write = write

        def __get__(self, _: object, owner: type) -> Any:
            self._write()
            return getattr(owner, self._name)
