"""Learning spellings from the loaded lists: how close two tokens sound, which tokens align."""
