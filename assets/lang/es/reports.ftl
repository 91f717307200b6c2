# lists, reports, charts

## Refusals

refusal-not-a-date = "{ $date }" no es una fecha: escríbala como 31/12/2026 o 2026-12-31
refusal-no-such-date = el { $date } no existe: ese mes tiene menos días
refusal-period-backwards = el primer día va después del último: cámbielos de orden
refusal-file-no-form = el nombre debe terminar en .csv o .json: dice en qué forma se escribe el informe
refusal-file-there = { $path } ya existe: escriba otro nombre
refusal-file-not-written = no se puede escribir { $path } ({ $why })
refusal-report-unreadable = no se puede leer el informe ({ $why }): ejecute `tendero audit verify`

## Commands

cmd-reports = Informes
    .help = Lo vendido por día, hora, producto, categoría, cajero, medio de pago e impuesto, y lo ganado.
cmd-open-row = Abrir
    .help = Va al detalle: a los documentos de la fila elegida, o al recibo.
cmd-next-report = Otro informe
    .help = Pasa al informe siguiente en las mismas fechas.
cmd-previous-report = Inf. anterior
    .help = Vuelve al informe anterior en las mismas fechas.
cmd-period = Fechas
    .help = Elige las fechas del informe: hoy, este mes, o de un día a otro.
cmd-earlier = Antes
    .help = Lleva el informe al período anterior, igual de largo.
cmd-later = Después
    .help = Lleva el informe al período siguiente, igual de largo.
cmd-order = Orden
    .help = Ordena las filas por la columna siguiente.
cmd-chart = Gráfico
    .help = Muestra solo el gráfico, solo las filas, o ambos.
cmd-save-report = Guardar
    .help = Escribe el informe en un archivo, CSV o JSON.
cmd-paper-report = Papel
    .help = Muestra el informe como se imprime.

## Reports

report-summary = Resumen
report-by-day = Ventas por día
report-by-hour = Ventas por hora
report-by-product = Ventas por producto
report-by-category = Ventas por categoría
report-by-cashier = Ventas por cajero
report-by-tender = Cobros por medio de pago
report-by-tax = Impuestos
report-margin = Margen por producto
report-discounts = Descuentos
report-stock = Existencias
report-stock-value = Valor de las existencias
report-closings = Cierres
report-expenses = Gastos
report-expense-list = Gasto a gasto
report-now = Como está ahora
report-empty = Nada en estas fechas. La flecha izquierda muestra el período anterior, F2 elige otro.
report-reading = Leyendo...
report-progress = Leyendo, { $percent } %. Esc lo deja.
report-compared = { $change } sobre { $period }
report-sales = { $count ->
    [one] 1 venta
   *[other] { $count } ventas
}
report-average = Venta media
report-margin-rate = Margen, %
report-low = bajo
report-unit-each = ud.
report-return = dev.
report-saved = Guardado en { $path }.
report-save-title = Guardar el informe en un archivo
report-save-hint = .csv para una hoja de cálculo, .json para un programa. Sin carpeta, va a la suya.

## Columns

report-column-date = Fecha
report-column-hour = Hora
report-column-time = Hora
report-column-sku = SKU
report-column-name = Nombre
report-column-category = Categoría
report-column-cashier = Cajero
report-column-tender = Medio
report-column-tax = Impuesto
report-column-figure = Cifra
report-column-unit = Unidad
report-column-low = Bajo
report-column-number = Z
report-column-document = Documento
report-column-shift = Turno
report-column-sales = Ventas
report-column-lines = Líneas
report-column-quantity = Cantidad
report-column-net = Base
report-column-total = Total
report-column-discount = Descuento
report-column-rounding = Redondeo
report-column-margin = Margen
report-column-rate = %
report-column-cost = Coste
report-column-uncosted = Sin coste
report-column-payments = Pagos
report-column-received = Recibido
report-column-given = Devuelto
report-column-kept = Queda
report-column-base = Base
report-column-now = Ahora
report-column-before = Antes
report-column-change = Cambio %
report-column-stock = Existencia
report-column-min-stock = Mínimo
report-column-value = Valor
report-column-expected = Esperado
report-column-counted = Contado
report-column-variance = Diferencia
report-column-count = Cuántos
report-column-drawer = Cajón
report-column-otherwise = Aparte
report-column-spent = Gastado
report-column-from = Pagado de
report-column-note = Nota
report-column-reference = Referencia

## Periods

period-title = Fechas del informe
period-today = Hoy
period-yesterday = Ayer
period-this-week = Esta semana
period-last-week = La semana pasada
period-this-month = Este mes
period-last-month = El mes pasado
period-this-year = Este año
period-last-year = El año pasado
period-from = Desde
period-to = Hasta
period-hint = día/mes/año, o un nombre de arriba
period-end = Tan lejos no hay nada: el período se queda como está.
