# returns, store credit, exchange

## Negativas

refusal-nothing-returned = no vuelve nada: diga qué líneas, y cuánto de cada una
refusal-return-too-long = una devolución tiene como mucho { $most } líneas: haga dos
refusal-no-such-line = { $number } no tiene la línea { $line }
refusal-return-quantity = { $name }: { $quantity } no es una cantidad que pueda volver
refusal-more-than-sold = { $name }: no pueden volver { $asked }, de lo vendido solo quedan { $left }
refusal-return-of-return = { $number } ya es una devolución: busque el recibo de la venta
refusal-receipt-unknown = no hay ningún recibo { $number }: compruebe el número
refusal-receipt-other-till = esta caja no conoce { $number }, es de otra: devuélvalo allí, o sin recibo
refusal-receipt-other-shop = este recibo es de otra tienda: { $number } se vendió aquí como otra cosa
refusal-no-original-tender = sin recibo el dinero se devuelve en efectivo o como vale
refusal-return-id-used = esa devolución ya se hizo como { $number } con otro contenido: use un identificador nuevo
refusal-return-id-taken = ese identificador ya nombra otra cosa en esta caja: use uno nuevo para la devolución
refusal-return-figures-broken = las cifras de esta devolución no cuadran: no se devolvió nada; avise, por favor
refusal-credit-unknown = esta caja no conoce el vale { $number }: compruebe el número
refusal-credit-not-enough = del vale { $number } solo quedan { $left }: cobre eso, y el resto de otra forma
