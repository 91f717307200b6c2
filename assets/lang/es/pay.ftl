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

refusal-account-no-customer = en este ticket no figura nadie: elija antes el cliente
refusal-account-none = { $name } no compra a cuenta: ponga antes un límite en su ficha
refusal-account-above-limit = { $name } debería { $owes }, más que su límite de { $limit }: lo tiene que permitir alguien que pueda
refusal-account-more-than-owed = { $name } debe { $balance }: no cobre más que eso
refusal-account-id-taken = ese id ya es de otro apunte: no se ha cobrado nada; dé a cada pago el suyo
refusal-account-not-money = una cuenta se paga con dinero, no con { $method }
refusal-payment-not-taken = esta tienda no acepta pagos con { $method }
refusal-reference-missing = el pago con { $method } necesita su referencia: escriba el número del comprobante
refusal-no-rate = esta tienda no tiene cambio para { $currency }, o ya es otro: ponga el cambio y cóbrelo otra vez
refusal-payment-foreign = el dinero de otra moneda cuenta por su propio importe al cambio de la tienda, y por nada más

tender-foreign = Otra moneda

receipt-customer = Cliente: { $name }
receipt-balance = Saldo debido
z-accounts = Cobrado a cuenta
statement-title = Extracto de cuenta
statement-paid = Pago: { $methods }
account-paid-title = Cobro a cuenta
account-paid-amount = Recibido

cmd-customer = Cliente
    .help = Poner el cliente en este ticket.
cmd-no-customer = Sin cliente
    .help = Quitar el cliente de este ticket.
cmd-choose-customer = Elegir
    .help = Poner en el ticket el cliente elegido.
cmd-new-customer = Nuevo
    .help = Añadir un cliente.
cmd-edit-customer = Ficha
    .help = Cambiar la ficha del cliente elegido.
cmd-pay-account = Cobro
    .help = Cobrar de lo que debe el cliente elegido.
cmd-statement = Extracto
    .help = Ver lo comprado a cuenta y lo pagado.
cmd-account = A cuenta
    .help = Cargar a la cuenta del cliente el importe escrito o lo que falta.
cmd-credit = Vale
    .help = Cobrar con un vale por el código que lleva.
cmd-foreign = Otra moneda
    .help = Cobrar el importe escrito en otra moneda, como 20 USD.

customers-title = Clientes
customers-empty = No se encuentra a nadie. F5 añade un cliente.
customer-search = Nombre, teléfono o NIF:
customer-title = Cliente
customer-name = Nombre
customer-phone = Teléfono
customer-tax-id = NIF
customer-limit = Límite
customer-note = Nota
customer-active = Activo
customer-balance = Debe
customer-gone = ya no se atiende
customer-no-account = ninguno: no compra a cuenta
customer-saved = { $name } queda guardado.
customer-tax-id-odd = { $name } queda guardado. El dígito de control del NIF no cuadra: revíselo.
customer-named = Cliente: { $name }
customer-not-named = En este ticket no figura nadie.
answer-yes = sí
answer-no = no
account-owes-nothing = { $name } no debe nada.
account-owes = Debe { $amount }. Sin escribir nada se paga todo.
account-paid = Cobrado y anotado. Quedan { $amount } por pagar.
reference-title = Referencia
reference-label = Número del comprobante:
credit-by-number = Cobrar con el vale { $number } por su número, sin su código
reference-of-note = Código del vale:
reference-needed = Hace falta un número: escríbalo, o vuelva con Esc.
