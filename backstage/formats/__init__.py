"""How days and hours are written, a language each."""
