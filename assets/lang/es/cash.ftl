# drawer, expenses, closing

z-moves = Efectivo sin venta
cash-in = Entrada de efectivo
cash-out = Salida de efectivo
cash-drop = Retirada a la caja fuerte
z-expenses = Gastos
z-otherwise = { $category }, fuera de la caja
z-declared = { $tender } declarado
z-expected = { $tender } esperado
z-person-discount = Descuentos de { $name }
z-person-voids = Anulaciones de { $name }
z-person-returns = Devoluciones de { $name } ({ $count })
close-kept = Queda como fondo
close-banked = Al banco o caja fuerte

## Negativas

refusal-cash-not-positive = el importe tiene que ser mayor que cero: escriba cuánto es
refusal-cash-other-currency = el importe está en otra moneda que el cajón
refusal-cash-no-reason = diga por qué se mueve el efectivo: bastan unas palabras
refusal-cash-drawer-short = en el cajón no debería haber tanto: revise el importe, o apunte antes lo que entró
refusal-expense-category = no hay ningún gasto que se llame { $category }: elija uno de { $known }
refusal-cash-not-here = eso no es un movimiento ni un gasto de este turno: apunte lo contrario
refusal-cash-undone = eso ya se deshizo
refusal-cash-is-undoing = eso ya deshace otro apunte: apúntelo de nuevo
refusal-negative-declared = un total declarado no puede ser menor que cero: léalo en el informe del terminal
refusal-not-declarable = no se puede declarar un total de { $method }: solo de card, mobile y transfer, cada uno una vez
refusal-kept-out-of-range = lo que queda como fondo va de nada a lo contado, { $counted }
