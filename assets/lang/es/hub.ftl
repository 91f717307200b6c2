# Lo que se dice de la central.

refusal-hub-known = esta caja ya pertenece a la central de { $url }: déjela primero
refusal-hub-line = { $met ->
    [certificate] en { $what } no hay ningún certificado en PEM: dé el archivo que escribió la central
   *[url] «{ $what }» no es la dirección de una central: escríbala como https://central.example o http://192.168.1.10:8080
}
refusal-hub-code = ese no es un código de una central: léalo otra vez, letra por letra
refusal-hub-unreached = no se llega a la central: { $met ->
    [late] no contestó a tiempo
    [nameless] no se encuentra ninguna máquina con ese nombre
    [nobody] nadie escucha en esa dirección
    [broke-off] la línea se cortó
    [untrusted] muestra otro certificado que el que debería, y no se envió nada
    [strange] contestó otra cosa en su lugar (estado { $status }): la página de acceso de la red, un proxy
    [endless] llegó una respuesta sin fin
    [unread] contestó algo que esta versión no sabe leer
    [another] contestó otra central que la del código
   *[no-line] no hay línea hasta ella
}
refusal-hub-no = la central dijo que no: { $no ->
    [bad_code] el código está mal, ya se usó o es demasiado viejo
    [wrong_currency] su tienda lleva otra moneda que esta caja
    [upgrade_required] la central y esta caja no hablan ninguna versión común: actualice la más vieja
    [slow_down] demasiados intentos; espere un poco
    [unavailable] ahora mismo no puede; pruebe dentro de un rato
   *[other] { $why }
}
refusal-hub-replaced = otra caja ocupa el lugar de esta: termine lo que está abierto aquí, sincronice y siga allí
refusal-hub-none = esta caja no tiene central
refusal-hub-waiting = { $waiting } entradas no están aún en la central: sincronice primero y déjela después
refusal-conflict-settled = eso ya está resuelto
refusal-conflict-missing = diga para cada campo qué valor queda: falta { $field }
refusal-conflict-gone = esta caja ya no conoce { $entity }: acepte lo que hay en la central
refusal-conflict-impossible = eso no sería un { $kind } válido: elija de otra forma

told-hub-joined = La caja quedó dada de alta en la central.
told-hub-left = La caja sigue sin la central.
told-parted = La central conocía otro pasado de esta caja: lo suyo se cuenta de nuevo, con otra serie.
told-numbers-leased = La central dio números de la serie de la tienda { $series }: del { $from } al { $to }.
told-numbers-voided = Se anularon sin usar números de la serie de la tienda { $series }: del { $from } al { $to }.
told-numbers-raised = Se saltaron números que la central ya había visto: la serie { $series } sigue en { $next }.
told-resolved = Se resolvió lo que dos cajas habían cambiado a la vez.
