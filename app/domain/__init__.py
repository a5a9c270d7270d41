"""Facts and rules: frozen dataclasses, enums and state tables; no clock, disk, database or Qt."""
