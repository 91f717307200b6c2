//! The pieces of which the OpenAPI document is put together. Must never name an address.

use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::schema::{Object, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{Content, Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// The names of the messages, with their shapes gathered on the way.
#[derive(Default)]
pub(super) struct Shapes(Vec<(String, RefOr<Schema>)>);

impl Shapes {
    /// The name of a message, whose shape is told from here on.
    pub(super) fn of<T: ToSchema + PartialSchema>(&mut self) -> String {
        let name = T::name().to_string();
        self.0.push((name.clone(), T::schema()));
        T::schemas(&mut self.0);
        name
    }

    /// Every name with its shape.
    pub(super) fn all(self) -> Vec<(String, RefOr<Schema>)> {
        self.0
    }
}

/// A text.
pub(super) fn text() -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .build()
}

/// A body that is the message of that name.
pub(super) fn shape(name: &str) -> Content {
    ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(name)))
        .build()
}
