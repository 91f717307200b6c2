# parked tickets, customers, accounts, foreign cash

refusal-park-empty = no hay nada en este ticket que aparcar
refusal-park-paid = este ticket ya se cobró: no se ha aparcado nada
refusal-park-gone = este ticket ya no está aparcado: se cobró o se anuló
refusal-customer-no-name = un cliente necesita un nombre
refusal-customer-bad-limit = el límite es un importe en { $currency }, 0 o más; déjelo vacío si no compra a cuenta
refusal-customer-name-taken = ya hay un cliente llamado { $name }: añada algo que los distinga
refusal-customer-unknown = no hay ningún cliente "{ $name }": revise el nombre
refusal-customer-still-owes = { $name } todavía debe { $balance }: salde antes la cuenta
