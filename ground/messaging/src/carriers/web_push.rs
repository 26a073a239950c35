//! Web push: a message encrypted for one browser (RFC 8291), signed by the house (RFC 8292), handed to the browser's own service.

use aes_gcm::{
    Aes128Gcm, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use futures::future::BoxFuture;
use hkdf::Hkdf;
use p256::{
    PublicKey, SecretKey,
    ecdsa::{Signature, SigningKey, signature::Signer},
    elliptic_curve::sec1::ToSec1Point,
};
use platform::{Clock, crypto, outside::Targets};
use serde::Deserialize;
use serde_json::json;
use sha2::Sha256;

use super::wire::{self, Method, Request};
use crate::{
    channel::{Channel, Outgoing, Receipt, Undelivered},
    message::ChannelKind,
};

pub struct WebPush {
    pub clock: Clock,
    /// Whom a push service may write to, `mailto:it@example.com`.
    pub contact: String,
    pub key: SigningKey,
    /// Origins of push services beside the usual ones, `https://push.example.com`.
    pub services: Vec<String>,
    /// What their names may stand for.
    pub targets: Targets,
}

/// What a browser gives when it lets itself be written to (`PushSubscription.toJSON()`).
#[derive(Deserialize)]
struct Subscription {
    endpoint: String,
    keys: Keys,
}

#[derive(Deserialize)]
struct Keys {
    p256dh: String,
    auth: String,
}

/// Push services take 4096 bytes at least (RFC 8291 §4); one record holds it all.
const RECORD_BYTES: u32 = 4_096;
/// After a day nobody wants to hear it any more.
const KEPT_SECONDS: &str = "86400";

/// What is said of a browser that ended its subscription.
pub const GONE: &str = "the browser no longer wants to be written to";

/// The push services of the browsers there are. Nothing is sent anywhere else: an address given by a browser is no reason to ask
/// a machine inside the house.
const SERVICES: [&str; 4] = ["fcm.googleapis.com", "push.services.mozilla.com", "notify.windows.com", "push.apple.com"];

/// Whether an endpoint is one of a push service that is known.
pub fn is_known_service(endpoint: &str, services: &[String]) -> bool {
    let Ok(uri) = endpoint.parse::<http::Uri>() else { return false };
    let (Some(scheme), Some(authority), Some(host)) = (uri.scheme_str(), uri.authority(), uri.host()) else {
        return false;
    };
    if authority.as_str().contains('@') {
        return false;
    }
    let is_usual = SERVICES
        .iter()
        .any(|known| host.strip_suffix(known).is_some_and(|before| before.is_empty() || before.ends_with('.')));
    let origin = format!("{scheme}://{authority}");
    (scheme == "https" && uri.port().is_none() && is_usual) || services.contains(&origin)
}

/// Whether the keys of a subscription can be sealed for.
pub fn is_readable(p256dh: &str, auth: &str) -> bool {
    Recipient::read(&Keys { p256dh: p256dh.to_owned(), auth: auth.to_owned() }).is_some()
}

/// Reads a private key as `web-push generate-vapid-keys` prints it: 32 bytes in URL-safe base64.
pub fn key_of(text: &str) -> Option<SigningKey> {
    let bytes = URL_SAFE_NO_PAD.decode(text.trim().trim_end_matches('=')).ok()?;
    SigningKey::from_slice(&bytes).ok()
}

/// The public half of a key, as browsers are given it.
pub fn public_half(key: &SigningKey) -> String {
    URL_SAFE_NO_PAD.encode(key.verifying_key().to_sec1_point(false).as_bytes())
}

impl Channel for WebPush {
    fn name(&self) -> &'static str {
        "web-push"
    }

    fn carries(&self) -> &[ChannelKind] {
        &[ChannelKind::Push]
    }

    fn send<'a>(&'a self, outgoing: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, Undelivered>> {
        Box::pin(async move {
            let unfit = || Undelivered::Never("this is no subscription of a browser".into());
            let subscription: Subscription = serde_json::from_str(&outgoing.to).map_err(|_| unfit())?;
            let theirs = Recipient::read(&subscription.keys).ok_or_else(unfit)?;
            if !is_known_service(&subscription.endpoint, &self.services) {
                return Err(Undelivered::Never("the push service of this browser is not known".into()));
            }
            let words = json!({ "id": outgoing.id, "title": outgoing.subject, "text": outgoing.text }).to_string();
            let ours = SecretKey::from_slice(&random::<32>()?).map_err(|_| unlucky())?;
            let body = sealed(words.as_bytes(), &theirs, &ours, &random::<16>()?).ok_or_else(unlucky)?;
            let headers = vec![
                ("authorization", self.authorization(&subscription.endpoint).ok_or_else(unfit)?),
                ("content-encoding", "aes128gcm".to_owned()),
                ("content-type", "application/octet-stream".to_owned()),
                ("ttl", KEPT_SECONDS.to_owned()),
                // One of several tries replaces the one before where the service still has it.
                ("topic", URL_SAFE_NO_PAD.encode(outgoing.id.0.as_bytes())),
            ];
            let asked = Request {
                method: Method::Post,
                url: subscription.endpoint,
                headers,
                body,
                targets: self.targets.clone(),
            };
            let answer = wire::send(asked).await?;
            match answer.status {
                200..=299 => Ok(Receipt::default()),
                404 | 410 => Err(Undelivered::Never(GONE.into())),
                408 | 429 | 500..=599 => {
                    Err(Undelivered::Later(format!("the push service answered {}", answer.status)))
                }
                status => Err(Undelivered::Never(format!("the push service answered {status}"))),
            }
        })
    }
}

impl WebPush {
    /// Who sends, signed for this very service (RFC 8292 §2 and §3).
    fn authorization(&self, endpoint: &str) -> Option<String> {
        let uri: http::Uri = endpoint.parse().ok()?;
        let audience = format!("{}://{}", uri.scheme_str()?, uri.authority()?);
        let until = (self.clock.now() + TimeDelta::hours(12)).timestamp();
        let head = URL_SAFE_NO_PAD.encode(br#"{"typ":"JWT","alg":"ES256"}"#);
        let claims = json!({ "aud": audience, "exp": until, "sub": self.contact }).to_string();
        let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims));
        let signature: Signature = self.key.sign(signed.as_bytes());
        let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
        Some(format!("vapid t={signed}.{signature}, k={}", public_half(&self.key)))
    }
}

/// The keys of one browser.
struct Recipient {
    public: PublicKey,
    auth: Vec<u8>,
}

impl Recipient {
    fn read(keys: &Keys) -> Option<Self> {
        let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok();
        let public = PublicKey::from_sec1_bytes(&decoded(&keys.p256dh)?).ok()?;
        let auth = decoded(&keys.auth).filter(|auth| auth.len() == 16)?;
        Some(Self { public, auth })
    }
}

/// The message as one `aes128gcm` record with its head (RFC 8291 §3.4 and §4, RFC 8188 §2).
fn sealed(words: &[u8], theirs: &Recipient, ours: &SecretKey, salt: &[u8; 16]) -> Option<Vec<u8>> {
    let shared = p256::ecdh::diffie_hellman(ours.to_nonzero_scalar(), theirs.public.as_affine());
    let (their_point, our_point) = (theirs.public.to_sec1_point(false), ours.public_key().to_sec1_point(false));
    let about = [b"WebPush: info\0".as_slice(), their_point.as_bytes(), our_point.as_bytes()].concat();
    let mut input = [0; 32];
    Hkdf::<Sha256>::new(Some(&theirs.auth), shared.raw_secret_bytes()).expand(&about, &mut input).ok()?;
    let derived = Hkdf::<Sha256>::new(Some(salt), &input);
    let (mut key, mut nonce) = ([0; 16], [0; 12]);
    derived.expand(b"Content-Encoding: aes128gcm\0", &mut key).ok()?;
    derived.expand(b"Content-Encoding: nonce\0", &mut nonce).ok()?;
    let record = [words, &[2]].concat();
    let payload = Payload { msg: &record, aad: b"" };
    let cipher = Aes128Gcm::new(&key.into()).encrypt(&Nonce::from(nonce), payload).ok()?;
    let length = u8::try_from(our_point.as_bytes().len()).ok()?;
    Some([salt, &RECORD_BYTES.to_be_bytes()[..], &[length], our_point.as_bytes(), &cipher].concat())
}

fn random<const N: usize>() -> Result<[u8; N], Undelivered> {
    crypto::random().map_err(|_| unlucky())
}

fn unlucky() -> Undelivered {
    Undelivered::Later("the message could not be sealed".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).unwrap()
    }

    /// RFC 8291, appendix A.
    #[test]
    fn the_example_of_the_standard_is_sealed_as_there() {
        let keys = Keys {
            p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4".into(),
            auth: "BTBZMqHH6r4Tts7J_aSIgg".into(),
        };
        let ours = SecretKey::from_slice(&bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")).unwrap();
        let salt: [u8; 16] = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap();
        let words = b"When I grow up, I want to be a watermelon";
        let body = sealed(words, &Recipient::read(&keys).unwrap(), &ours, &salt).unwrap();
        assert_eq!(
            URL_SAFE_NO_PAD.encode(body),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn only_push_services_are_written_to() {
        let own = ["http://127.0.0.1:9000".to_owned()];
        for known in [
            "https://fcm.googleapis.com/fcm/send/abc",
            "https://updates.push.services.mozilla.com/wpush/v2/abc",
            "https://web.push.apple.com/abc",
            "http://127.0.0.1:9000/push/abc",
        ] {
            assert!(is_known_service(known, &own), "{known}");
        }
        for unknown in [
            "http://fcm.googleapis.com/abc",
            "https://evilfcm.googleapis.com.example.com/abc",
            "https://evil-push.apple.com.cn/abc",
            "https://xpush.apple.com/abc",
            "https://a@fcm.googleapis.com/abc",
            "https://fcm.googleapis.com:8443/abc",
            "http://127.0.0.1:9001/push",
            "https://10.0.0.1/abc",
            "nonsense",
        ] {
            assert!(!is_known_service(unknown, &own), "{unknown}");
        }
    }

    #[test]
    fn a_damaged_key_is_no_key() {
        assert!(key_of("not a key").is_none());
        let keys = Keys { p256dh: "BCVx".into(), auth: "BTBZMqHH6r4Tts7J_aSIgg".into() };
        assert!(Recipient::read(&keys).is_none());
    }
}
