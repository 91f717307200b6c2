# descuentos, precios, notas, productos sin código

discount-title = Descuento
discount-how-much = 10% o 1,50:
discount-hint = Arriba y abajo: esta línea o todo el ticket. Un 0 lo quita.
discount-given = Ahora { $discount }. Escriba otro, o un 0 para quitarlo.
discount-on-line = { $line } { $name }
discount-on-ticket = Todo el ticket
price-new = Precio:
price-now = Cuesta { $price }. Para regalarlo, dé un descuento del 100 %.
price-what = { $name } a { $price }
missing-quantity = Cuántos { $unit }:
missing-quantity-hint = Péselo y escriba lo que dice la báscula.
missing-price-hint = No tiene precio fijo. Escriba lo que cuesta uno.
note-title = Nota
note-text = Nota:
note-hint = Se imprime en el recibo. Arriba y abajo: esta línea o todo el ticket.
favourites-title = Sin código
favourites-empty = Aquí no hay nada todavía. Venda un producto y pulse { $key }: desde entonces estará aquí.
favourites-number = Número:
favourites-none = Ningún producto tiene ese número. No se ha vendido nada.
favourites-kept = { $name } ya está a mano, entre los productos sin código.
favourites-away = { $name } ya no está entre los productos sin código.
favourites-full = No cabe { $name }: quite antes otro producto.
scan-discount = Eso es un código, no un descuento. No ha cambiado nada.
scan-price = Eso es un código, no un precio. No ha cambiado nada.
scan-missing = Termine antes este producto. No se ha leído nada.
sale-line-discount = - { $discount } de descuento
sale-line-amount-off = - descuento
sale-ticket-discount = - { $discount } en todo el ticket
sale-ticket-amount-off = - en todo el ticket
sale-price-changed = ! precio cambiado, era { $price }
sale-discount-gone = El descuento del ticket se ha ido con ella.
explain-price-changed = precio cambiado, era { $price }

cmd-discount = Descuento
    .help = Da un descuento en la línea elegida o en todo el ticket.
cmd-price = Cambiar precio
    .help = Vende la línea elegida a otro precio.
cmd-note = Nota
    .help = Escribe una nota en la línea elegida o en el ticket; se imprime.
cmd-favourites = Sin código
    .help = Elige entre los productos que se venden sin código.
cmd-favourite-earlier = Antes
    .help = Mueve el producto elegido un sitio hacia el principio.
cmd-favourite-later = Después
    .help = Mueve el producto elegido un sitio hacia el final.
cmd-toggle-favourite = Poner o quitar
    .help = Pone este producto entre los que no tienen código, o lo quita.

refusal-two-stars = sobra un asterisco: escriba cuántas, un asterisco y el código o el nombre
refusal-no-quantity = la cantidad tiene que ser mayor que cero, y { $quantity } no lo es
refusal-price-nothing = nada se vende por nada: escriba su precio, o dé un descuento del 100 %

sale-no-products = Aún no hay productos: escriba o lea un código y F5 lo crea, o lea una lista con "tendero import products ARCHIVO".
