# parked tickets, customers, accounts, foreign cash

refusal-park-empty = no hay nada en este ticket que aparcar
refusal-park-paid = este ticket ya se cobró: no se ha aparcado nada
refusal-park-gone = este ticket ya no está aparcado: se cobró o se anuló
refusal-customer-no-name = un cliente necesita un nombre
refusal-customer-bad-limit = el límite es un importe en { $currency }, 0 o más; déjelo vacío si no compra a cuenta
refusal-customer-name-taken = ya hay un cliente llamado { $name }: añada algo que los distinga
refusal-customer-unknown = no hay ningún cliente "{ $name }": revise el nombre
refusal-customer-still-owes = { $name } todavía debe { $balance }: salde antes la cuenta

cmd-park = Aparcar
    .help = Dejar este ticket a un lado y atender al siguiente.
cmd-parked = Aparcados
    .help = Los tickets que se dejaron a un lado.
cmd-recall = Retomar
    .help = Seguir con el ticket elegido.
cmd-void-parked = Anular
    .help = Anular el ticket aparcado que está elegido.

park-title = Aparcar este ticket
park-told = Se queda aquí, entero, hasta que se cobre o se anule.
park-first = Primero se aparca el ticket en curso; después se retoma el otro.
park-label = Nombre o mesa, si lo hay:
park-done = Aparcado. F6 con el ticket vacío enseña los aparcados.
park-recalled = Aquí está otra vez. Sigue aparcado hasta que se cobre o se anule.
park-in-hand = Hay algo en el ticket en curso: apárquelo y retome después el otro.
parked-title = Tickets aparcados
parked-empty = No hay nada aparcado. F6 en un ticket con líneas lo deja a un lado.
parked-void-ask = ¿Anular este ticket aparcado de { $amount }?
parked-column-label = Ticket
parked-column-lines = Líneas
parked-column-time = Desde
parked-column-by = Quién
sale-parked = { $count ->
    [one] 1 aparcado
   *[other] { $count } aparcados
}
