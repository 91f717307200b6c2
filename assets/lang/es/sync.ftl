# La central en las pantallas: el piloto, la cola, los conflictos, las listas de repaso, el alta.

## El piloto: palabra junto a signo y color

lamp-synced = AL DÍA
lamp-syncing = ENVIANDO
lamp-syncing-count = ENVIANDO { $count }
lamp-sending = ENVIANDO { $done }/{ $all }
lamp-fetching = TRAYENDO { $count }
lamp-offline = SIN RED
lamp-offline-count = SIN RED { $count }
lamp-offline-waiting = SIN RED, { $count } en espera
lamp-paused = PAUSA
lamp-paused-why = PAUSA: { $why }
lamp-conflicts = { $count ->
    [one] 1 CONFLICTO
   *[other] { $count } CONFLICTOS
}
lamp-conflicts-short = { $count } CONF.
lamp-clock = RELOJ A { $minutes } MIN
lamp-clock-short = RELOJ
pause-withdrawn = dada de baja
pause-upgrade = actualizar
pause-hub-fork = otra central
pause-chain-fork = otro pasado
pause-series-behind = copia vieja
pause-withdrawn-told = La central ya no conoce esta caja: F10 Unir a central con un código nuevo suyo la da de alta otra vez. No se pierde nada; se sigue vendiendo.
pause-upgrade-told = La central y esta caja tienen versiones distintas: actualice la más vieja. No se pierde nada; se sigue vendiendo.
pause-hub-fork-told = La central tiene otro pasado que el que conoce esta caja: pregunte a quien la lleva. No se pierde nada; se sigue vendiendo.
pause-chain-fork-told = La central tiene otras entradas de esta caja que este equipo: pregunte a quien la lleva. Aquí no se pierde nada.
pause-series-behind-told = La central tiene documentos posteriores de esta caja: puede ser una copia vieja. Pregunte a quien lleva la central antes de vender.

## La cola

sync-title = Cola de envío
sync-none = Esta caja no tiene central, y para vender no la necesita. F10 Unir a central la da de alta.
sync-asking = Mirando...
sync-asked = Se pregunta ahora a la central.
sync-answered = Se preguntó ahora mismo: la central está.
sync-unanswered = Se preguntó ahora mismo: la central sigue sin estar.
sync-retrying = La central prueba otra vez las entradas que fallaron.
sync-retried = Probadas otra vez: { $done } hechas, { $left } siguen esperando; cada una dice por qué.
sync-offline = Sin central desde { $since }. Todo se guarda aquí y sube solo.
sync-syncing = En camino: { $told }.
sync-refused = La central está y ahora mismo no puede recibir nada; se le vuelve a preguntar, no se pierde nada. Quien la lleva verá por qué en su registro.
hub-missing = { $met ->
    [late] No contestó a tiempo.
    [nameless] No se encuentra ninguna máquina con ese nombre.
    [nobody] Nadie escucha en su dirección.
    [broke-off] La línea se cortó.
    [untrusted] Muestra otro certificado que el que conoce esta caja: si quien lleva la central lo renovó, F10 Unir a central con un código nuevo suyo. No se envió nada.
    [strange] Contestó otra cosa en su lugar (estado { $status }): la página de acceso de la red, un proxy.
    [endless] Llegó una respuesta sin fin.
    [unread] Contestó algo que esta versión no sabe leer.
    [another] Contestó otra central.
   *[no-line] No hay línea hasta ella.
}
hub-line-url = La configuración no da ninguna dirección de central: { $url }.
hub-line-certificate = No hay ningún certificado en { $file }, que da la configuración.
hub-journal = La caja no pudo leer su propio diario: tendero doctor dice más.
sync-synced = Todo está en la central. Última noticia { $last }.
sync-drain = Otra caja tiene el puesto de esta: se envía lo que hay, no llega nada nuevo.
sync-mended-back = { $back ->
    [one] 1 entrada que este equipo había perdido volvió de la central.
   *[other] { $back } entradas que este equipo había perdido volvieron de la central.
}
sync-mended-parted = Este equipo era una copia o volvió atrás: { $again } de sus entradas subieron de nuevo, { $back } volvieron de la central, y los documentos siguen como { $series }.
sync-mended-raised = Los documentos siguen en { $number }: la central ya había visto los números anteriores.
sync-signed-out = { $count ->
    [one] Sesión cerrada. 1 entrada espera a la central: no se pierde nada, sube sola.
   *[other] Sesión cerrada. { $count } entradas esperan a la central: no se pierde nada, suben solas.
}
sync-column-when = Hecho
sync-column-what = Entrada
sync-column-which = Cuál
sync-column-amount = Importe
sync-column-status = Estado
sync-detail = Entrada
sync-entry = Número en el diario
sync-pending = PENDIENTE
sync-sending = ENVIANDO
sync-done = ENVIADA
sync-done-at = ENVIADA { $at }
sync-failed = FALLIDA
sync-held-told = La central tiene la entrada; su efecto espera allí: { $why }
sync-filter-all = todo
sync-filter-waiting = en espera
sync-filter-synced = en la central
sync-filter-failed = fallidas
sync-none-all = Aquí no se ha hecho nada todavía.
sync-none-waiting = Nada espera: todo está en la central.
sync-none-synced = Nada está en la central todavía. F5 le pregunta ahora.
sync-none-failed = Nada ha fallado.
kind-founded = Alta de la tienda
kind-shop-changed = Ajustes
kind-person-saved = Persona
kind-signed-in = Inicio de sesión
kind-sign-in-failed = PIN equivocado
kind-signed-out = Fin de sesión
kind-approved = Permiso
kind-taken-over = Relevo
kind-shift-opened = Apertura de caja
kind-x-taken = Informe X
kind-shift-closed = Informe Z
kind-count-taken = Recuento de caja
kind-sold = Venta
kind-refunded = Devolución
kind-voided = Anulación
kind-parked = Ticket aparcado
kind-drawer-opened = Cajón abierto
kind-cash-moved = Movimiento de caja
kind-expense-paid = Gasto
kind-import-part = Parte de importación
kind-import-committed = Importación
kind-product-saved = Producto
kind-stock-moved = Movimiento de género
kind-stock-counted = Parte de un recuento
kind-stock-count-closed = Inventario
kind-reprinted = Copia de un papel
kind-customer-saved = Cliente
kind-account-paid = Pago a cuenta
kind-conflict-resolved = Conflicto resuelto
kind-hub-joined = Alta en la central
kind-incarnation-opened = Otra vida
kind-told-again = Enviado otra vez
kind-numbers-raised = Salto de números
kind-numbers-leased = Números recibidos
kind-numbers-voided = Números anulados
kind-hub-left = Baja de la central
kind-backup-made = Copia hecha
kind-rebuilt = Datos rehechos
kind-keys-changed = Claves cambiadas
kind-other = Entrada de tipo { $number }
held-behind = una entrada anterior sobre lo mismo espera allí.
held-failed = la central falló con ella; quien la lleva verá más en su registro.
held-id-taken = otra entrada tiene el mismo id y dice otra cosa.
held-figures = sus cifras no cuadran.
held-closed-twice = ese turno ya estaba cerrado.
held-currency = está en otra moneda que la de la tienda.
held-number-taken = otro documento tiene el mismo número.
held-stock-range = las existencias pasarían de lo que se puede contar.
held-newer = la central es más vieja que esta caja y no conoce aún tales entradas: actualice la central.
held-unreadable = la central no puede leerla.
held-import-parts = allí faltan partes de la importación.

## Conflictos

conflicts-title = Conflictos
conflicts-none = Nada que resolver: ninguna caja cambió lo mismo a la vez.
conflicts-column-what = Qué
conflicts-column-kind = Tipo
conflicts-column-fields = Campos
conflicts-column-till = Caja
conflict-product = producto
conflict-customer = cliente
conflict-person = persona
conflict-shop = ajustes
conflict-title = Conflicto { $at } de { $all }
conflict-column-field = Campo
conflict-column-till = Caja { $till }
conflict-column-hub = Central
conflict-column-base = Antes
conflict-column-answer = Queda
conflict-open = ?
conflict-till = caja
conflict-hub = central
conflict-by = Cambiado en la caja { $till } por { $name }, { $when }.
conflict-meanwhile = Mientras se decide vale lo de la central.
conflict-values = Caja: { $local } / central: { $hub }
conflict-choose = Elija antes qué valor queda: F2 el de la caja, F3 el de la central.
conflict-sure = Enter lo resuelve así, para toda la tienda.
conflict-settled = Resuelto. El envío sigue.
field-codes = Códigos
field-name = Nombre
field-category = Categoría
field-price = Precio
field-cost = Coste
field-tax = Impuesto
field-unit = Unidad
field-min-stock = Mínimo
field-open-price = Precio libre
field-active = En uso
field-phone = Teléfono
field-tax-id = NIF
field-note = Nota
field-limit = Límite
field-role = Puesto
field-pin = PIN
field-roles = Permisos
field-another-pin = un PIN
field-none = nada

## Listas de repaso

check-offline-title = ¿Lista para seguir sin red?
check-closing-title = ¿Está todo arriba antes de cerrar?
check-offline-end = Sin red se vende el tiempo que haga falta. Esta lista no impide nada.
check-closing-end = La caja se puede cerrar siempre; la Z dice cuánto no estaba en la central. Esc vuelve.
check-fine = BIEN
check-look = MIRE
check-note = NOTA
check-local = esta caja no tiene central; todo se guarda aquí.
check-line = la central está, última noticia { $last }.
check-line-off = la central no está, última noticia { $last }.
check-line-paused = el envío está en pausa: F10 Cola de envío dice por qué.
check-all-up = todo está en la central.
check-waiting = { $count ->
    [one] 1 entrada no está aún en la central: F10 Enviar ya.
   *[other] { $count } entradas no están aún en la central: F10 Enviar ya.
}
check-held = { $count ->
    [one] 1 entrada falló en la central: F10 Cola de envío dice por qué.
   *[other] { $count } entradas fallaron en la central: F10 Cola de envío dice por qué.
}
check-conflicts = { $count ->
    [one] 1 conflicto espera: F10 Conflictos.
   *[other] { $count } conflictos esperan: F10 Conflictos.
}
check-clock = el reloj va { $minutes } minutos distinto del de la central: póngalo en hora.
check-goods = el catálogo está completo, { $count } productos.
check-goods-coming = el catálogo no está completo: faltan { $count } filas.
check-people = { $count ->
    [one] 1 persona puede entrar aquí.
   *[other] { $count } personas pueden entrar aquí.
}
check-disk = quedan { $count } GiB libres en el disco.
check-disk-low = solo quedan { $count } MiB libres en el disco: haga sitio.
check-disk-unknown = no se sabe cuánto queda libre en el disco.
check-no-printer = no hay impresora preparada.
check-printer = la impresora funciona.
check-stuck = { $count ->
    [one] 1 papel no ha salido: F10 Impresiones.
   *[other] { $count } papeles no han salido: F10 Impresiones.
}
check-parked = { $count ->
    [one] hay 1 ticket aparcado.
   *[other] hay { $count } tickets aparcados.
}
check-ticket = hay un ticket sin cobrar.
check-mirror = el espejo lo tiene todo.
check-mirror-behind = { $count ->
    [one] 1 entrada no está aún en el espejo.
   *[other] { $count } entradas no están aún en el espejo.
}
check-mirror-unknown = se está mirando el espejo.
check-mirror-away = falta el espejo desde { $since }, con { $count } entradas que no están en él: { $told }
mirror-back = El espejo vuelve a estar y se pone al día.
check-copied = nada está solo en este disco.
check-uncopied = { $count ->
    [one] 1 entrada está solo en este disco.
   *[other] { $count } entradas están solo en este disco.
}
close-waiting = { $count ->
    [one] 1 entrada sin enviar a la central
   *[other] { $count } entradas sin enviar a la central
}

## Alta y baja

join-title = Unir a una central
join-url = Dirección de la central
join-code = Código
join-about = Quien lleva la central da las dos cosas: `tendero hub enrol-code`. Valen blancos, guiones y minúsculas; el código sirve una vez y poco tiempo. El pasado de esta caja sube tal como es.
join-typed = { $typed } de { $all } letras del código
join-asking = Preguntando a la central...
join-say-url = Escriba antes la dirección de la central, como https://192.168.1.20:8443.
join-say-code = Escriba el código de la central.
join-done = Esta caja es ahora de { $shop }. Lo demás llega solo: el piloto dice cuánto falta.
leave-hub-ask = ¿Seguir sin la central de { $shop }? Lo que hay aquí se queda aquí.
leave-hub-done = Esta caja sigue sin central.

## Órdenes

cmd-sync-queue = Cola de envío
    .help = Ver qué está en la central, qué espera y qué falló, y por qué.
cmd-look-into = Ver
    .help = Ver entero lo elegido.
cmd-sync-filter = Cuáles
    .help = Mostrar todo, lo que espera, lo que falló o lo que está en la central.
cmd-sync-now = Enviar ya
    .help = Preguntar ahora a la central en vez de esperar a la próxima vez.
cmd-retry-failed = Reintentar
    .help = Preguntar otra vez a la central por lo que falló.
cmd-conflicts = Conflictos
    .help = Ver lo que dos cajas cambiaron a la vez, y resolverlo.
cmd-keep-local = El de la caja
    .help = Dejar en el campo elegido el valor de la caja.
cmd-accept-server = El de central
    .help = Dejar en el campo elegido el valor de la central.
cmd-join-hub = Unir a central
    .help = Dar de alta esta caja en una central, con su dirección y un código de un solo uso.
cmd-leave-hub = Dejar central
    .help = Seguir sin la central; se niega mientras algo no esté allí.
cmd-ready-offline = Lista sin red
    .help = Ver qué mirar antes de que la caja vaya adonde no hay red.
cmd-before-closing = ¿Todo arriba?
    .help = Ver qué falta en la central o por hacer antes de cerrar.

## El espejo

refusal-mirror-away = { $path } no está: ponga la memoria o monte su disco.
refusal-mirror-unmarked = { $path } no tiene un espejo: ponga su memoria; una nueva se hace espejo con `tendero mirror start`.
refusal-mirror-foreign = { $path } es el espejo de otra caja: no se escribe nada en él.
refusal-mirror-newer = { $path } lo escribió una versión más nueva de este programa.
refusal-mirror-ahead = el espejo de { $path } llega a la entrada { $more } y esta caja no: su disco volvió atrás. El espejo queda como está; `tendero mirror mend` las devuelve.
refusal-mirror-parted = el espejo de { $path } tiene otro pasado que esta caja, a más tardar desde la entrada { $more }: la caja fue copiada o restaurada. Queda como está; guárdelo y empiece otro en otra memoria.
refusal-mirror-damaged = el espejo de { $path } está dañado ({ $more }).
refusal-mirror-both-damaged = después de la entrada { $more } ni { $path } ni el espejo están enteros: restaure la última copia en otro directorio.
refusal-mirror-in-use = otro programa está escribiendo el espejo de { $path }.
refusal-mirror-journal = el diario de esta caja no se puede copiar: { $more }
refusal-mirror-occupied = { $path } tiene un directorio «journal» que no es un espejo: elija un sitio vacío.
refusal-mirror-inside = { $path } está dentro de la tienda: un espejo va en otro disco o en una memoria.
refusal-mirror-full = no queda sitio en el espejo ({ $path }): haga sitio o ponga una memoria mayor.
refusal-mirror-read-only = en el espejo no se puede escribir ({ $path }): mire si está protegido.
refusal-mirror-fails = el espejo no se puede leer o escribir ({ $path }): mire si la memoria está bien puesta.
