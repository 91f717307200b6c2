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
refusal-product-parked = está en el tíquet aparcado { $ticket }: termínelo o anúlelo primero
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
products-empty = Nada encontrado. Esc muestra todos los productos; F5 en la venta crea uno nuevo.
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
move-empty = Lea o escriba un producto, luego cuánto. Intro en línea vacía sigue adelante.
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
move-leave = Estas líneas aún no están en existencias: Intro sigue, Esc otra vez las deja.
