"""System checks that refuse a dangerous configuration in a sentence."""
