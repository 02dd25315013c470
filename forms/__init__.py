"""What is asked of people and what a valid answer is. Knows no database, web or process."""

from forms.catalogue import DEFINITIONS, OFFICE, load, load_files, load_folder, office_form
from forms.compiler import compile_form
from forms.components import Outcome, Page
from forms.context import Choice, Context, Row
from forms.errors import FormInvalid, FormRejected, Problem
from forms.form import Form
from forms.posting import ROW_BUTTONS

__all__ = [
    "DEFINITIONS",
    "OFFICE",
    "ROW_BUTTONS",
    "Choice",
    "Context",
    "Form",
    "FormInvalid",
    "FormRejected",
    "Outcome",
    "Page",
    "Problem",
    "Row",
    "compile_form",
    "load",
    "load_files",
    "load_folder",
    "office_form",
]
