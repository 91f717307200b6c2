//! The interface for other programs in the OpenAPI document. Must never tell an address otherwise than the
//! table of addresses does.

use axum::http::Method;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{
    HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::{ResponseBuilder, ResponsesBuilder};
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{Content, Required};

use super::interface::{Again, NewWebhook};
use super::shapes::{Shapes, shape, text};
use super::table::{Address, Does, addresses};
use crate::hub::api::answer::{Changed, Events, Item, Items, Patch};

/// Each address with its method and what it does.
pub(super) fn operations(shapes: &mut Shapes) -> Vec<(&'static str, HttpMethod, Operation)> {
    let all = addresses();
    all.iter()
        .map(|address| (address.path, method(&address.method), operation(address, shapes)))
        .collect()
}

fn method(method: &Method) -> HttpMethod {
    match method.as_str() {
        "PUT" => HttpMethod::Put,
        "PATCH" => HttpMethod::Patch,
        "POST" => HttpMethod::Post,
        "DELETE" => HttpMethod::Delete,
        _ => HttpMethod::Get,
    }
}

fn object() -> Content {
    let any = ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::Object))
        .build();
    ContentBuilder::new().schema(Some(any)).build()
}

fn parameter(name: &str, place: ParameterIn, says: &str) -> Parameter {
    let required = match place {
        ParameterIn::Path => Required::True,
        _ => Required::False,
    };
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(required)
        .description(Some(says))
        .schema(Some(text()))
        .build()
}

fn parameters(address: &Address) -> Vec<Parameter> {
    let query = |name: &str, says: &str| parameter(name, ParameterIn::Query, says);
    let header = |name: &str, says: &str| parameter(name, ParameterIn::Header, says);
    let limit = || query("limit", "Rows at most; 500 are the most");
    let mut all = match address.does {
        Does::List(_) | Does::Low => vec![query("after", "`next` of the page before"), limit()],
        Does::Changes(_) | Does::Happened(_) => {
            vec![
                query("cursor", "`cursor` of the page before; nothing to begin"),
                limit(),
            ]
        }
        Does::Days => vec![
            query("from", "The first day, as 2026-11-20"),
            query("to", "The last day"),
        ],
        Does::Put(_) | Does::Patch(_) => vec![
            header("If-Match", "The version that you know, or * for whatever stands"),
            header(
                "Idempotency-Key",
                "The same request again is given the same answer and does nothing",
            ),
        ],
        _ => Vec::new(),
    };
    if address.path.contains("{id}") {
        all.push(parameter("id", ParameterIn::Path, "Which one"));
    }
    all
}

fn operation(address: &Address, shapes: &mut Shapes) -> Operation {
    let (asks, answers) = match address.does {
        Does::List(_) | Does::Low => (None, shape(&shapes.of::<Items>())),
        Does::One(_) => (None, shape(&shapes.of::<Item>())),
        Does::Put(_) => (Some(object()), shape(&shapes.of::<Item>())),
        Does::Patch(_) => (Some(shape(&shapes.of::<Patch>())), shape(&shapes.of::<Item>())),
        Does::Changes(_) => (None, shape(&shapes.of::<Changed>())),
        Does::Happened(_) => (None, shape(&shapes.of::<Events>())),
        Does::MakeWebhook => (Some(shape(&shapes.of::<NewWebhook>())), object()),
        Does::Replay => (Some(shape(&shapes.of::<Again>())), object()),
        _ => (None, object()),
    };
    let done = ResponseBuilder::new()
        .description("It is done")
        .content("application/json", answers);
    let no = ResponseBuilder::new()
        .description("The hub says no")
        .content("application/json", shape("Refused"));
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let name: String = address.path.chars().map(plain).collect();
    let mut operation = OperationBuilder::new()
        .summary(Some(address.summary))
        .description(Some(format!("Needs the scope `{}`.", address.scope.name())))
        .operation_id(Some(format!("{}{name}", address.method.as_str().to_lowercase())))
        .responses(
            ResponsesBuilder::new()
                .response("200", done)
                .response("default", no)
                .build(),
        )
        .security(SecurityRequirement::new("key", [address.scope.name()]));
    for parameter in parameters(address) {
        operation = operation.parameter(parameter);
    }
    if let Some(asks) = asks {
        let required = if address.does == Does::Replay {
            Required::False
        } else {
            Required::True
        };
        let body = RequestBodyBuilder::new()
            .content("application/json", asks)
            .required(Some(required));
        operation = operation.request_body(Some(body.build()));
    }
    operation.build()
}
