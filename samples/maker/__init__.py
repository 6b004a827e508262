"""Makes sample documents from TOML: a model of blocks, faults planted in it, and its renderers."""
