# people, permissions, trail

supervisor-title = Somebody who may
supervisor-told = { $what }: whoever is signed in may not do that alone. Choose who allows it and type their PIN.
supervisor-nobody = Nobody here may allow that. The owner can change it under roles.

## People

people-name = Name
people-new-pin = New PIN
people-pin-again = The same again
