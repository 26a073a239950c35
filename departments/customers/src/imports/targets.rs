//! What a column of a file can be: the fields of a customer, the car, a purchase and a workshop visit, with the names people
//! give them in Chinese and English.

use kernel::{email::Email, number::Numbered, phone::Phone, plate::Plate, resident_id::ResidentId, vin::Vin};
use tables::values;

use super::consents;
use crate::words::words;

words! {
    /// A field a column can be mapped to. Those of a car, purchase or visit carry its name before the dot.
    #[derive(PartialOrd, Ord)]
    Field as ImportField {
        Name "name", Kind "kind", Gender "gender", Birthday "birthday", Phone "phone", Phone2 "phone2", Email "email",
        Wechat "wechat", IdNumber "id_number", Address "address", City "city", Occupation "occupation", Stage "stage",
        Source "source", Purpose "purpose", UseScenario "use_scenario", DecisionStyle "decision_style",
        PreferredColour "preferred_colour", Consultant "consultant", Advisor "advisor", Tags "tags", Note "note",
        Number "number", ExternalId "external_id", CreatedAt "created_at", Store "store", VehicleNumber "vehicle.number",
        VehicleVin "vehicle.vin", VehiclePlate "vehicle.plate", VehicleModel "vehicle.model", VehicleBrand "vehicle.brand",
        VehicleSeries "vehicle.series", VehicleTrim "vehicle.trim", VehicleColour "vehicle.colour",
        VehicleEnergy "vehicle.energy", VehicleModelYear "vehicle.model_year", VehiclePurchasedOn "vehicle.purchased_on",
        VehicleInServiceOn "vehicle.in_service_on", VehicleMileage "vehicle.mileage_km",
        VehicleWarrantyUntil "vehicle.warranty_until", VehicleInsuranceUntil "vehicle.insurance_until",
        VehicleInsurer "vehicle.insurer", VehicleInspectionUntil "vehicle.inspection_until",
        VehicleNextServiceOn "vehicle.next_service_on", VehicleExternalId "vehicle.external_id",
        PurchaseOn "purchase.on", PurchaseAmount "purchase.amount", PurchaseSummary "purchase.summary",
        PurchaseExternalId "purchase.external_id",
        VisitOn "visit.on", VisitKind "visit.kind", VisitAmount "visit.amount", VisitMileage "visit.mileage_km",
        VisitSummary "visit.summary", VisitExternalId "visit.external_id",
        ConsentMarketing "consent.marketing", ConsentMarketingSms "consent.marketing_sms",
        ConsentMarketingPhone "consent.marketing_phone", ConsentMarketingWecom "consent.marketing_wecom",
        ConsentMarketingEmail "consent.marketing_email", ConsentCare "consent.care_survey",
        ConsentProfiling "consent.profiling", ConsentShareOem "consent.share_oem",
        ConsentShareInsurer "consent.share_insurer", ConsentShareBank "consent.share_bank",
        ConsentVehicleData "consent.vehicle_data", ConsentPurpose "consent.purpose", ConsentOn "consent.on", ConsentHow "consent.how",
        ConsentText "consent.text",
    }
}

words! {
    /// What a field tells of.
    TargetGroup { Customer "customer", Vehicle "vehicle", Purchase "purchase", Visit "visit", Consent "consent" }
}

impl Field {
    pub fn group(self) -> TargetGroup {
        self.word().split_once('.').and_then(|(group, _)| TargetGroup::find(group)).unwrap_or(TargetGroup::Customer)
    }

    /// Without it there is no row.
    pub fn is_required(self) -> bool {
        self == Self::Name
    }

    /// Whether a column of it makes a table one of people or their cars.
    pub fn tells_whose(self) -> bool {
        matches!(
            self,
            Self::Number
                | Self::VehicleNumber
                | Self::Phone
                | Self::Email
                | Self::Wechat
                | Self::IdNumber
                | Self::Birthday
                | Self::Gender
                | Self::Address
                | Self::Consultant
                | Self::Advisor
                | Self::VehicleVin
                | Self::VehiclePlate
        )
    }

    /// Whether its cells hold days.
    pub fn is_date(self) -> bool {
        matches!(
            self,
            Self::Birthday
                | Self::CreatedAt
                | Self::VehiclePurchasedOn
                | Self::VehicleInServiceOn
                | Self::VehicleWarrantyUntil
                | Self::VehicleInsuranceUntil
                | Self::VehicleInspectionUntil
                | Self::VehicleNextServiceOn
                | Self::PurchaseOn
                | Self::VisitOn
                | Self::ConsentOn
        )
    }

    /// Whether its cells can replace what is known of an existing customer; others only fill what is empty or add to it.
    pub fn overwrites(self) -> bool {
        matches!(
            self,
            Self::Name
                | Self::Kind
                | Self::Gender
                | Self::Birthday
                | Self::Phone
                | Self::Email
                | Self::Wechat
                | Self::Occupation
                | Self::Stage
                | Self::Source
                | Self::Purpose
                | Self::UseScenario
                | Self::DecisionStyle
                | Self::PreferredColour
                | Self::Consultant
                | Self::Advisor
                | Self::VehicleVin
                | Self::VehicleTrim
                | Self::VehicleModelYear
                | Self::VehicleEnergy
                | Self::VehicleColour
                | Self::VehiclePurchasedOn
                | Self::VehicleInServiceOn
                | Self::VehicleWarrantyUntil
                | Self::VehicleInsuranceUntil
                | Self::VehicleInsurer
                | Self::VehicleInspectionUntil
                | Self::VehicleNextServiceOn
        )
    }

    /// Whether several columns may be mapped to it; their cells are put together in the order of the columns.
    pub fn joins(self) -> bool {
        matches!(
            self,
            Self::Name
                | Self::Phone
                | Self::Phone2
                | Self::Address
                | Self::Tags
                | Self::Note
                | Self::VehicleModel
                | Self::VehicleTrim
                | Self::PurchaseSummary
                | Self::VisitSummary
        )
    }
}

/// A field as the guessing of columns knows it.
pub fn guess_targets() -> Vec<tables::Target<'static>> {
    lines()
        .map(|(field, synonyms, looks_like)| tables::Target { name: field.word(), synonyms, looks_like: *looks_like })
        .collect()
}

/// All fields in the order pages offer them.
pub fn all() -> impl Iterator<Item = Field> {
    lines().map(|(field, ..)| *field)
}

fn lines() -> impl Iterator<Item = &'static Line> {
    TARGETS.iter().chain(consents::TARGETS)
}

/// A field, what people call it, and whether a cell looks like one of it.
pub(super) type Line = (Field, &'static [&'static str], fn(&str) -> bool);

const TARGETS: &[Line] = &[
    (
        Field::Name,
        &[
            "姓名",
            "客户",
            "客户姓名",
            "客户名称",
            "车主",
            "车主姓名",
            "车主名称",
            "联系人",
            "名称",
            "customer",
            "customer name",
            "full name",
            "owner",
        ],
        nothing,
    ),
    (
        Field::Phone,
        &[
            "手机",
            "手机号",
            "手机号码",
            "电话",
            "联系电话",
            "联系方式",
            "车主电话",
            "mobile",
            "tel",
            "telephone",
            "phone number",
        ],
        is_phone,
    ),
    (
        Field::Phone2,
        &["备用电话", "其他电话", "电话2", "手机2", "第二电话", "phone 2", "second phone", "other phone"],
        is_phone,
    ),
    (Field::Kind, &["客户类型", "客户性质", "个人/单位", "customer type", "person or company"], nothing),
    (Field::Gender, &["性别", "称谓", "sex"], |cell| super::spoken::gender(cell).is_some()),
    (Field::Birthday, &["生日", "出生日期", "出生年月日", "date of birth", "birth date", "dob"], nothing),
    (Field::Email, &["邮箱", "电子邮箱", "电子邮件", "e-mail", "mail"], |cell| Email::parse(cell).is_ok()),
    (Field::Wechat, &["微信", "微信号", "we chat", "weixin"], nothing),
    (
        Field::IdNumber,
        &["身份证", "身份证号", "身份证号码", "证件号", "证件号码", "id card", "identity number"],
        |cell| ResidentId::parse(cell).is_ok(),
    ),
    (Field::Address, &["地址", "住址", "联系地址", "家庭住址", "详细地址", "street address"], nothing),
    (Field::City, &["城市", "所在城市", "地区", "所在地", "region", "town"], |cell| {
        kernel::region::city(cell).is_some()
    }),
    (Field::Occupation, &["职业", "工作", "行业", "job", "profession"], nothing),
    (Field::Stage, &["客户阶段", "阶段", "客户状态", "意向级别", "客户等级", "status"], nothing),
    (Field::Source, &["来源", "客户来源", "线索来源", "渠道", "信息来源", "channel", "lead source"], nothing),
    (Field::Purpose, &["购车用途", "购车目的", "purchase purpose"], nothing),
    (Field::UseScenario, &["用车场景", "使用场景", "use scenario"], nothing),
    (Field::DecisionStyle, &["决策风格", "决策类型", "decision style"], nothing),
    (Field::PreferredColour, &["偏好颜色", "喜欢的颜色", "意向颜色", "preferred color", "favourite colour"], nothing),
    (
        Field::Consultant,
        &["销售顾问", "顾问", "销售", "业务员", "sales consultant", "salesperson", "sales agent"],
        nothing,
    ),
    (Field::Advisor, &["服务顾问", "售后顾问", "service advisor"], nothing),
    (Field::Tags, &["标签", "客户标签", "labels"], nothing),
    (Field::Note, &["备注", "说明", "客户备注", "remark", "remarks", "comment"], nothing),
    (
        Field::ExternalId,
        &["客户编号", "客户号", "客户ID", "会员号", "customer id", "customer no", "customer number"],
        nothing,
    ),
    (Field::Number, &["路书编号", "roadbook number"], |cell| Numbered::Customer.parse(cell).is_some()),
    (
        Field::CreatedAt,
        &["建档日期", "建档时间", "创建时间", "登记日期", "录入日期", "created", "created on", "registered on"],
        nothing,
    ),
    (
        Field::Store,
        &[
            "门店",
            "所属门店",
            "归属门店",
            "服务门店",
            "门店名称",
            "门店编号",
            "门店编码",
            "门店代码",
            "店",
            "店名",
            "店铺",
            "分店",
            "4S店",
            "专营店",
            "经销商",
            "经销商名称",
            "经销商代码",
            "store",
            "store code",
            "store name",
            "dealer",
            "dealer name",
            "dealer code",
            "dealership",
            "branch",
            "branch name",
        ],
        nothing,
    ),
    (
        Field::VehicleVin,
        &["车架号", "VIN", "VIN码", "车辆识别代号", "车辆识别码", "底盘号", "chassis number"],
        |cell| Vin::parse(cell).is_ok(),
    ),
    (
        Field::VehiclePlate,
        &[
            "车牌",
            "车牌号",
            "车牌号码",
            "牌照",
            "号牌",
            "plate",
            "plate number",
            "license plate",
            "registration number",
        ],
        |cell| Plate::parse(cell).is_ok(),
    ),
    (
        Field::VehicleModel,
        &["车型", "品牌车型", "车辆型号", "购买车型", "意向车型", "vehicle", "make and model"],
        |cell| kernel::brand::Brand::at_start_of(cell).is_some_and(|(_, series)| !series.is_empty()),
    ),
    (Field::VehicleBrand, &["品牌", "车辆品牌", "汽车品牌", "brand", "make", "company"], |cell| {
        kernel::brand::Brand::find(cell).is_some()
    }),
    (Field::VehicleSeries, &["车系", "系列", "series", "model"], nothing),
    (Field::VehicleTrim, &["配置", "款式", "车款", "版本", "trim", "body style", "variant"], nothing),
    (Field::VehicleColour, &["颜色", "车身颜色", "外观颜色", "color", "colour"], nothing),
    (
        Field::VehicleEnergy,
        &["能源", "能源类型", "燃料", "燃料种类", "动力", "fuel", "fuel type", "energy type"],
        |cell| super::spoken::energy(cell).is_some(),
    ),
    (Field::VehicleModelYear, &["年款", "车型年份", "年份", "model year", "year"], is_year),
    (
        Field::VehiclePurchasedOn,
        &["购车日期", "购车时间", "购买日期", "提车日期", "交车日期", "purchase date", "delivery date", "bought on"],
        nothing,
    ),
    (
        Field::VehicleInServiceOn,
        &["上牌日期", "注册日期", "登记日期", "初次登记日期", "in service on", "registration date"],
        nothing,
    ),
    (
        Field::VehicleMileage,
        &["里程", "行驶里程", "里程数", "公里数", "当前里程", "mileage", "odometer", "km driven"],
        nothing,
    ),
    (Field::VehicleWarrantyUntil, &["质保到期", "质保到期日", "保修到期", "warranty until", "warranty end"], nothing),
    (
        Field::VehicleInsuranceUntil,
        &["保险到期", "保险到期日", "保险到期日期", "交强险到期", "商业险到期", "insurance until", "insurance expiry"],
        nothing,
    ),
    (Field::VehicleInsurer, &["保险公司", "承保公司", "insurer", "insurance company"], nothing),
    (
        Field::VehicleInspectionUntil,
        &["年检到期", "年检到期日", "年审到期", "检验有效期", "inspection until", "inspection expiry"],
        nothing,
    ),
    (
        Field::VehicleNextServiceOn,
        &["下次保养", "下次保养日期", "应保养日期", "next service", "next service date"],
        nothing,
    ),
    (Field::VehicleExternalId, &["车辆编号", "车辆ID", "车辆档案号", "vehicle id", "car id", "stock number"], nothing),
    (Field::VehicleNumber, &["路书车辆编号", "roadbook car number"], |cell| {
        Numbered::Vehicle.parse(cell).is_some()
    }),
    (
        Field::PurchaseOn,
        &["成交日期", "销售日期", "开票日期", "订单日期", "sale date", "sold on", "invoice date", "order date"],
        nothing,
    ),
    (
        Field::PurchaseAmount,
        &[
            "成交价",
            "成交金额",
            "车价",
            "裸车价",
            "购车价格",
            "购车金额",
            "购车总价",
            "开票金额",
            "发票金额",
            "售价",
            "价格",
            "price",
            "sale price",
            "purchase amount",
        ],
        nothing,
    ),
    (
        Field::PurchaseSummary,
        &["购买门店", "销售门店", "购车门店", "购车经销商", "销售经销商", "selling dealer", "sold by"],
        nothing,
    ),
    (
        Field::PurchaseExternalId,
        &["订单号", "合同号", "发票号", "销售单号", "order number", "contract number", "invoice number", "deal id"],
        nothing,
    ),
    (
        Field::VisitOn,
        &["进厂日期", "维修日期", "保养日期", "服务日期", "上次保养日期", "visit date", "service date", "last service"],
        nothing,
    ),
    (
        Field::VisitKind,
        &["维修类型", "服务类型", "业务类型", "进厂类型", "service type", "visit kind"],
        |cell| super::spoken::history(cell).is_some(),
    ),
    (
        Field::VisitAmount,
        &[
            "维修金额",
            "结算金额",
            "服务金额",
            "消费金额",
            "保养金额",
            "service amount",
            "visit amount",
            "invoice amount",
        ],
        nothing,
    ),
    (Field::VisitMileage, &["进厂里程", "维修里程", "保养里程", "visit mileage", "mileage at service"], nothing),
    (
        Field::VisitSummary,
        &["维修内容", "维修项目", "保养项目", "服务内容", "service description", "work done"],
        nothing,
    ),
    (Field::VisitExternalId, &["工单号", "维修单号", "结算单号", "repair order", "work order"], nothing),
];

/// For fields whose cells have no shape of their own.
pub(super) fn nothing(_cell: &str) -> bool {
    false
}

fn is_phone(cell: &str) -> bool {
    Phone::parse(cell).is_ok()
}

fn is_year(cell: &str) -> bool {
    values::parse_integer(cell).is_ok_and(|year| (1990..=2040).contains(&year))
}

#[cfg(test)]
mod tests;
