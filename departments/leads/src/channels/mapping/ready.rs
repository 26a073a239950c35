//! Mappings that are known beforehand, each with a sample of what is sent: those of formats that come with theirs, and a beginning for
//! the others.

use std::collections::BTreeMap;

use super::{FieldRule, Mapping};
use crate::channels::words::{EnquiryField, PayloadFormat};

use EnquiryField::{
    Brand, BudgetMax, BudgetMin, Comment, EnquiredAt, Extension, ExternalId, Gender, Horizon, Model, Name, Phone,
    Series, Source, Wechat,
};

/// The mapping a connector of this format begins with.
pub fn mapping(format: PayloadFormat) -> Mapping {
    let fields: &[(EnquiryField, &str)] = match format {
        PayloadFormat::Json | PayloadFormat::Form | PayloadFormat::Website => PLAIN,
        PayloadFormat::Xml => UNDER_ROOT,
        PayloadFormat::Adf => ADF,
        PayloadFormat::Feiyu => FEIYU,
    };
    let each = (format == PayloadFormat::Adf).then(|| "adf.prospect".to_owned());
    let values = |field: EnquiryField| match (format, field) {
        (PayloadFormat::Feiyu, Gender) => words(&[("1", "male"), ("2", "female")]),
        _ => BTreeMap::new(),
    };
    let rule =
        |&(field, from): &(EnquiryField, &str)| FieldRule { field, from: from.to_owned(), values: values(field) };
    Mapping { each, fields: fields.iter().map(rule).collect() }
}

/// A sample of what is sent in this format, to try a mapping on.
pub fn sample(format: PayloadFormat) -> &'static str {
    match format {
        PayloadFormat::Json => {
            r#"{"external_id": "A-1001", "name": "王小明", "phone": "13800001234", "brand": "大众", "series": "帕萨特", "budget": "18-20万", "comment": "周末想试驾"}"#
        }
        PayloadFormat::Form => {
            "external_id=A-1001&name=%E7%8E%8B%E5%B0%8F%E6%98%8E&phone=13800001234&series=%E5%B8%95%E8%90%A8%E7%89%B9"
        }
        PayloadFormat::Website => {
            "name=%E7%8E%8B%E5%B0%8F%E6%98%8E&phone=13800001234&series=%E5%B8%95%E8%90%A8%E7%89%B9&comment=%E6%83%B3%E8%AF%95%E9%A9%BE&filled_seconds=21&website_url="
        }
        PayloadFormat::Xml => {
            "<lead>\n  <external_id>A-1001</external_id>\n  <name>王小明</name>\n  <phone>13800001234</phone>\n  <series>帕萨特</series>\n</lead>"
        }
        PayloadFormat::Adf => ADF_SAMPLE,
        PayloadFormat::Feiyu => FEIYU_SAMPLE,
    }
}

fn words(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
}

const PLAIN: &[(EnquiryField, &str)] = &[
    (Name, "name"),
    (Phone, "phone | mobile | telephone"),
    (Extension, "extension"),
    (Wechat, "wechat"),
    (Gender, "gender"),
    (ExternalId, "external_id | id"),
    (EnquiredAt, "enquired_at | created_at"),
    (Source, "source | campaign"),
    (Brand, "brand"),
    (Series, "series"),
    (Model, "model"),
    (BudgetMin, "budget_min | budget"),
    (BudgetMax, "budget_max | budget"),
    (Horizon, "horizon"),
    (Comment, "comment | remark"),
];

const UNDER_ROOT: &[(EnquiryField, &str)] = &[
    (Name, "lead.name"),
    (Phone, "lead.phone"),
    (ExternalId, "lead.external_id"),
    (Brand, "lead.brand"),
    (Series, "lead.series"),
    (Comment, "lead.comment"),
];

/// ADF 1.0, of each prospect. Of several vehicles that to be bought is meant, not the one traded in.
const ADF: &[(EnquiryField, &str)] = &[
    (
        Name,
        "customer.contact.name[@part=full] | customer.contact.name[@part=first] + customer.contact.name[@part=last] | \
         customer.contact.name",
    ),
    (
        Phone,
        "customer.contact.phone[@type=cellphone] | customer.contact.phone[@type=mobile] | customer.contact.phone[@type=voice] | \
         customer.contact.phone",
    ),
    (ExternalId, "id"),
    (EnquiredAt, "requestdate"),
    (Source, "provider.name | provider.service"),
    (Brand, "vehicle[@interest=buy].make | vehicle[@interest=test-drive].make | vehicle.make"),
    (Series, "vehicle[@interest=buy].model | vehicle[@interest=test-drive].model | vehicle.model"),
    (Model, "vehicle[@interest=buy].trim | vehicle.trim"),
    (Comment, "customer.comments | vehicle.comments | customer.timeframe.description"),
];

/// A message of Ocean Engine's subscription service: what it tells stands in `data`, itself a text of JSON.
const FEIYU: &[(EnquiryField, &str)] = &[
    (Name, "data.name"),
    (Phone, "data.telephone | data.telphone"),
    (Wechat, "data.weixin"),
    (Gender, "data.gender"),
    (ExternalId, "data.clue_id | message_id"),
    (EnquiredAt, "data.create_time_detail | data.create_time"),
    (Source, "data.promotion_name | data.ad_name | data.app_name"),
    (Comment, "data.remark | data.form_remark | data.remark_dict"),
];

const ADF_SAMPLE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<?adf version="1.0"?>
<adf>
  <prospect status="new">
    <id source="portal">P-7001</id>
    <vehicle interest="buy" status="new"><make>Volkswagen</make><model>Passat</model></vehicle>
    <customer>
      <contact>
        <name part="first">Anna</name><name part="last">Lee</name>
        <phone type="cellphone">13800001234</phone>
      </contact>
      <comments><![CDATA[Test drive on Saturday?]]></comments>
    </customer>
    <provider><name part="full">AutoPortal</name></provider>
  </prospect>
</adf>"#;

const FEIYU_SAMPLE: &str = r#"{
  "message_id": "m-20260305-1",
  "service_label": "clue.push",
  "advertiser_ids": [1664750332606472],
  "timestamp": 1772674200000,
  "nonce": "n1",
  "data": "{\"clue_id\":\"6831434361875726350\",\"name\":\"王小明\",\"telephone\":\"13800001234\",\"gender\":1,\"promotion_name\":\"帕萨特春季\",\"remark\":\"想周末试驾\"}"
}"#;
