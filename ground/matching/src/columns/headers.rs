//! What people write above columns, in Chinese and English; words are parted by `|`.

use crate::Kind;

/// Columns that number rows, or say already who is who.
pub(super) const NUMBERS_OF_ROWS: &str = "\
    id|rec id|recid|record id|row id|row|no|nr|number|index|key|uuid|guid|pk|rowid|unique id|customer id|\
    customer no|customer number|client id|person id|source id|cluster|cluster id|entity id|编号|序号|\
    行号|主键|客户编号|客户id|档案号|记录号|流水号";

pub(super) const LEFT_OUT: &str = "\
    amount|price|total|mileage|remark|remarks|note|notes|comment|comments|status|created|updated|\
    created at|timestamp|金额|价格|总价|里程|公里|备注|说明|状态|创建|更新|时间|日期|date";

/// Names and numbers of other things.
pub(super) const OTHERS: &str = "\
    brand|model|series|store|dealer|product|consultant|advisor|staff|seller|品牌|车型|车系|门店|经销商|\
    顾问|专员|经办|产品|介绍人";

/// What people call a field, Chinese and English.
pub(super) const HEADERS: &[(Kind, &str)] = &[
    (Kind::Name, "name|full name|customer|client|contact|owner|person|fullname|姓名|名称|名字|车主|联系人|客户"),
    (Kind::GivenName, "given name|first name|forename|fname|firstname|givenname|given|名"),
    (Kind::Surname, "surname|last name|family name|lname|lastname|sname|姓|姓氏"),
    (Kind::Company, "company|organisation|organization|employer|firm|business|公司|单位|企业"),
    (Kind::Phone, "phone|mobile|tel|telephone|cell|cellphone|contact number|fax|手机|电话|联系方式|座机"),
    (Kind::Email, "email|e mail|mail|邮箱|电子邮件|邮件"),
    (Kind::Plate, "plate|license plate|licence plate|registration|rego|number plate|plate number|车牌|牌照"),
    (Kind::Vin, "vin|chassis|chassis number|车架|底盘号|车辆识别"),
    (
        Kind::IdNumber,
        "id number|id card|identity|national id|passport|ssn|soc sec id|social security|tax file number|身份证|证件号|证件号码",
    ),
    (
        Kind::Identifier,
        "member number|member id|membership|card number|licence number|会员号|会员卡|卡号|驾驶证|微信|wechat|openid",
    ),
    (Kind::BirthDate, "date of birth|birth date|birthdate|dob|birthday|birth|born|生日|出生|出生日期|出生年月"),
    (Kind::Gender, "gender|sex|性别|称谓"),
    (Kind::Address, "address|street|street name|addr|road|地址|住址|家庭住址"),
    (Kind::HouseNumber, "street number|house number|house no|street no|门牌|门牌号"),
    (Kind::Place, "suburb|city|town|state|province|county|district|region|locality|城市|省|市|区|省份|区县|地区"),
    (Kind::Postcode, "postcode|zip|zip code|zipcode|postal code|post code|邮编|邮政编码"),
];
