"""What was delivered: which seconds of which film, when, how often; to be looked at and to be handed on."""
