//! YAML as records use it: read with positions (or quickly, without), written one canonical
//! way, edited in place.
//!
//! The only folder that knows the YAML parser.

pub mod edit;
pub mod lines;
pub mod quick;
pub mod read;
pub mod write;

pub use edit::{Refused, edit};
pub use lines::{MODELINE, lines, modeline_of};
pub use read::{Node, NodeData, Position, YamlError, parse, parse_documents};
pub use write::{write_document, write_entry};
