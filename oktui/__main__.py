"""`python -m oktui` is `oktui`."""

import sys

from oktui.cli import main

sys.exit(main())
