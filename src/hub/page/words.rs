//! The words of the page. Must never say in one language what it does not say in the other.

use crate::lang::Lang;

macro_rules! words {
    ($($name:ident $english:literal $spanish:literal,)*) => {
        /// All that the page says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) struct Words { $(pub(super) $name: &'static str,)* }

        const ENGLISH: Words = Words { $($name: $english,)* };
        const SPANISH: Words = Words { $($name: $spanish,)* };
    };
}

words! {
    sign_in "Sign in" "Entrar",
    sign_out "Sign out" "Salir",
    name "Name" "Nombre",
    password "Password" "Contraseña",
    wrong "Name or password is wrong." "El nombre o la contraseña no es correcto.",
    wait "Too many tries: wait a little, then try again."
        "Demasiados intentos: espere un poco y pruebe de nuevo.",
    today "Today" "Hoy",
    last_day "Last day with sales" "Último día con ventas",
    sales "Sales" "Ventas",
    total "Total" "Total",
    net "Net" "Neto",
    returns "Returns" "Devoluciones",
    margin "Margin" "Margen",
    hours "Sales by hour" "Ventas por hora",
    weeks "The last four weeks" "Las últimas cuatro semanas",
    no_sales "Nothing was sold yet. Sales appear here when the tills have sent them."
        "Aún no se ha vendido nada. Las ventas aparecen cuando las cajas las envían.",
    tills "Tills" "Cajas",
    till "Till" "Caja",
    seen "Last contact" "Último contacto",
    owes "Still to send" "Por enviar",
    waits "To look at" "Por revisar",
    state "State" "Estado",
    open "open" "abierta",
    closed "closed" "cerrada",
    signed_out "signed out" "dada de baja",
    replaced "replaced" "reemplazada",
    twice "numbers given twice:" "números dados dos veces:",
    no_tills "No till is known yet." "Aún no se conoce ninguna caja.",
    closings "Closings" "Cierres",
    closing "Closing" "Cierre",
    date "Date" "Fecha",
    counted "Counted" "Contado",
    variance "Variance" "Diferencia",
    differs "does not agree with its sales" "no coincide con sus ventas",
    no_closings "No till was closed yet." "Aún no se ha cerrado ninguna caja.",
    low "Low stock" "Existencias bajas",
    product "Product" "Producto",
    left "Left" "Quedan",
    least "Least" "Mínimo",
    no_low "Nothing is low." "No falta nada.",
    conflicts "Conflicts" "Conflictos",
    conflicts_help "Two people changed the same thing. Decide at a till, on the screen of conflicts."
        "Dos personas cambiaron lo mismo. Decídalo en una caja, en la pantalla de conflictos.",
    field "Field" "Campo",
    stands "Stands" "Vale",
    waiting "Waits" "Espera",
    no_conflicts "There is none." "No hay ninguno.",
    more "and more" "y más",
    price "Price" "Precio",
    cost "Cost" "Coste",
    tax "Tax" "Impuesto",
    codes "Codes" "Códigos",
    unit "Unit" "Unidad",
    limit "Credit limit" "Límite de crédito",
    tax_id "Tax number" "NIF",
    role "Role" "Función",
    active "In use" "En uso",
    notices "Please look at this" "Mire esto, por favor",
    what "What" "Qué",
    credit_twice
        "is store credit of which more was spent than it was worth: two tills took it without a network."
        "es un vale del que se gastó más de lo que valía: dos cajas lo tomaron sin red.",
    returned_twice
        "is a receipt of which more came back than was sold: two tills took it without a network."
        "es un recibo del que se devolvió más de lo vendido: dos cajas lo tomaron sin red.",
    series_taken "is a number series that another till has already."
        "es una serie de números que ya tiene otra caja.",
    number_far "is a number far beyond the last one of its series: nobody gave those in between."
        "es un número muy por delante del último de su serie: nadie dio los de en medio.",
    same_person
        "was known at this till before it joined: they sign in there with the PIN of the shop now."
        "ya estaba en esta caja antes de unirse: ahora entra allí con el PIN de la tienda.",
}

impl Words {
    /// What people call a field that two changed; its own name where it has no other.
    pub(super) fn of_field<'a>(&self, field: &'a str) -> &'a str {
        match field {
            "price" => self.price,
            "cost" => self.cost,
            "tax" => self.tax,
            "codes" => self.codes,
            "unit" => self.unit,
            "limit" => self.limit,
            "tax_id" => self.tax_id,
            "role" => self.role,
            "active" => self.active,
            other => other,
        }
    }
}

/// The words of a language.
pub(super) fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Es => &SPANISH,
        Lang::En => &ENGLISH,
    }
}

/// The language that a browser asks for first among those that there are.
pub(in crate::hub) fn said_by(accept: Option<&str>) -> Lang {
    let tags = accept.unwrap_or_default().split(',');
    let known = tags.filter_map(|tag| Lang::parse(tag.split([';', '-']).next().unwrap_or_default().trim()));
    known.into_iter().next().unwrap_or(Lang::En)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_answered_in_the_first_language_that_there_is() {
        assert_eq!(said_by(Some("fr-FR,es-PE;q=0.9,en;q=0.8")), Lang::Es);
        assert_eq!(said_by(Some("en-GB")), Lang::En);
        assert_eq!(said_by(None), Lang::En);
    }
}
