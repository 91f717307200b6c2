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
close-declare-foreign = Cuente los billetes y monedas de otras divisas; deje vacía la que no se cuente.
close-foreign = { $currency }: contado { $counted }, esperado { $expected }, { $variance } { $verdict }
close-what = Cerrar con una diferencia de { $variance }
close-stuck = { $count ->
    [one] hay 1 papel atascado en la impresora
   *[other] hay { $count } papeles atascados en la impresora
 }
z-counted = { $tender } contado
cmd-cash-book = Libro de caja
    .help = Las entradas, salidas y gastos de este turno, para verlos y deshacerlos.
cmd-closings = Cierres
    .help = Todas las Z de este año, para leerlas e imprimirlas otra vez.
cmd-undo-cash = Deshacer
    .help = Deshacer el apunte elegido con un contraasiento.
cmd-price-check = Ver precio
    .help = Cuánto cuesta un artículo y cuánto queda; no se vende nada.
cash-book-title = Entradas, salidas y gastos de este turno
cash-book-empty = En este turno no se ha movido ni gastado nada. F2, F3, F4 y F5 lo apuntan.
cash-column-time = Hora
cash-column-what = Qué
cash-column-by = Por
cash-column-state = Estado
cash-stands = vale
cash-undone = deshecho
cash-undoes = deshace
cash-not-drawer = otro pago
cash-undo-ask = ¿Deshacer { $what } de { $amount } de las { $time }? Se apunta lo contrario.
cash-undo-what = Deshacer { $what } de { $amount }
cash-undoing = Queda deshecho con su contraasiento.
cash-nothing-to-undo = Eso no se puede deshacer: ya está deshecho, o deshace otro.
price-check-label = Código o nombre:
price-check-about = Escanéelo, o escriba su código o su nombre e Enter. No se vende nada.
price-check-none = Ningún artículo se llama { $code }. Escanéelo, o escriba otro nombre.
price-check-several = Más de un artículo se llama { $code }: escriba más de su nombre.
price-check-open = se le pone precio al venderlo
price-check-stock = { $level } en stock
price-check-uncounted = nunca contado
price-check-gone = ya no se vende
notice-open-since = La caja sigue abierta desde el { $date }. F2 la cuenta y la cierra; Enter sigue vendiendo en ese día.
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

refusal-foreign-not-taken = desde que se abrió la caja no ha entrado { $currency }, o está contado dos veces: revise el recuento
refusal-cash-id-taken = ese id ya es de otro apunte: no se ha apuntado nada; dé a cada uno el suyo
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
