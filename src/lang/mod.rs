//! Words: messages, numbers, money and dates in the language of the shop. Must never decide anything.
