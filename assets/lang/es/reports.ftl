# lists, reports, charts

## Refusals

refusal-not-a-date = "{ $date }" no es una fecha: escríbala como 31/12/2026 o 2026-12-31
refusal-no-such-date = el { $date } no existe: ese mes tiene menos días
refusal-period-backwards = el primer día va después del último: cámbielos de orden
refusal-file-no-form = el nombre debe terminar en .csv o .json: dice en qué forma se escribe el informe
refusal-file-there = { $path } ya existe: escriba otro nombre
refusal-file-not-written = no se puede escribir { $path } ({ $why })
refusal-report-unreadable = no se puede leer el informe ({ $why }): ejecute `tendero audit verify`
