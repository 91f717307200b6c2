### Los mensajes del programa en español. Una sección por pantalla, en el orden en que se ven. Cada mensaje
### está en todos los idiomas con los mismos valores entre llaves.
###
### Solo caracteres que muestra una consola sencilla (Latin-1 y el euro). Las etiquetas son cortas; las frases
### terminan en punto: qué ha pasado, qué significa para la venta y qué hacer.

## En todas partes

app-name = tendero
opening = Abriendo la caja...
scan-sign-in = Elija primero su nombre y teclee su PIN. No se ha vendido nada.
scan-closing = Se está cerrando la caja. No se ha vendido nada; Esc vuelve atrás.
scan-stopped = La caja se ha parado. No se ha vendido nada.
scan-question = Conteste primero a la pregunta. No se ha leído ningún artículo.
scan-form = Termine primero el producto nuevo. No se ha leído ningún artículo.
scan-quantity = Eso es un código, no una cantidad. No ha cambiado nada.
header-till = Caja { $till }
copies-count = { $count ->
    [one] 1 copia
   *[other] { $count } copias
}
terminal-too-small = La ventana es muy pequeña: al menos { $columns } x { $rows }. El ticket se conserva.

## La luz: palabra junto al signo y al color

lamp-local = LOCAL

## Entrada

sign-in-title = ¿Quién es?
sign-in-choose = Elija su nombre y pulse Enter.
sign-in-type-pin = PIN de { $name }:
sign-in-checking = comprobando...
sign-in-demo = Tienda de prueba: estos son los PIN.
sign-in-ticket-kept = El ticket abierto le está esperando.
role-owner = titular
role-supervisor = responsable
role-cashier = caja

## Abrir la caja

open-title = Abrir la caja
open-float = Fondo en el cajón
open-last-float = Sin escribir nada, Enter abre con { $amount }.
open-date = Día de venta
open-clock-behind = El reloj dice { $today }, antes del último día de venta. Confirme la fecha de hoy.
open-clock-doubtful = El reloj dice { $today }, y cuesta creerlo. Confirme la fecha de hoy.
open-bad-date = Eso no es una fecha: escriba año-mes-día, como 2026-11-20.
open-done = Caja abierta con { $amount }. Turno { $shift }.
open-first = La caja está cerrada. Ábrala para vender.

## Venta

sale-code-or-name = Código o nombre:
sale-column-item = Artículo
sale-column-quantity = Cant.
sale-column-price = Precio
sale-column-amount = Importe
sale-lines = { $count ->
    [one] 1 artículo
   *[other] { $count } artículos
}
sale-net = Base
sale-tax = IVA { $percent } %
sale-taxes = IVA
sale-discount = Descuento
sale-total = TOTAL
sale-code-missing = Teclee o escanee el código después del asterisco. No se ha vendido nada.
sale-unknown-code = El código { $code } no está en el catálogo: nada vendido.
sale-unknown-name = Nada se llama «{ $code }». No se ha vendido nada.
sale-unknown-offer = { $key }: alta.
sale-retired = { $name } ya no se vende. No se ha puesto en el ticket.
sale-empty = Escanee el primer artículo o escriba su nombre.
sale-line-void = Quitado: { $name }.
sale-ticket-void = Ticket anulado. No se ha vendido nada.
sale-draft-back = Este ticket estaba abierto cuando se paró el programa. Todavía no se ha vendido nada de él.
sale-quantity = Cantidad
sale-void-ticket-ask = ¿Anular todo el ticket de { $amount }?

## Búsqueda

search-count = { $shown } de { $all }
search-stock = Stock
search-type = Escriba parte del nombre o del código.

## Producto nuevo, a partir de un código desconocido

new-product-title = Producto nuevo
new-product-code = Código
new-product-name = Nombre
new-product-price = Precio
new-product-tax = IVA
new-product-unit = Unidad
new-product-category = Categoría
new-product-sku = SKU
new-product-stock = Stock
new-product-no-name = Falta el nombre. No se ha guardado nada.
new-product-no-price = Falta el precio. No se ha guardado nada.
new-product-bad-code = Ese código no se puede usar: demasiado largo o con signos extraños.
new-product-sku-taken = Ya hay un producto con ese SKU. Escriba otro; no se ha cambiado nada.
new-product-whole-stock = Esa unidad no admite decimales: escriba una cantidad entera.
unit-each = unidad
new-product-saved = { $name }: guardado y en el ticket.
tax-standard = general
tax-reduced = reducido
tax-exempt = exento

## Cobro

pay-total = TOTAL
pay-rounding = Redondeo
pay-due = A PAGAR
pay-missing = Falta
pay-amount = Importe recibido:
pay-change = CAMBIO
pay-no-change = Sin cambio
pay-saving = Guardando la venta...
pay-saved = Ticket { $number } guardado
tender-cash = Efectivo
tender-card = Tarjeta
tender-mobile = Móvil
tender-transfer = Transferencia
tender-credit = Vale
tender-account = A cuenta
tender-exchange = Devolución
pay-scan-refused = El cobro ya ha empezado. Termínelo o vuelva atrás para escanear más.

## Recibo

receipt-title = Recibo
receipt-number = Recibo { $number }
receipt-copy = COPIA { $count }
receipt-served-by = Le ha atendido { $name }
receipt-tax-included = IVA incluido
receipt-seal = Sello { $seal }
receipt-thanks = Gracias por su visita
explain-title = De dónde sale el total
explain-gross = importe
explain-discount = descuento
explain-discount-share = su parte del descuento
explain-ticket-discount = Descuento del ticket
explain-tax = impuesto
explain-tax-share = su parte del impuesto
explain-taxes = Impuestos
explain-net = base
explain-given = como se tecleó
explain-half-up = redondeado; la mitad, hacia arriba
explain-half-even = redondeado; la mitad, a la cifra par
explain-up = redondeado hacia arriba
explain-down = redondeado hacia abajo
explain-coins = redondeado a la moneda más pequeña
explain-spread = repartido por el mayor resto
explain-capped = lo que todavía queda del precio

## Cierre de caja

close-title = Cierre de caja
close-shift = turno { $shift }, abierto { $time } por { $name }, fondo { $amount }
close-shift-number = turno { $shift }
close-notes = Billetes
close-coins = Monedas
close-counted = Contado
close-expected = Esperado
close-variance = Diferencia
close-exact = cuadra
close-over = sobra
close-short = falta
close-reason = Motivo de la diferencia
close-why = Motivo
close-note = Nota
close-approver = Aprueba
close-say-why = Escriba el motivo de la diferencia.
close-nothing-counted = Todavía no ha contado nada. Si el cajón está vacío, escriba un 0.
close-before = Antes de cerrar:
close-open-ticket = hay un ticket sin cobrar
close-uncopied = { $count ->
    [one] 1 apunte solo en este disco
   *[other] { $count } apuntes solo en este disco
}
close-unsynced = { $count ->
    [one] 1 apunte sin sincronizar
   *[other] { $count } apuntes sin sincronizar
}
close-blind = Cuente lo que hay en el cajón. Después se muestra lo que debería haber.
close-sure = ¿Cerrar la caja? Enter: sí.
close-confirm = Una vez cerrada, la Z no se puede cambiar.
close-again = Contar otra vez el cajón, sabiendo ya lo que se espera
close-done = Caja cerrada. Z { $number }.
close-no-recovery = Hasta que se teclee el código de recuperación, la copia solo se abre con la llave de este equipo.

## Z y X

z-title = Z { $number }
x-title = X, turno { $shift }
z-date = Día de venta
z-sales = Ventas
z-documents = { $from } a { $to }
z-tenders = Por forma de pago
z-cashiers = Por persona
z-base = Base
z-rounding = Redondeo de efectivo
z-given = Entregado
z-grand-total = Total acumulado

## Ayuda y paleta

help-title = Teclas
help-here = Aquí
help-move = Para moverse
help-always = Siempre
help-by-name = Por su nombre, con Órdenes
palette-title = Órdenes
palette-prompt = ¿Qué quiere hacer?
palette-none = Ninguna orden se llama así.
palette-elsewhere = Aquí no se puede: es de otra pantalla.
palette-not-now = Ahora mismo no se puede.
palette-no-lines = No hay nada en el ticket.
palette-no-sale = Todavía no se ha vendido nada.

## Órdenes: la etiqueta del pie, y lo que hace en la ayuda y en la paleta

cmd-add = Añadir
    .help = Poner en el ticket lo tecleado; 3*código pone tres.
cmd-pay = Cobrar
    .help = Cobrar el ticket.
cmd-exact-cash = Justo
    .help = Cobrar el importe justo en efectivo y terminar la venta.
cmd-cash = Efectivo
    .help = Cobrar en efectivo el importe tecleado.
cmd-card = Tarjeta
    .help = Cobrar con tarjeta el importe tecleado, o todo lo que falta.
cmd-mobile = Móvil
    .help = Cobrar con el móvil el importe tecleado, o todo lo que falta.
cmd-transfer = Transferencia
    .help = Cobrar por transferencia el importe tecleado, o todo lo que falta.
cmd-quantity = Cantidad
    .help = Cambiar la cantidad de la línea elegida.
cmd-search = Buscar
    .help = Encontrar un producto por su nombre o su código.
cmd-void-line = Quitar
    .help = Quitar del ticket la línea elegida.
cmd-void-ticket = Anular ticket
    .help = Vaciar el ticket; no se vende nada.
cmd-new-product = Alta
    .help = Dar de alta un producto en el catálogo.
cmd-next-sale = Siguiente
    .help = Empezar el ticket siguiente.
cmd-receipt = Recibo
    .help = Ver el recibo de la última venta.
cmd-explain = Explicar
    .help = Ver cada paso del cálculo del total.
cmd-close-register = Cerrar caja
    .help = Contar el cajón y sacar la Z.
cmd-x-report = Informe X
    .help = Ver las cifras del turno hasta ahora.
cmd-sign-out = Salir
    .help = Dejar la caja a otra persona; el ticket se conserva.
cmd-help = Ayuda
    .help = Ver qué hacen las teclas aquí.
cmd-palette = Órdenes
    .help = Encontrar cualquier orden por su nombre.
cmd-confirm = Confirmar
    .help = Aceptar lo que pregunta la ventana.
cmd-back = Volver
    .help = Volver un paso atrás; el ticket nunca se pierde.
cmd-up = Arriba
    .help = Ir a la línea de arriba.
cmd-down = Abajo
    .help = Ir a la línea de abajo.
cmd-page-up = Página arriba
    .help = Subir una página.
cmd-page-down = Página abajo
    .help = Bajar una página.
cmd-recount = Recontar
    .help = Volver al recuento y corregirlo.
key-space = Espacio
key-delete = Supr
key-up = Arriba
key-down = Abajo
key-left = Izq
key-right = Der
key-home = Inicio
key-end = Fin
key-page-up = RePág
key-page-down = AvPág
cmd-quit = Terminar
    .help = Cerrar el programa; el ticket abierto se conserva.

## Cuando algo va mal en el equipo

fault-title = La caja ha dejado de vender
fault-sale-kept = Todas las ventas mostradas como cobradas están guardadas.
fault-restored-tail = La última vez se fue la luz mientras se escribía. La venta en curso no quedó grabada: repítala.
notice-title = Mientras la caja estaba parada
notice-draft-sold = El ticket que estaba abierto ya se cobró como { $number }. No hay que repetirlo.
notice-draft-returned = La mercancía del ticket que estaba abierto ya se devolvió como { $number }, y el dinero se entregó. No hay que repetirlo.
notice-space = Solo quedan { $mib } MiB libres en este disco. Haga sitio pronto: sin sitio no se puede vender.
notice-clock = El reloj va atrasado: lo último se apuntó el { $last }. Se puede vender, pero tickets e informes llevarán una hora falsa hasta que se ponga en hora el reloj del equipo.
notice-zone = Este equipo no conoce la zona horaria { $zone }. Las horas de los tickets serán UTC.

## Negativas: lo que la tienda no permite. En inglés cada una dice su propia frase; aquí se busca por su código.
## Empiezan en minúscula y sin punto, como ellas: quien las muestra pone el marco.

# Números, importes y cantidades
refusal-not-a-number = eso no es un número: use cifras y, si hace falta, una coma decimal
refusal-nothing-typed = no se ha escrito nada: escriba un número, 0 si no hay nada
refusal-number-too-long = ese número es demasiado largo
refusal-amount-too-precise = el importe tiene más decimales que la moneda
refusal-amount-too-large = el importe es mayor de lo que se puede vender de una vez
refusal-quantity-too-precise = la cantidad tiene más de tres decimales
refusal-quantity-too-large = la cantidad es demasiado grande
refusal-percent-negative = un porcentaje no puede ser menor que cero
refusal-percent-too-large = el porcentaje es demasiado grande
refusal-percent-too-precise = el porcentaje tiene más de cuatro decimales
refusal-price-negative = un precio no puede ser menor que cero
refusal-price-too-large = el precio pasa de 9.999.999.999
refusal-price-too-precise = el precio tiene más de seis decimales

# Ticket
refusal-no-lines = no hay nada en el ticket
refusal-too-many-lines = el ticket tiene { $count } líneas, más de las que caben
refusal-discount-above-ticket = el descuento de { $discount } es mayor que el ticket, { $lines }
refusal-ticket-discount-above-100 = un descuento del { $rate } % es más que todo el ticket
refusal-ticket-discount-negative = el descuento del ticket no puede ser menor que cero
refusal-ticket-other-currency = el descuento o la moneda más pequeña no está en { $currency }, como el ticket
refusal-ticket-too-large = el ticket pasa de lo que se puede vender de una vez en { $currency }
refusal-coin-not-positive = la moneda más pequeña tiene que ser mayor que cero

# Línea del ticket
refusal-quantity-not-positive = línea { $line }: la cantidad tiene que ser mayor que cero, y { $quantity } no lo es
refusal-quantity-absurd = línea { $line }: la cantidad { $quantity } pasa del límite de la tienda, { $most }
refusal-quantity-decimals = línea { $line }: { $quantity } tiene más decimales que los { $allowed } de su unidad
refusal-discount-above-line = línea { $line }: el descuento de { $discount } es mayor que la línea, { $gross }
refusal-line-discount-above-100 = línea { $line }: un descuento del { $rate } % es más que toda la línea
refusal-line-discount-negative = línea { $line }: el descuento no puede ser menor que cero
refusal-line-other-currency = línea { $line }: el descuento no está en { $currency }, como el ticket
refusal-line-too-large = línea { $line }: pasa de lo que se puede vender de una vez en { $currency }
refusal-fixed-tax-above-price = línea { $line }: los impuestos fijos incluidos en el precio son mayores que el precio
refusal-too-many-taxes = línea { $line }: { $count } impuestos son más de los que caben en una línea

# Cobro
refusal-not-covered = hay que pagar { $due } y solo se han entregado { $paid }
refusal-change-from-other-tender = sin efectivo se han entregado { $tendered } para un total de { $total }: solo se da cambio del efectivo
refusal-payment-not-positive = el importe entregado tiene que ser mayor que cero
refusal-too-many-payments = { $count } pagos son más de los que caben en un ticket
refusal-payment-currency = el pago está en otra moneda
refusal-unknown-tax-class = { $sku } tiene el impuesto «{ $class }», que la tienda no tiene: corrija el producto
refusal-disk-full = el disco está lleno: no se puede registrar nada más; libere espacio, el ticket sigue aquí
refusal-fault-store-damaged = los datos de consulta están dañados y no se ha perdido nada: salga, escriba `tendero rebuild` y vuelva a abrir la caja
refusal-fault-disk-full = el disco está lleno: no se ha perdido nada; libere espacio y vuelva a abrir la caja
refusal-draft-not-kept = el disco no puede guardar este ticket: libere espacio, o termine la venta antes de que se vaya la luz
refusal-id-used = ese ticket ya se vendió como { $number } con otro contenido: use un identificador nuevo
refusal-id-taken = ese identificador ya nombra otra cosa en esta caja: use uno nuevo para la venta
refusal-totals-full = esta caja ha vendido todo lo que cabe en sus totales: ciérrela y funde otra
refusal-figures-broken = las cifras de esta venta no cuadran: no se ha vendido nada; avise, por favor

# Personas
refusal-not-signed-in = nadie ha entrado: elija su nombre y teclee su PIN
refusal-unknown-person = aquí nadie se llama { $name }: revise el nombre
refusal-wrong-pin = ese no es el PIN: pruebe otra vez
refusal-pin-wait = demasiados PIN equivocados: espere { $seconds } s y pruebe otra vez
refusal-weak-pin = para ese puesto el PIN tiene de { $digits } a 12 cifras y nada más
refusal-short-pin = el PIN de { $name } es corto para lo que ya puede hacer: que entre con él y elija otro
refusal-bad-name = una persona necesita un nombre de 1 a 40 letras
refusal-name-taken = ya hay alguien que se llama { $name }: añada una inicial

# Caja
refusal-register-closed = la caja está cerrada: ábrala primero con su fondo
refusal-register-open = la caja ya está abierta (turno { $shift }): ciérrela primero
refusal-negative-float = el fondo no puede ser menor que cero: cuente el efectivo del cajón
refusal-negative-count = lo contado no puede ser menor que cero: cuente el efectivo del cajón
refusal-count-disagrees = billetes y monedas suman { $sum }, no { $counted }: revise el recuento
refusal-date-doubtful = el reloj dice { $today }, y cuesta creerlo después de { $last }: confirme la fecha o ponga el reloj en hora
refusal-date-backwards = el reloj dice { $today }, antes del último día de venta, { $last }: confirme la fecha o ponga el reloj en hora
refusal-needs-approval = la diferencia de { $variance } pasa del límite de { $limit }: la tiene que aprobar una persona responsable
refusal-needs-reason = hay una diferencia de { $variance }: escriba el motivo

# Catálogo
refusal-product-no-name = un producto necesita un nombre
refusal-tax-class-unknown = la tienda no tiene el impuesto { $class }: elija uno de { $known }
refusal-code-taken = el código { $code } es de { $sku }: un código nombra un solo producto
