# products and stock

# Negativas
refusal-stock-empty = no hay nada dentro: lea o escriba primero un producto
refusal-stock-too-many = son más de 500 líneas: hágalo en dos veces
refusal-stock-unknown = la tienda no tiene el producto { $sku }: créelo primero
refusal-stock-nothing = falta una cantidad de { $name }, mayor que 0
refusal-stock-too-fine = { $name } se cuenta en { $unit }, con { $decimals } decimales como mucho
refusal-stock-too-much = así la existencia de { $name } sería demasiado grande para ir en serio
refusal-stock-no-reason = falta el motivo: diga en pocas palabras por qué
refusal-stock-no-move = no existe ese movimiento que se quiere deshacer
refusal-stock-undone = este movimiento ya se deshizo: con una vez basta
refusal-stock-is-undoing = este apunte deshace otro: haga de nuevo el movimiento
refusal-stock-id-taken = ese número de apunte ya se usó para otra cosa: nada se movió
refusal-count-negative = { $name } no puede contarse por debajo de 0: escriba lo que ve
refusal-count-elsewhere = { $name } está en otro recuento abierto: termínelo primero
refusal-count-gone = este recuento ya no está abierto: empiece otro
refusal-product-parked = está en el ticket aparcado { $ticket }: termínelo o anúlelo primero
refusal-category-no-name = una categoría necesita un nombre

cmd-products = Productos
    .help = Muestra todos los productos con su precio y su existencia.
cmd-receive = Recibir
    .help = Da entrada a mercancía, con lo que costó.
cmd-adjust = Ajustar
    .help = Corrige una existencia con la diferencia y el motivo.
cmd-goods-out = Dar de baja
    .help = Saca lo roto o perdido, con el motivo.
cmd-sort-list = Ordenar
    .help = Pone la lista en otro orden.
cmd-low-stock = Faltas
    .help = Muestra solo lo que falta o está bajo cero, y vuelve.
cmd-remove-line = Quitar
    .help = Quita la línea elegida antes de guardarla.
products-title = Productos
products-low-title = Faltas
products-filter = Buscar:
products-empty = Nada encontrado. Esc muestra todos los productos; F5 crea uno nuevo.
products-low-empty = No falta nada: todo está por encima de su mínimo. F3 muestra todo.
products-column-name = Nombre
products-column-sku = SKU
products-column-category = Categoría
products-column-price = Precio
products-column-stock = Stock
products-column-flag = Ojo
products-negative = bajo 0
products-inactive = inactivo
products-low = poco
move-column-quantity = Cantidad
move-column-cost = Coste
move-empty = Lea o escriba un producto, luego cuánto. Enter en línea vacía sigue adelante.
move-code = Código o nombre:
move-quantity = { $name }, cuántos:
move-difference = { $name }, diferencia (-2, 5):
move-cost = { $name }, coste de uno:
move-supplier = Proveedor / albarán:
move-reason = Motivo:
move-unknown = Ningún producto, o más de uno, se llama { $code }: no se tomó nada.
move-done = { $count ->
    [one] Una línea está en existencias.
   *[other] { $count } líneas están en existencias.
}
move-leave = Estas líneas aún no están en existencias: Enter sigue, Esc otra vez las deja.
cmd-categories = Categorías
    .help = Lista las categorías con cuántos productos tiene cada una y lo que valen las existencias.
cmd-edit-product = Editar
    .help = Cambia el producto: nombre, códigos, precio, coste, impuesto, categoría, mínimo.
cmd-save = Guardar
    .help = Guarda lo que dice el formulario, desde cualquiera de sus líneas.
cmd-price-history = Precios
    .help = Lista los precios que tuvo, y vuelve a sus movimientos.
cmd-retire-product = Retirar
    .help = Retira el producto de la venta o lo repone; nunca se borra.
cmd-undo-move = Deshacer
    .help = Deshace el movimiento elegido con un contraasiento.
cmd-labels = Etiquetas
    .help = Imprime etiquetas de estante: de este producto o de los que hay en la lista.
cmd-rename-category = Renombrar
    .help = Da otro nombre a la categoría en todos sus productos.
cmd-count-goods = Inventario
    .help = Cuenta los estantes a ciegas, por partes: lo que debería haber se ve después.
cmd-other-count = Otro recuento
    .help = Sigue con el siguiente recuento abierto o empieza otro.
cmd-differences = Diferencias
    .help = Muestra lo encontrado frente a lo que debería haber.
cmd-approve-count = Aprobar
    .help = Mueve las existencias según las diferencias.
cmd-give-up-count = Abandonar
    .help = Termina el recuento sin mover nada.
product-price = Precio
product-stock = Existencias
product-cost = Coste
product-least = Mínimo
product-state = Estado
product-category = Categoría
product-codes = Códigos
product-tax = Impuesto
product-open-price = Precio abierto
product-another-code = Otro código
product-price-asked = se pide en cada venta
product-active = a la venta
product-inactive = x ya no se vende
product-at-hand = a la venta, a mano sin código
product-cost-hidden = lo ve quien lleva el almacén
product-cost-unknown = aún no se conoce
product-margin = { $cost }, deja { $left } ({ $percent } %)
product-edit-title = Producto
product-saved = { $name }: guardado.
product-retired = { $name } ya no se vende. La misma tecla lo repone.
product-sold-again = { $name } se vende de nuevo.
product-undone = Deshecho con un contraasiento.
product-no-undo = Solo se deshace un movimiento de almacén que aún no se deshizo. Elija uno.
product-undo-ask = ¿Deshacer esto? { $what }. { $count ->
    [one] Un contraasiento lo mueve al revés.
   *[other] Movió { $count } productos: vuelven todos.
}
story-title = Movimientos
story-title-since = Movimientos desde { $since }, sin los anteriores
story-prices = Precios
story-prices-since = Precios desde { $since }, sin los anteriores
story-empty = Aún no se ha movido nada. F4 recibe género.
story-waiting = Leyendo el diario ...
story-column-when = Cuándo
story-column-what = Qué
story-column-who = Quién
story-column-quantity = Cantidad
story-column-from = Antes
story-column-to = Precio
story-sold = vendido, { $number }
story-returned = devuelto, { $number }
story-received = recibido
story-adjusted = ajustado
story-written-off = dado de baja
story-counted = por un recuento
story-reversed = contraasiento
story-undone = deshecho
products-column-least = Mínimo
products-column-order = A pedir
categories-column-goods = Productos
categories-column-worth = Valor
categories-none = sin categoría
categories-worth = Categorías · existencias por { $total }
categories-rename = Nombre nuevo:
categories-renamed = { $count ->
    [one] Un producto tiene la categoría nueva.
   *[other] { $count } productos tienen la categoría nueva.
}
categories-uncosted = { $count ->
    [one] Un producto tiene existencias y no coste: no está en el valor.
   *[other] { $count } productos tienen existencias y no coste: no están en el valor.
}
categories-negative = { $count ->
    [one] Un producto está bajo 0: cuéntelo.
   *[other] { $count } productos están bajo 0: cuéntelos.
}
count-scope = Estante o zona:
count-begin = Diga qué se cuenta, o pulse Enter para seguir sin nombre; luego lea o escriba cada producto. Lo que debería haber se muestra al final.
count-of = Recuento: { $scope }
count-again = { $name }, van { $before }; cuántos ahora, o +3:
count-first = Escriba primero cuántos hay. No se leyó nada.
count-empty = Lea o escriba un producto y cuántos ve. Lo que debería haber se muestra al final.
count-stays = Lo contado está guardado y el recuento sigue abierto.
count-column-counted = Contado
count-column-expected = Esperado
count-column-difference = Diferencia
count-column-since = Desde entonces
count-differences = { $count ->
    [one] Una diferencia, { $worth }
   *[other] { $count } diferencias, { $worth }
}
count-uncosted = { $count ->
    [one] una de ellas sin coste
   *[other] { $count } de ellas sin coste
}
count-approve-ask = { $count ->
    [one] ¿Mover las existencias por una diferencia de { $worth }?
   *[other] ¿Mover las existencias por { $count } diferencias de { $worth }?
}
count-give-up-ask = { $count ->
    [one] ¿Abandonar este recuento? Se contó un producto; no se moverá nada.
   *[other] ¿Abandonar este recuento? Se contaron { $count } productos; no se moverá nada.
}
count-approved = { $count ->
    [one] Recuento terminado: una diferencia movió las existencias.
   *[other] Recuento terminado: { $count } diferencias movieron las existencias.
}
count-given-up = { $count ->
    [one] Recuento abandonado: no se movió nada, queda una diferencia.
   *[other] Recuento abandonado: no se movió nada, quedan { $count } diferencias.
}
labels-sent = La etiqueta está en la impresora.
labels-ask = ¿Imprimir { $count } etiquetas, una por cada producto de la lista? (Como mucho { $most } de una vez.)
labels-too-many = Serían { $count } etiquetas. Escriba o elija antes una categoría: { $most } como mucho.
