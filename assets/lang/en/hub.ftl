# What is said of the hub.

told-hub-joined = The till became known to the hub.
told-hub-left = The till goes on without the hub.
told-parted = The hub knew another past of this till: its own entries are told anew, with another series.
told-numbers-leased = The hub gave numbers of the shop's series { $series }: { $from } to { $to }.
told-numbers-voided = Numbers of the shop's series { $series } were voided unused: { $from } to { $to }.
told-numbers-raised = Numbers were passed over that the hub had seen: series { $series } goes on at { $next }.
told-resolved = What two tills had changed at once was settled.
