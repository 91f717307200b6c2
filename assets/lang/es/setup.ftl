# first run and settings

## First run: no shop yet

first-progress = { $at } de { $of }
first-scan = Termine antes este paso. No se ha leído nada.
first-language = Bienvenida
first-language-about = Unas preguntas, cada una con una propuesta que Enter acepta. Esc vuelve atrás; no se escribe nada antes de la última.
first-shop = Su tienda
first-shop-about = El nombre que encabeza cada recibo.
first-shop-usual = Mi tienda
first-money = Dinero
first-money-about = La moneda por su código, y la moneda más pequeña con que se paga en efectivo: 0 si existe cada céntimo.
first-taxes = Impuestos
first-taxes-about = Una propuesta: confírmela con su asesor. Vacíe la línea de una clase que no tenga; otra se escribe nombre=porcentaje.
first-taxes-more = Una más
first-owner = Usted
first-owner-about = El dueño puede hacerlo todo. El PIN tiene de 4 a 12 cifras y se escribe dos veces.
first-owner-usual = Dueño
first-recovery = Código de recuperación
first-recovery-about = Si se pierde esta máquina, una copia se abre con este código. Apúntelo en papel y escríbalo; Enter solo lo deja para después.
first-recovery-type = El código
first-product = Primer producto
first-product-about = Lea o escriba su código, luego nombre y precio. Enter en líneas vacías lo deja para después: una lista se lee con "tendero import products".
first-open = Abrir la caja
first-open-about = El efectivo que hay ahora en el cajón. Enter crea la tienda y la abre.
first-summary = { $shop }, { $currency }, { $taxes ->
    [one] 1 clase de impuesto
   *[other] { $taxes } clases de impuesto
}, { $owner }.
yes = sí
no = no
tax-super-reduced = superreducido

## Settings

settings-name = Nombre de la tienda
settings-lang = Idioma
settings-currency = Moneda
settings-coin = Moneda más pequeña
settings-include = Precios con impuestos

settings-title = Ajustes de la tienda
settings-what = Ajuste
settings-now = Ahora
settings-saved = Guardado. Cuenta desde ahora.
settings-about = Enter lo guarda, Esc lo deja como estaba.
settings-closed-about = Solo cambia con la caja cerrada.
settings-class = Clase { $name }
settings-class-about = Un porcentaje, o impuestos como NOMBRE:PORCENTAJE, con + entre varios. Los recibos que existen no cambian.
settings-new-class = Clase de impuesto nueva
settings-new-class-about = Un nombre y un porcentaje, como lujo y 33.
settings-rates = Por ciento
settings-tax-rounding = Impuestos redondeados
settings-rounding = Importes redondeados
settings-zone = Zona horaria
settings-variance = Descuadre sin permiso
settings-variance-about = Efectivo que puede faltar o sobrar al cerrar antes de que alguien tenga que autorizarlo.
settings-discount = Descuento sin permiso
settings-discount-about = Tanto por ciento que cualquiera puede rebajar; por encima, quien puede dar descuentos teclea su PIN.
settings-max-quantity = Cantidad máxima
settings-patterns = Códigos con peso o precio
settings-patterns-about = Patrones como 21IIIIIWWWWWC, con un blanco entre ellos: I artículo, W peso, P precio, C control.
settings-series = Serie común
settings-series-about = Las ventas de cada caja toman su número de esta serie, como A. Hace falta una central, que los reparte por adelantado. Vacío: cada caja tiene la suya.
settings-foreign = Otras divisas
settings-foreign-about = Lo que vale aquí cada unidad, con un blanco entre ellas: USD=0,92 GBP=1,15. Vacío, ninguna.
settings-takes-about = Si se acepta, y si se pide el número de su comprobante.
accepts-yes = se acepta
accepts-optional = se acepta, pide su número
accepts-required = solo con su número
accepts-no = no se acepta
settings-coin-about = La moneda más pequeña con que se paga en efectivo; 0 si existe cada céntimo.
settings-idle = Bloquear tras minutos
settings-idle-about = Minutos sin tocar una tecla tras los que la caja pide un PIN; 0 no la bloquea nunca.
settings-address = Dirección
settings-tax-id = NIF de la tienda
settings-header = Encima del recibo
settings-footer = Al pie del recibo
settings-paper-about = Sale en cada papel desde ahora. Las líneas vacías se quitan.
settings-expenses = Categorías de gasto
settings-expenses-about = Una en cada línea. Las vacías se quitan; los gastos anotados conservan su nombre.
settings-favourites = Artículos sin código
settings-favourites-told = Se ordenan donde se venden: Favoritos en la venta, luego PgUp y PgDn.
settings-printer = Impresora y cajón
settings-roles = Quién puede qué
settings-machine = Tema, teclas, lector
settings-machine-told = Son de esta máquina: cámbielas en ese archivo y arranque la caja de nuevo.
rounding-half-up = la mitad hacia arriba
rounding-half-even = la mitad al par
rounding-up = hacia arriba
rounding-down = hacia abajo
rounding-line = en cada línea
rounding-document = en todo el recibo

## Refusals

refusal-rate-not-one = { $text } no es un cambio: escriba lo que vale aquí cada unidad, como USD=0,92
refusal-rate-twice = { $currency } ya tiene aquí su cambio
refusal-rate-too-many = una tienda acepta como mucho diez divisas más
refusal-pins-differ = los dos PIN no son iguales: escríbalos de nuevo
refusal-first-other-code = ese no es el código de recuperación: compárelo letra por letra, o vacíe la línea
refusal-first-bad-code = ese código no sirve: léalo, o déjelo vacío
refusal-first-no-name = un producto necesita un nombre: escríbalo, o vacíe las otras líneas
refusal-first-no-price = un producto necesita un precio: escríbalo, o vacíe las otras líneas
refusal-tax-no-rate = escriba un nombre, un signo igual y un porcentaje, como standard=21 o exempt=0
refusal-tax-bad-name = lo que hay antes del signo igual no es un nombre, como en standard=21 o exempt=0
refusal-tax-not-one = "{ $text }" no es un impuesto: escriba un porcentaje, como en standard=21 o exempt=0
refusal-shop-no-name = una tienda necesita un nombre
refusal-shop-no-currency = no hay ninguna moneda "{ $code }": escriba su código, como EUR o USD
refusal-shop-tax-twice = hay dos clases llamadas { $name }
refusal-shop-tax-gone = la clase { $name } se queda: hay productos con ella; cambie su porcentaje
refusal-shop-bad-coin = la moneda más pequeña vale { $most } como mucho, y nunca menos que nada
refusal-shop-bad-limit = un límite es cero o más
refusal-shop-bad-most = de 1 a { $most }
refusal-shop-bad-pattern = { $pattern }: no es un patrón de códigos
refusal-shop-series-own = { $series } es la serie propia de una caja: la que comparten las cajas no es de ninguna
refusal-shop-bad-series = de 1 a 8 letras y cifras, como C1
refusal-shop-bad-idle = la caja puede bloquearse después de 1 a { $most } minutos; 0 no la bloquea nunca
refusal-shop-bad-paper = como mucho { $most } líneas de 1 a 120 letras cada una
refusal-shop-bad-categories = hasta { $most } categorías, cada una con otro nombre
refusal-shop-bad-rates = un cambio mayor que 0 para cada otra moneda, cada una una vez
refusal-shop-cash-stays = el efectivo se acepta siempre
refusal-shop-register-open = la caja está abierta: ciérrela antes de cambiar eso
refusal-shop-currency-used = esta tienda ha vendido en { $currency }: con otra moneda es otra tienda
refusal-shop-no-zone = esta máquina no conoce la zona horaria "{ $zone }": escríbala como Europe/Madrid, o instale tzdata
refusal-shop-no-language = el programa no habla ese idioma
refusal-staff-last-owner = una tienda necesita una persona titular: nombre antes a otra
refusal-staff-yourself = nadie se quita a sí mismo de la lista: tiene que hacerlo otra persona
refusal-staff-owners-only = solo un titular cambia a un titular o lo nombra
refusal-staff-no-pin = una persona nueva necesita un PIN
