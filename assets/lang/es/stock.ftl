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
