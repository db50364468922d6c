//! What a kind and a record are: values, YAML, ids, typed values, validation. Pure.

pub mod access;
pub mod bad_value;
pub mod closed;
pub mod combine;
pub mod completeness;
pub mod conflict;
pub mod date;
pub mod email;
pub mod ids;
pub mod input;
pub mod kind;
pub mod kinds;
pub mod money;
pub mod phone;
pub mod record;
pub mod schema;
pub mod scorecard;
pub mod split;
pub mod validate;
pub mod value;
pub mod website;
pub mod yaml;
