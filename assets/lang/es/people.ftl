# people, permissions, trail

supervisor-title = Quien puede autorizar
supervisor-told = { $what }: quien atiende no puede hacerlo por su cuenta. Elija quién lo autoriza y teclee su PIN.
supervisor-nobody = Nadie aquí puede autorizarlo. La persona titular puede cambiarlo en los permisos.
refusal-permission-needed = no puede hacerlo sin autorización: alguien con permiso tiene que teclear su PIN
refusal-permission-not-theirs = { $name } no puede autorizarlo: pídalo a otra persona

## People

people-name = Nombre
people-new-pin = PIN nuevo
people-pin-again = El mismo otra vez
