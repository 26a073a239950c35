//! The carriers Roadbook knows: mail servers, SMS providers, WeCom, browsers.

mod aliyun;
mod endpoint;
mod signing;
mod smtp;
mod tencent;
mod web_push;
mod wecom;
mod wire;

pub use aliyun::Aliyun;
pub(crate) use aliyun::in_china;
pub use endpoint::{Endpoint, let_in};
pub use smtp::{Security, Smtp};
pub use tencent::Tencent;
pub use web_push::{GONE, WebPush, is_known_service, is_readable, key_of, public_half};
pub use wecom::Wecom;
