//! Who gives the commands.

use crate::world::World;

/// The git settings of somebody.
pub fn settings(name: &str, id: &str) -> String {
    let user = format!("[user]\n\tname = {name}\n\temail = {id}@mingyi.example\n");
    user + "[init]\n\tdefaultBranch = main\n[gc]\n\tauto = 0\n"
}

impl World {
    /// Somebody else gives the commands from now on: the person with this id.
    pub fn be(&self, person: &str) {
        self.write("home/.gitconfig", settings(person, person));
    }
}
