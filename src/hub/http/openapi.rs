//! The protocol as an OpenAPI document, made from the messages themselves. Must never list an address that is
//! not answered, nor leave one out.

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::{ResponseBuilder, ResponsesBuilder};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathsBuilder, Required};

use super::shapes::{Shapes, shape, text};
use crate::protocol::feed::Conflict;
use crate::protocol::refused::Refused;
use crate::protocol::{enrol, fetch, hello, paths, ping, pull, push, retry, series, verify};

/// What to do with the messages, in the words of the documentation: the document must be enough by itself.
const PAGE: &str = include_str!("../../../docs/protocol.md");

/// One address of the protocol.
struct Endpoint {
    path: &'static str,
    method: HttpMethod,
    summary: &'static str,
    asks: Option<String>,
    answers: String,
    token: bool,
}

/// The document.
pub fn document() -> OpenApi {
    let mut shapes = Shapes::default();
    let endpoints = endpoints(&mut shapes);
    shapes.of::<Refused>();
    shapes.of::<Conflict>();
    let paths = endpoints
        .into_iter()
        .fold(PathsBuilder::new(), |paths, endpoint| {
            let item = PathItem::new(endpoint.method.clone(), operation(&endpoint));
            paths.path(endpoint.path, item)
        });
    let paths = super::document::operations(&mut shapes)
        .into_iter()
        .fold(paths, |paths, (path, method, operation)| {
            paths.path(path, PathItem::new(method, operation))
        });
    let mut components = ComponentsBuilder::new();
    for (name, shape) in shapes.all() {
        components = components.schema(name, shape);
    }
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("tendero hub")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(PAGE))
                .build(),
        )
        .paths(paths.build())
        .components(Some(
            components
                .security_scheme("token", bearer.clone())
                .security_scheme("key", bearer)
                .build(),
        ))
        .build()
}

fn endpoints(shapes: &mut Shapes) -> Vec<Endpoint> {
    let mut all = vec![Endpoint {
        path: paths::PING,
        method: HttpMethod::Get,
        summary: "Whether the hub is there, and which it is",
        asks: None,
        answers: shapes.of::<ping::Pong>(),
        token: false,
    }];
    macro_rules! post {
        ($($path:ident $asks:ty => $answers:ty, $token:literal, $summary:literal;)*) => {$(
            all.push(Endpoint {
                path: paths::$path,
                method: HttpMethod::Post,
                summary: $summary,
                asks: Some(shapes.of::<$asks>()),
                answers: shapes.of::<$answers>(),
                token: $token,
            });
        )*};
    }
    post! {
        ENROL enrol::Enrol => enrol::Enrolled, false, "A till becomes known by a one-time code";
        HELLO hello::Hello => hello::Welcome, true, "Both sides say where they stand";
        PUSH push::Push => push::Pushed, true, "Entries of the till go up";
        PULL pull::Pull => pull::Pulled, true, "Rows of the shop come down";
        LEASE series::Lease => series::Leased, true, "Numbers of a series for one till alone";
        FETCH fetch::Fetch => fetch::Fetched, true, "A till reads its own past back";
        CHECK_ENTRIES verify::CheckEntries => verify::EntriesChecked, true,
            "What the hub holds of a stretch of the till's journal";
        CHECK_SUMS verify::CheckSums => verify::SumsChecked, true,
            "What the till's entries have come to";
        RETRY retry::Retry => retry::Retried, true, "Entries of the till that wait are tried once more";
    }
    all
}

fn operation(endpoint: &Endpoint) -> utoipa::openapi::path::Operation {
    let nonce = ParameterBuilder::new()
        .name(paths::NONCE)
        .parameter_in(ParameterIn::Header)
        .required(Required::True)
        .description(Some("32 random hex digits; the answer's signature covers them"))
        .schema(Some(text()));
    let signature = || {
        HeaderBuilder::new()
            .schema(text())
            .description(Some("Ed25519 over nonce, status and body, in base64"))
            .build()
    };
    let answer = |said: &str, name: &str| {
        ResponseBuilder::new()
            .description(said)
            .content("application/json", shape(name))
            .header(paths::SIGNATURE, signature())
            .build()
    };
    let responses = ResponsesBuilder::new()
        .response("200", answer("It is done", &endpoint.answers))
        .response("default", answer("The hub says no", "Refused"))
        .build();
    let mut operation = OperationBuilder::new()
        .summary(Some(endpoint.summary))
        .operation_id(Some(endpoint.path.trim_start_matches("/v1/").replace('/', "_")))
        .parameter(nonce)
        .responses(responses);
    if let Some(asks) = &endpoint.asks {
        let asked = RequestBodyBuilder::new()
            .content("application/json", shape(asks))
            .required(Some(Required::True))
            .build();
        operation = operation.request_body(Some(asked));
    }
    if endpoint.token {
        operation = operation.security(SecurityRequirement::new("token", [""; 0]));
    }
    operation.build()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_name_in_it_is_explained_in_it() {
        let document = serde_json::to_value(document()).unwrap();
        let text = document.to_string();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        for part in text.split("#/components/schemas/").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(schemas.contains_key(name), "{name} is named and not told");
        }
        for path in [
            paths::PING,
            paths::ENROL,
            paths::HELLO,
            paths::PUSH,
            paths::PULL,
            paths::LEASE,
            paths::FETCH,
            paths::CHECK_ENTRIES,
            paths::CHECK_SUMS,
        ] {
            assert!(document["paths"].get(path).is_some(), "{path}");
        }
    }
}
