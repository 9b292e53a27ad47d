//! The parameters of a request, in its query and its body.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart};
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;

/// Names and values in the order in which they were sent.
///
/// A body that is neither a form nor multipart holds no parameters: a JSON body is accepted and its name is lost.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads the query, then the body.
    pub(crate) async fn read(query: &str, content_type: Option<&str>, body: &Bytes) -> Self {
        let mut parameters = Self::urlencoded(query.as_bytes());
        let media_type = content_type.unwrap_or_default();
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/x-www-form-urlencoded" => parameters.0.extend(Self::urlencoded(body).0),
            "multipart/form-data" => parameters.0.extend(Self::multipart(media_type, body).await.0),
            _ => {}
        }
        parameters
    }

    fn urlencoded(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).into_owned().collect())
    }

    /// The text fields of a multipart body, up to the first unreadable one.
    async fn multipart(content_type: &str, body: &Bytes) -> Self {
        let mut parameters = Self::default();
        let request = Request::builder().header(CONTENT_TYPE, content_type).body(Body::from(body.clone()));
        let Ok(request) = request else { return parameters };
        let Ok(mut parts) = Multipart::from_request(request, &()).await else { return parameters };
        while let Ok(Some(part)) = parts.next_field().await {
            let Some(name) = part.name().map(str::to_owned) else { continue };
            let Ok(value) = part.text().await else { break };
            parameters.0.push((name, value));
        }
        parameters
    }

    /// All values.
    pub(crate) fn values(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, value)| value.as_str())
    }

    /// The first value of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn name(query: &str, content_type: Option<&str>, body: &'static str) -> Option<String> {
        let body = Bytes::from_static(body.as_bytes());
        let parameters = Parameters::read(query, content_type, &body).await;
        parameters.get("newTokenName").map(str::to_owned)
    }

    #[tokio::test]
    async fn the_query_comes_before_the_body() {
        let form = Some("application/x-www-form-urlencoded; charset=UTF-8");
        assert_eq!(name("newTokenName=a+b", form, "newTokenName=c").await.as_deref(), Some("a b"));
        assert_eq!(name("", form, "x=1&newTokenName=%C3%A9t%C3%A9").await.as_deref(), Some("été"));
    }

    #[tokio::test]
    async fn multipart_is_read() {
        let body = "------b1\r\nContent-Disposition: form-data; name=\"newTokenName\"\r\n\r\nin parts\r\n------b1--\r\n";
        let name = name("", Some("multipart/form-data; boundary=----b1"), body).await;
        assert_eq!(name.as_deref(), Some("in parts"));
    }

    #[tokio::test]
    async fn other_bodies_lose_what_they_say() {
        assert_eq!(name("", Some("application/json"), "{\"newTokenName\":\"x\"}").await, None);
        assert_eq!(name("", Some("text/plain"), "newTokenName=x").await, None);
        assert_eq!(name("", None, "newTokenName=x").await, None);
    }
}
