//! Signatures of the SMS providers: Aliyun's ACS3-HMAC-SHA256 and Tencent's TC3-HMAC-SHA256.

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use platform::crypto::hex;
use sha2::{Digest, Sha256};

/// A call to Aliyun's RPC interface.
pub struct AliyunCall<'a> {
    pub key_id: &'a str,
    pub secret: &'a str,
    pub host: &'a str,
    pub action: &'a str,
    pub version: &'a str,
    /// `2024-01-01T00:00:00Z`.
    pub date: &'a str,
    pub nonce: &'a str,
    pub query: &'a [(&'a str, &'a str)],
}

/// The query string and the headers to send with it.
pub struct Signed {
    pub query: String,
    pub headers: Vec<(&'static str, String)>,
}

impl AliyunCall<'_> {
    /// Source: help.aliyun.com, "V3 request structure and signature"; the body is empty, all parameters are in the query.
    pub fn signed(&self) -> Signed {
        let mut query: Vec<(&str, &str)> = self.query.to_vec();
        query.sort_unstable();
        let query: Vec<String> =
            query.iter().map(|(name, value)| format!("{}={}", percent(name), percent(value))).collect();
        let query = query.join("&");
        let content = hex(&Sha256::digest(b""));
        let headers = [
            ("host", self.host),
            ("x-acs-action", self.action),
            ("x-acs-content-sha256", content.as_str()),
            ("x-acs-date", self.date),
            ("x-acs-signature-nonce", self.nonce),
            ("x-acs-version", self.version),
        ];
        let mut block = String::new();
        for (name, value) in headers {
            block.push_str(name);
            block.push(':');
            block.push_str(value.trim());
            block.push('\n');
        }
        let names = headers.map(|(name, _)| name).join(";");
        let canonical = format!("POST\n/\n{query}\n{block}\n{names}\n{content}");
        let to_sign = format!("ACS3-HMAC-SHA256\n{}", hex(&Sha256::digest(canonical)));
        let signature = hex(&mac(self.secret.as_bytes(), &to_sign));
        let authorization =
            format!("ACS3-HMAC-SHA256 Credential={},SignedHeaders={names},Signature={signature}", self.key_id);
        let mut sent: Vec<(&'static str, String)> =
            headers.into_iter().skip(1).map(|(name, value)| (name, value.to_owned())).collect();
        sent.push(("authorization", authorization));
        Signed { query, headers: sent }
    }
}

/// A call to Tencent's cloud interface.
pub struct TencentCall<'a> {
    pub secret_id: &'a str,
    pub secret: &'a str,
    pub host: &'a str,
    pub service: &'a str,
    pub action: &'a str,
    /// Seconds since 1970.
    pub timestamp: i64,
    /// The UTC day of the timestamp, `2023-11-14`.
    pub date: &'a str,
    pub body: &'a str,
}

pub const TENCENT_CONTENT_TYPE: &str = "application/json; charset=utf-8";

impl TencentCall<'_> {
    /// The value of `Authorization`. Source: Tencent Cloud, "Signature v3".
    pub fn authorization(&self) -> String {
        let names = "content-type;host;x-tc-action";
        let canonical = format!(
            "POST\n/\n\ncontent-type:{TENCENT_CONTENT_TYPE}\nhost:{}\nx-tc-action:{}\n\n{names}\n{}",
            self.host,
            self.action.to_ascii_lowercase(),
            hex(&Sha256::digest(self.body))
        );
        let scope = format!("{}/{}/tc3_request", self.date, self.service);
        let to_sign = format!("TC3-HMAC-SHA256\n{}\n{scope}\n{}", self.timestamp, hex(&Sha256::digest(canonical)));
        let day = mac(format!("TC3{}", self.secret).as_bytes(), self.date);
        let key = mac(&mac(&day, self.service), "tc3_request");
        let signature = hex(&mac(&key, &to_sign));
        format!("TC3-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={signature}", self.secret_id)
    }
}

/// Percent-encoding of RFC 3986: only letters, digits and `-_.~` stay.
pub fn percent(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut written, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            written.push(char::from(byte));
        } else {
            let _never_fails = write!(written, "%{byte:02X}");
        }
        written
    })
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature_of(authorization: &str) -> &str {
        authorization.rsplit_once("Signature=").unwrap().1
    }

    fn aliyun<'a>(query: &'a [(&'a str, &'a str)]) -> AliyunCall<'a> {
        AliyunCall {
            key_id: "YourAccessKeyId",
            secret: "YourAccessKeySecret",
            host: "dysmsapi.aliyuncs.com",
            action: "SendSms",
            version: "2017-05-25",
            date: "2024-01-01T00:00:00Z",
            nonce: "00000000000000000000000000000001",
            query,
        }
    }

    #[test]
    fn the_example_of_aliyuns_documentation_is_signed_as_there() {
        let query = [("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"), ("RegionId", "cn-shanghai")];
        let call = AliyunCall {
            host: "ecs.cn-shanghai.aliyuncs.com",
            action: "RunInstances",
            version: "2014-05-26",
            date: "2023-10-26T10:22:32Z",
            nonce: "3156853299f313e23d1673dc12e1703d",
            ..aliyun(&query)
        };
        let authorization = call.signed().headers.pop().unwrap().1;
        assert_eq!(signature_of(&authorization), "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
    }

    #[test]
    fn an_sms_by_aliyun_is_signed() {
        let query = [
            ("PhoneNumbers", "13800138000"),
            ("SignName", "示例"),
            ("TemplateCode", "SMS_123456789"),
            ("TemplateParam", "{\"code\":\"1234\"}"),
        ];
        let authorization = aliyun(&query).signed().headers.pop().unwrap().1;
        assert_eq!(signature_of(&authorization), "f4a68ce996a91c2308f21dbf45374835408bb11d9b2c81ae21039cb6441461ed");
    }

    #[test]
    fn an_sms_by_tencent_is_signed() {
        let body = "{\"PhoneNumberSet\":[\"+8613800138000\"],\"SmsSdkAppId\":\"1400000000\",\"SignName\":\"示例\",\"TemplateId\":\"123456\",\"TemplateParamSet\":[\"1234\"]}";
        let hash = hex(&Sha256::digest(body));
        assert!(hash.starts_with("87b8da92") && hash.ends_with("3174"), "{hash}");
        let call = TencentCall {
            secret_id: "AKIDEXAMPLE0000000000000000000000000",
            secret: "SECRETKEYEXAMPLE0000000000000000",
            host: "sms.tencentcloudapi.com",
            service: "sms",
            action: "SendSms",
            timestamp: 1_700_000_000,
            date: "2023-11-14",
            body,
        };
        assert_eq!(
            signature_of(&call.authorization()),
            "01539e62b6209071bee1ffbfb5e736f27c8182790f288afd3ef99997eb543e3a"
        );
    }

    #[test]
    fn letters_digits_and_four_marks_are_sent_as_they_are() {
        assert_eq!(percent("aZ0-_.~ +*/示"), "aZ0-_.~%20%2B%2A%2F%E7%A4%BA");
    }
}
