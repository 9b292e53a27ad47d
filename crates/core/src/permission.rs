//! The names of permissions.

/// The name that Jenkins' own pages use for a permission, such as `Overall/Read`, from its ID in
/// `X-Required-Permission`, such as `hudson.model.Hudson.Read`. The ID itself if it has no such form.
pub fn title(id: &str) -> String {
    let (mut group, mut name) = ("", "");
    for part in id.split('.') {
        (group, name) = (name, part);
    }
    // The titles in Jenkins' `Messages.properties` that differ from the class.
    let mut title = String::from(match group {
        "" => return id.to_owned(),
        "Hudson" | "Jenkins" => "Overall",
        "Item" => "Job",
        "Computer" => "Agent",
        group => group,
    });
    title.push('/');
    title.push_str(name);
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permission_has_the_name_that_jenkins_shows() {
        assert_eq!(title("hudson.model.Hudson.Read"), "Overall/Read");
        assert_eq!(title("jenkins.model.Jenkins.Manage"), "Overall/Manage");
        assert_eq!(title("hudson.model.Item.Build"), "Job/Build");
        assert_eq!(title("hudson.model.View.Read"), "View/Read");
        assert_eq!(title("read"), "read");
    }
}
