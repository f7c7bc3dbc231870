"""What is being worked out, laid over what stands, so that what comes to nothing leaves no trace."""

from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Layer(Generic[K, V]):
    """Values by key; what is put here hides what lies below until it is settled into it."""

    __slots__ = ("below", "own")

    def __init__(self, below: "Layer[K, V] | None" = None) -> None:
        """Lie, empty, over another layer or over nothing."""
        self.below = below
        self.own: dict[K, V] = {}

    def get(self, key: K, missing: V) -> V:
        """Return the value, or ``missing``."""
        layer: Layer[K, V] | None = self
        while layer is not None:
            if key in layer.own:
                return layer.own[key]
            layer = layer.below
        return missing

    def put(self, key: K, value: V) -> None:
        """Set the value, here only."""
        self.own[key] = value

    def settle(self) -> None:
        """Let what is here stand in the layer below."""
        assert self.below is not None, "the lowest layer is what stands"
        self.below.own.update(self.own)
        self.own = {}
