from tests.municipalities.conftest import loaded_register as loaded_register
from tests.municipalities.conftest import register as register
