"""Many Java objects read at a time: one by one, each call over the bridge costs a microsecond."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable

_APART = "\0"


def numbers(java: Callable[[str], Any], objects: Any, getter: str) -> list[float]:
    """Give what "class.method", a getter of numbers, gives for each object of a Java list."""
    called = _interface(java, "java.util.function.ToDoubleFunction", getter)
    found = memoryview(objects.stream().mapToDouble(called).toArray())
    return cast("list[float]", found.tolist())


def texts(java: Callable[[str], Any], objects: Any, getter: str) -> list[str]:
    """Give what "class.method", a getter of strings, gives for each object of a Java list."""
    called = _interface(java, "java.util.function.Function", getter)
    joining = java("java.util.stream.Collectors").joining(_APART)
    found = str(objects.stream().map(called).collect(joining)).split(_APART)
    if len(found) == len(objects):
        return found
    # A text holds what was to part them, or there is none.
    return [str(called.apply(one)) for one in objects]


@cache
def _interface(java: Callable[[str], Any], interface: str, getter: str) -> Any:
    """Give a getter as a Java interface, so that Java calls it without Python."""
    owner, _, name = getter.rpartition(".")
    method = java(owner).class_.getMethod(name)
    handle = java("java.lang.invoke.MethodHandles").publicLookup().unreflect(method)
    proxies = java("java.lang.invoke.MethodHandleProxies")
    return proxies.asInterfaceInstance(java(interface).class_, handle)
