# What is said of the hub.

told-hub-joined = The till became known to the hub.
told-hub-left = The till goes on without the hub.
told-resolved = What two tills had changed at once was settled.
