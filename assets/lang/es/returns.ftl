# returns, store credit, exchange

## Devolución: el papel

return-number = Devolución { $number }
return-of = del recibo { $number }
return-no-receipt = sin recibo
return-written-off = dado de baja
return-total = DEVOLUCIÓN
return-reason = Motivo
return-credit-pays = Este vale paga con el código de abajo: guárdelo.
z-returns = { $count ->
    [one] 1 devolución
   *[other] { $count } devoluciones
}

## Devolución: buscar el recibo, elegir sus líneas, devolver el dinero

cmd-return = Devolución
    .help = Recibir artículos de un recibo y devolver su dinero.
cmd-loose-return = Sin recibo
    .help = Recibir sin recibo los artículos del ticket y devolver su dinero.
cmd-day-before = Día anterior
    .help = Mostrar los recibos del día anterior.
cmd-day-after = Día siguiente
    .help = Mostrar los recibos del día siguiente.
cmd-all-lines = Todo
    .help = Vuelve todo lo que queda del recibo.
cmd-write-off = Dar de baja
    .help = Los artículos no vuelven al estante, o vuelven otra vez.
return-find-title = Recibos del { $date }
return-find-field = Recibo:
return-find-empty = Ningún recibo de este día tiene eso. Teclee su número, u otra fecha como 19/11.
return-find-no-sale = Ese día no hay ningún recibo. { $key } muestra el día anterior.
return-find-none = No hay ningún recibo elegido. Teclee su número, o escanee el código de su pie.
return-scan-receipt = Ese código no es de un recibo. Escanee el del pie del recibo.
return-column-receipt = Recibo
return-column-time = Hora
return-lines-title = Devolución de { $number }
return-column-sold = Vend.
return-column-left = Queda
return-column-back = Vuelve
return-column-fate = Destino
return-to-stock = al estante
return-lines-none = Aún no vuelve nada. Teclee cuánto vuelve de una línea, o pulse la flecha derecha para todo.
return-not-on-receipt = De eso ya no queda nada en este recibo. No ha cambiado nada.
return-pay-title = ¿Cómo se devuelve el dinero?
return-as-paid = Como se pagó: { $tenders }
return-for-ticket = Para este ticket
return-for-ticket-rest = Este ticket, resto { $rest }
return-saving = Guardando la devolución...
return-saved = Devolución { $number } guardada
return-give-back = DEVOLVER
return-nothing-back = Nada que devolver

## Negativas

refusal-nothing-returned = no vuelve nada: diga qué líneas, y cuánto de cada una
refusal-return-too-long = una devolución tiene como mucho { $most } líneas: haga dos
refusal-no-such-line = { $number } no tiene la línea { $line }
refusal-return-quantity = { $name }: { $quantity } no es una cantidad que pueda volver
refusal-more-than-sold = { $name }: no pueden volver { $asked }, de lo vendido queda { $left }
refusal-return-of-return = { $number } ya es una devolución: busque el recibo de la venta
refusal-receipt-unknown = no hay ningún recibo { $number }: compruebe el número
refusal-receipt-other-till = esta caja no conoce { $number }, es de otra: devuélvalo allí, o sin recibo
refusal-receipt-other-shop = este recibo es de otra tienda: { $number } se vendió aquí como otra cosa
refusal-no-original-tender = sin recibo el dinero se devuelve en efectivo o como vale
refusal-return-id-used = esa devolución ya se hizo como { $number } con otro contenido: use un identificador nuevo
refusal-return-id-taken = ese identificador ya nombra otra cosa en esta caja: use uno nuevo para la devolución
refusal-return-figures-broken = las cifras de esta devolución no cuadran: no se devolvió nada; avise, por favor
refusal-credit-unknown = esta caja no conoce el vale { $number }: compruebe el número
refusal-credit-needs-code = falta el código del vale { $number }: léalo o escríbalo como está en el vale, o que alguien autorice el número solo
refusal-credit-other-till = el vale { $number } es de otra caja y aquí no se sabe cuánto queda de él: sincronice, o que alguien lo autorice por lo que dice el vale
refusal-credit-other-code = ese no es el código del vale { $number }: léalo o escríbalo como está en el vale
refusal-credit-not-enough = del vale { $number } solo quedan { $left }: cobre eso, y el resto de otra forma
