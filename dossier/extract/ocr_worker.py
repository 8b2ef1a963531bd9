"""A process that reads pictures of pages: ``python -m dossier.extract.ocr_worker LIMITS``."""

from __future__ import annotations

import sys

from dossier.extract.ocr import read_page
from dossier.extract.worker import main

if __name__ == "__main__":
    main(sys.argv[1:], read_page)
