# Lo que se dice de la central.

refusal-hub-known = esta caja ya pertenece a la central de { $url }: déjela primero
refusal-hub-line = { $why }
refusal-hub-code = ese no es un código de una central: léalo otra vez, letra por letra
refusal-hub-unreached = no se llega a la central: { $why }
refusal-hub-no = la central dijo que no: { $why }
refusal-hub-replaced = otra caja ocupa el lugar de esta: termine lo que está abierto aquí, sincronice y siga allí
refusal-hub-none = esta caja no tiene central
refusal-hub-waiting = { $waiting } entradas no están aún en la central: sincronice primero y déjela después
refusal-conflict-settled = eso ya está resuelto
refusal-conflict-missing = diga para cada campo qué valor queda: falta { $field }
refusal-conflict-gone = esta caja ya no conoce { $entity }: acepte lo que hay en la central
refusal-conflict-impossible = eso no sería un { $kind } válido: elija de otra forma

told-hub-joined = La caja quedó dada de alta en la central.
told-hub-left = La caja sigue sin la central.
told-resolved = Se resolvió lo que dos cajas habían cambiado a la vez.
