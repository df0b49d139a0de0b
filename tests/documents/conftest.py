"""Samples by name, so that tests need no import path of their own."""

import importlib.util
import sys
from pathlib import Path

# With importmode=importlib a folder of tests is no package; the samples are loaded once by path.
if "document_samples" not in sys.modules:
    _spec = importlib.util.spec_from_file_location("document_samples", Path(__file__).with_name("samples.py"))
    assert _spec is not None
    assert _spec.loader is not None
    _module = importlib.util.module_from_spec(_spec)
    sys.modules["document_samples"] = _module
    _spec.loader.exec_module(_module)
