import pytest

from bot.spanish.inflection import forms


@pytest.mark.parametrize(
    ("base", "typed"),
    [
        ("inyectar", "inyectan inyecto inyectaron inyectado inyectando inyectarme inyectaria"),
        ("pagar", "pague paguen pago pagan"),
        ("sacar", "saque saco sacaban"),
        ("empezar", "empece empezaron"),
        ("comer", "comi comeria comiendo coma comerlo"),
        ("conocer", "conozco conoce conocido"),
        ("subir", "subi subimos suban subiria"),
        ("rodilla", "rodillas"),
        ("hinchado", "hinchada hinchados hinchadas"),
        ("inyeccion", "inyecciones"),
        ("vez", "veces"),
        ("doctor", "doctores doctora doctoras"),
    ],
)
def test_regular_forms_are_made(base, typed):
    made = list(forms(base))
    assert made[0] == base
    assert set(typed.split()) <= set(made)
