//! The screens: model, update, view. Must never touch disk or network.
