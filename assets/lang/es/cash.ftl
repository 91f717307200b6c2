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

cmd-cash-in = Entrada
    .help = Meter efectivo en el cajón y decir por qué.
cmd-cash-out = Salida
    .help = Sacar efectivo del cajón y decir por qué.
cmd-cash-drop = Retirada
    .help = Llevar efectivo del cajón a la caja fuerte.
cmd-expense = Gasto
    .help = Apuntar lo que gasta la tienda, del cajón o no.
cash-amount = Importe
cash-reason = Por qué
cash-done = { $what }: { $amount }, apuntado.
expense-category = Clase
expense-note = Para qué
expense-reference = Su papel
expense-source = Se paga
expense-from-drawer = del cajón
expense-otherwise = de otra forma
close-declare = Escriba el total del informe de cada terminal; si no lo hay, déjelo vacío.
close-declared = { $tender }: declarado { $declared }, esperado { $expected }, { $variance } { $verdict }
close-parked = { $count ->
    [one] hay 1 ticket aparcado
   *[other] hay { $count } tickets aparcados
 }
close-since = abierta desde el { $date }
suspect-swapped = { $number } se marcó como { $keyed }: ¿se pagó con { $paid }?
suspect-twice = { $number } y { $other } son de { $amount } cada uno: ¿está uno repetido?
suspect-mistaken = { $pieces } x { $counted } en el recuento: ¿eran de { $meant }?
suspect-transposed = Se escribió { $typed }{ $face }: ¿era { $meant }?
suspect-piece-many = Puede haber una pieza de { $face } contada de más.
suspect-piece-few = Puede faltar por contar una pieza de { $face }.
suspect-note = { $number }: ¿el billete de { $keyed } era de { $meant }?
suspect-change-twice = { $number }: ¿se dio dos veces su cambio de { $amount }?
suspect-change-none = { $number }: ¿no se dio su cambio de { $amount }?
suspect-unpaid = { $number } dice { $amount } en efectivo: ¿se pagó de otra forma, o no se pagó?
suspect-keyed = { $number } dice { $amount } con { $keyed }: ¿se pagó de otra forma?
suspect-return-twice = { $number }: ¿se devolvieron dos veces sus { $amount }?
suspect-return-none = { $number }: ¿no se devolvieron sus { $amount }?
suspect-moved-twice = { $what } de { $amount } a las { $time }: ¿se hizo dos veces?
suspect-moved-none = { $what } de { $amount } a las { $time }: ¿se apuntó y no se hizo?
suspect-reversed = { $what } de { $amount } a las { $time }: ¿era al revés?

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
