# people, permissions, trail

supervisor-title = Quien puede autorizar
supervisor-told = { $what }: quien atiende no puede hacerlo por su cuenta. Elija quién lo autoriza y teclee su PIN.
supervisor-nobody = Nadie aquí puede autorizarlo. La persona titular puede cambiarlo en los permisos.
refusal-permission-needed = no puede hacerlo sin autorización: alguien con permiso tiene que teclear su PIN
refusal-permission-not-theirs = { $name } no puede autorizarlo: pídalo a otra persona

## People

people-name = Nombre
people-new-pin = PIN nuevo
people-pin-again = El mismo otra vez
people-role = Rol
people-state = Estado
people-works = trabaja aquí
people-left = ya no
people-works-here = Trabaja aquí
people-title = Personas
people-none = Leyendo...
people-change = Persona
people-new = Persona nueva
people-keep-pin = Deje el PIN vacío para conservar el que tiene. Quien se va sigue en los libros y ya no entra.
people-pin-about = El PIN se escribe dos veces: de 4 a 12 cifras para quien cobra, de 6 a 12 para responsables y titulares.
people-saved = { $name } está guardado.
people-sure = { $name } ya no podrá entrar. Pulse Enter otra vez para seguir, Esc para dejarlo.

## A PIN of one's own

new-pin-title = PIN nuevo
new-pin-about = Otro PIN para { $name }.
new-pin-short = El PIN de { $name } tiene menos cifras de las que su rol pide ahora. Elija uno más largo para seguir.
new-pin-old = PIN actual
new-pin-done = El PIN está cambiado.

## The locked till

lock-title = La caja está bloqueada
lock-told = { $name } tiene esta caja. Teclee el PIN para seguir; otra persona puede tomar el relevo.
lock-ticket = { $lines ->
    [one] El ticket abierto de 1 línea se conserva.
   *[other] El ticket abierto de { $lines } líneas se conserva.
}
lock-taken-over = Relevo de { $name }. El ticket sigue como estaba.
scan-locked = La caja está bloqueada. No se ha vendido nada.

## What each role may do

roles-title = Quién puede hacer qué sin ayuda
roles-what = Qué
may-sell = vender a su precio
may-register = abrir, contar y cerrar la caja
may-void-line = quitar una línea
may-void-ticket = anular un ticket
may-discount = cualquier descuento
may-price = otro precio
may-return = aceptar devoluciones
may-return-without-receipt = devolver sin recibo
may-customers = llevar los clientes
may-account-limit = superar el límite a cuenta
may-cash-move = entradas y salidas de efectivo
may-expense = gastos
may-open-drawer = abrir el cajón
may-variance = cerrar con descuadre
may-catalogue = productos y precios
may-stock = recibir y ajustar existencias
may-stock-approve = aprobar un recuento
may-reports = informes
may-trail = el registro
may-people = personas
may-settings = ajustes y esta tabla

## The trail

trail-day-hint = día/mes/año
trail-title = Registro del { $day }
trail-none = Nada que contar de este día. Izquierda y Derecha van a otros días, las cifras a una fecha.
trail-day = Otro día
trail-day-is = Día:
trail-time = Hora
trail-who = Quién
trail-sort = Clase
trail-what = Qué
trail-entry = Asiento
trail-allowed-by = Autorizado por
trail-detail = Un asiento
trail-command = línea de órdenes
trail-price = precio
trail-void = anulación
trail-return = devolución
trail-approval = permiso
trail-register = caja
trail-cash = efectivo
trail-goods = género
trail-sign-in = entrada
trail-settings = ajustes
trail-other = otros
told-sold = Recibo { $number } de { $total }: { $what }.
told-discount = { $amount } menos en el ticket
told-discount-line = { $amount } menos en { $name }
told-other-price = { $name } a { $price } en vez de { $list }
told-void-ticket = Se anuló un ticket: { $goods }, { $amount }.
told-void-line = Se quitó del ticket: { $goods }, { $amount }.
told-refunded = Devolución { $number } del recibo { $of }: { $goods }; { $total } devueltos ({ $tenders }).
told-refunded-loose = Devolución { $number } sin recibo: { $goods }; { $total } devueltos ({ $tenders }).
told-cash = { $what }: { $amount }.
told-cash-back = Deshecho: { $what } de { $amount }.
told-expense = Gasto de { $amount }, { $category }.
told-expense-back = Deshecho: gasto de { $amount }, { $category }.
told-drawer = Se abrió el cajón sin una venta.
told-account = { $name } pagó { $amount } a cuenta y debe { $balance }.
told-received = Entró mercancía: { $goods }.
told-adjusted = Se corrigieron existencias: { $goods }.
told-written-off = Se dio de baja: { $goods }.
told-counted = Corregido por un recuento: { $goods }.
told-reversed = Se deshizo un movimiento de mercancía: { $goods }.
told-count-closed = Recuento: { $products ->
    [one] 1 producto
   *[other] { $products } productos
}, { $different } con diferencia, por valor de { $value }.
told-count-given-up = Se abandonó un recuento; no cambió nada.
told-approved = { $name } lo autorizó: { $what } ({ $may }).
told-opened = Turno { $shift } abierto con { $amount }.
told-closed = Caja cerrada: Z { $number }, { $counted } contados, descuadre { $variance }.
told-x = Se sacó un informe X.
told-count = Se contó el cajón: { $counted }.
told-wrong-pin = Se tecleó un PIN equivocado de { $name }.
told-taken-over = Tomó el relevo de { $name }; { $lines ->
    [one] 1 línea en el ticket.
   *[other] { $lines } líneas en el ticket.
}
told-person = { $name } cambió: { $what }.
told-new-person = { $name } trabaja aquí desde ahora, como { $role }.
told-new-pin = otro PIN
told-nothing-else = guardado como estaba
told-product = El producto { $name } cambió: { $what }.
told-product-at = Se guardó el producto { $name } a { $price }.
told-sold-here = se vende
told-customer = El cliente { $name } cambió: { $what }.
told-new-customer = Se añadió el cliente { $name }.
told-import = Se importaron { $rows } productos de { $file }.
told-reprinted = El recibo { $number } se imprimió o mostró otra vez: copia { $copy }.
told-recovery = Se escribió el código de recuperación.
told-founded = Se fundó la caja.
told-shop = Ajustes de { $name }: { $what }.
told-keys = Se cambió lo que abre el almacén de datos.
told-backup = Se hizo una copia de seguridad.
told-rebuilt = Se rehízo el almacén de datos.
told-restored = La caja sigue desde una copia de seguridad, con otra serie.
told-other = Anotado en el diario.

## Commands

cmd-lock = Bloquear
    .help = Bloquea la caja; el ticket se conserva y un PIN la abre.
cmd-change-pin = Cambiar PIN
    .help = Da otro PIN a quien atiende.
cmd-people = Personas
    .help = Muestra quién trabaja aquí: añadir, cambiar, quitar de la lista.
cmd-add-person = Añadir
    .help = Añade una persona.
cmd-settings = Ajustes
    .help = Muestra lo que la tienda ha decidido; Enter lo cambia.
cmd-roles = Permisos
    .help = Muestra qué puede hacer cada rol sin ayuda; Enter da un permiso o lo quita.
cmd-trail = Registro
    .help = Muestra lo que ha pasado en la tienda, día a día.
cmd-trail-kind = Clase
    .help = Muestra una sola clase de asientos, la siguiente a cada pulsación.
cmd-trail-person = Persona
    .help = Muestra solo los asientos de una persona, la siguiente a cada pulsación.
