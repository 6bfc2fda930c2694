"""What can go wrong while the built-in models are built."""


class WeightsError(Exception):
    """The models cannot be built; the message is one sentence for the person who builds."""
