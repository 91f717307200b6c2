# people, permissions, trail
