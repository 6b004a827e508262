"""`python -m hebiao`."""

from __future__ import annotations

import sys

from hebiao.cli import main

sys.exit(main())
