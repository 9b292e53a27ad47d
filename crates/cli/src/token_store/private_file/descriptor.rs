//! A security descriptor of Windows as text: the owner of a file, and who may do what with it.
//!
//! The text is in the [security descriptor definition language][sddl], such as
//! `O:S-1-5-21-1-2-3-1001D:P(A;;FA;;;S-1-5-21-1-2-3-1001)(A;;FA;;;SY)`.
//!
//! [sddl]: https://learn.microsoft.com/windows/win32/secauthz/security-descriptor-string-format

/// Who may read every file anyway: the system, and the administrators of the machine, who can take a file for themselves.
/// OpenSSH lets them read keys, too.
const TRUSTED: [&str; 4] = ["SY", "S-1-5-18", "BA", "S-1-5-32-544"];

/// The owner of the file, in an entry of the list.
const OWNER: [&str; 2] = ["OW", "S-1-3-4"];

/// A descriptor that lets only this user do anything, whatever the folder would have its files inherit.
pub(super) fn private_to(user: &str) -> String {
    format!("D:P(A;;FA;;;{user})")
}

/// Who can read a file besides this user; `None` if nobody, or only those who can read every file.
pub(super) fn others(descriptor: &str, user: &str) -> Option<String> {
    let is_trusted = |who: &str| who == user || TRUSTED.contains(&who);
    let Some((owner, list)) = split(descriptor) else { return Some("everybody".to_owned()) };
    if !is_trusted(owner) {
        return Some(format!("its owner, {owner}"));
    }
    // Without a list, or with this one, there is no limit.
    let Some(list) = list.filter(|list| !list.contains("NO_ACCESS_CONTROL")) else {
        return Some("everybody".to_owned());
    };
    let mut others = Vec::new();
    for entry in list.split('(').skip(1) {
        let parts: Vec<&str> = entry.split(')').next().unwrap_or_default().split(';').collect();
        let [kind, _flags, rights, _, _, who, ..] = parts.as_slice() else {
            return Some("everybody".to_owned());
        };
        let denies = kind.starts_with('D') || *kind == "OD" || *kind == "XD";
        let is_empty = matches!(*rights, "" | "0x0");
        if !(denies || is_empty || is_trusted(who) || OWNER.contains(who)) {
            others.push(*who);
        }
    }
    (!others.is_empty()).then(|| others.join(", "))
}

/// The owner, and the list of who may do what.
fn split(descriptor: &str) -> Option<(&str, Option<&str>)> {
    let owner = descriptor.strip_prefix("O:")?;
    // The identifiers have no colon: before the next is the letter of the next part.
    let end = owner.find(':').map_or(owner.len(), |colon| colon - 1);
    let (owner, rest) = owner.split_at(end);
    let list = rest.find("D:").map(|start| &rest[start + 2..]);
    // What follows the list is for the record of accesses.
    Some((owner, list.map(|list| list.split("S:").next().unwrap_or(list))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: &str = "S-1-5-21-1-2-3-1001";

    fn others_in(list: &str) -> Option<String> {
        others(&format!("O:{USER}G:S-1-5-21-1-2-3-513{list}"), USER)
    }

    #[test]
    fn nobody_else_can_read_a_private_file() {
        assert_eq!(others_in(&private_to(USER)), None);
        assert_eq!(others_in("D:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;ID;0x1f01ff;;;S-1-5-21-1-2-3-1001)"), None);
        assert_eq!(others_in("D:(D;;FA;;;WD)(A;;FA;;;OW)(A;;0x0;;;WD)"), None);
        assert_eq!(others_in("D:P"), None);
        assert_eq!(others("O:BAD:P(A;;FA;;;LA)", "LA"), None, "administrators own what they create");
        assert_eq!(others(&format!("O:{USER}D:P(A;;FA;;;{USER})S:(AU;SAFA;FA;;;WD)"), USER), None);
    }

    #[test]
    fn others_are_named() {
        let inherited = "D:AI(A;ID;FA;;;SY)(A;ID;0x1200a9;;;BU)(A;ID;0x1301bf;;;AU)";
        assert_eq!(others_in(inherited).as_deref(), Some("BU, AU"));
        assert_eq!(others_in("D:P(A;;FR;;;S-1-5-21-1-2-3-1002)").as_deref(), Some("S-1-5-21-1-2-3-1002"));
        assert!(others_in("D:(XA;;FR;;;WD;(x))").is_some());
        assert_eq!(others(&format!("O:S-1-9D:P(A;;FA;;;{USER})"), USER).as_deref(), Some("its owner, S-1-9"));
    }

    #[test]
    fn without_a_list_everybody_can_read() {
        for list in ["", "D:NO_ACCESS_CONTROL", "D:PNO_ACCESS_CONTROL", "D:(A;;FA)"] {
            assert_eq!(others_in(list).as_deref(), Some("everybody"), "{list}");
        }
        assert_eq!(others("D:P", USER).as_deref(), Some("everybody"));
    }
}
