//! Reading who may see and change the records of a kind: the words `access` and `keepers` of a schema.

use super::kind::Access;
use super::schema::{Result, at, error, flag_of, get, known_words, text_of, texts_of};
use super::yaml::{Node, Position};

/// Reads the word `access`.
pub(super) fn access_of(x: &Node) -> Result<Option<Access>> {
    let Some(node) = get(x, "access") else { return Ok(None) };
    known_words(node, &["owner", "level", "shares", "members", "roles", "only", "kept"])?;
    let owner = text_of(node, "owner")?.ok_or_else(|| {
        error(node.start, "`access` must say which field is the `owner`", "`access` 须指明 `owner` 字段")
    })?;
    let (roles, only, kept) = (texts_of(node, "roles")?, flag_of(node, "only")?, flag_of(node, "kept")?);
    let shares = text_of(node, "shares")?;
    if roles.is_empty() && (only || kept) {
        return Err(error(
            node.start,
            "`only` and `kept` need `roles`: who sees and changes the records",
            "`only` 和 `kept` 须有 `roles`: 可查看和更改记录的角色",
        ));
    }
    if only && shares.is_some() {
        return Err(error(
            node.start,
            "`only` lets nobody else see a record, so there is nothing to share",
            "`only` 不允许其他人查看, 因此不能共享",
        ));
    }
    check_roles(&roles, at(node, "roles"))?;
    Ok(Some(Access {
        owner,
        level: text_of(node, "level")?,
        shares,
        members: texts_of(node, "members")?,
        roles,
        only,
        kept,
    }))
}

/// Roles that alone make and change records that everybody may see.
pub(super) fn keepers_of(x: &Node) -> Result<Vec<String>> {
    let roles = texts_of(x, "keepers")?;
    check_roles(&roles, at(x, "keepers"))?;
    Ok(roles)
}

/// The names of roles stand in the marks of the index.
fn check_roles(roles: &[String], at: Position) -> Result<()> {
    let wrong = |role: &&String| {
        role.is_empty()
            || !role.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c))
    };
    match roles.iter().find(wrong) {
        None => Ok(()),
        Some(role) => Err(error(
            at,
            format!("`{role}` is no name for a role here: use a-z, 0-9, - and _"),
            format!("此处 `{role}` 不能作角色名: 只用 a-z、0-9、- 和 _"),
        )),
    }
}
