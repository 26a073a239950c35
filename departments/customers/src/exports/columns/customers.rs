//! The columns a file of customers can have.

use messaging::consents::{
    CARE_SURVEY, ConsentChannel, MARKETING, PROFILING, SHARE_BANK, SHARE_INSURER, SHARE_OEM, VEHICLE_DATA,
};

use super::{ExportColumn, Reader, Value, column, date, integer, moment, optional, read, text};
use crate::{
    exports::{details::CustomerLine, words},
    imports::targets::Field,
    vehicles::vehicle::{Vehicle, known_model},
};

/// Those of the list itself, those of the whole record, those of the main car, and what the customer agreed to. The days of all cars
/// (`next_service`, `insurance_until`) are not read back: a car's own stand in a file of cars.
pub const COLUMNS: &[ExportColumn<CustomerLine>] = &[
    read(Field::Number, column("number", ("客户编号", "Number"), 20, |line, _| text(&line.row.number))),
    read(Field::Name, column("name", ("客户", "Customer"), 18, |line, _| text(&line.row.name))),
    read(
        Field::Stage,
        column("stage", ("阶段", "Stage"), 10, |line, reader| text(words::stage(line.row.stage, reader.language))),
    ),
    read(
        Field::Kind,
        column("kind", ("客户类型", "Kind"), 10, |line, reader| text(words::kind(line.row.kind, reader.language))),
    ),
    read(
        Field::Gender,
        column("gender", ("性别", "Gender"), 8, |line, reader| {
            line.row.gender.map_or(Value::Empty, |gender| text(words::gender(gender, reader.language)))
        }),
    ),
    read(Field::Phone, column("phone", ("手机", "Phone"), 16, |line, _| optional(line.row.phone.as_deref()))),
    read(
        Field::VehicleModel,
        column("vehicle", ("车辆", "Vehicle"), 24, |line, _| {
            line.row
                .vehicle
                .as_ref()
                .map_or(Value::Empty, |car| known_model(&car.brand, &car.series).map_or(Value::Empty, Value::Text))
        }),
    ),
    read(
        Field::VehiclePlate,
        column("plate", ("车牌", "Plate"), 12, |line, _| {
            optional(line.row.vehicle.as_ref().and_then(|car| car.plate.as_deref()))
        }),
    ),
    column("vehicles", ("车辆数", "Vehicles"), 8, |line, _| Value::Integer(line.row.vehicles.into())),
    read(Field::Store, column("store", ("门店", "Store"), 16, |line, _| text(&line.row.store.name))),
    read(
        Field::Consultant,
        column("consultant", ("销售顾问", "Consultant"), 12, |line, _| {
            optional(line.row.consultant.as_ref().map(|person| person.name.as_str()))
        }),
    ),
    read(
        Field::Advisor,
        column("advisor", ("服务顾问", "Service advisor"), 12, |line, _| {
            optional(line.row.advisor.as_ref().map(|person| person.name.as_str()))
        }),
    ),
    read(
        Field::Tags,
        column("tags", ("标签", "Tags"), 28, |line, reader| {
            let names: Vec<&str> = line.row.tags.iter().map(|tag| tag.name.as_str()).collect();
            text(&names.join(reader.language.pick("、", ", ")))
        }),
    ),
    read(Field::Source, column("source", ("来源", "Source"), 14, |line, _| optional(line.row.source.as_deref()))),
    read(Field::City, column("city", ("城市", "City"), 14, |line, _| optional(line.row.city.as_deref()))),
    column("last_contact", ("最近联系", "Last contact"), 18, |line, reader| {
        moment(line.row.last_contact_at, reader)
    }),
    column("last_visit", ("最近到店", "Last visit"), 18, |line, reader| moment(line.row.last_visit_at, reader)),
    column("next_service", ("下次保养", "Next service"), 12, |line, _| date(line.row.next_service_on)),
    column("insurance_until", ("保险到期", "Insurance until"), 12, |line, _| date(line.row.insurance_until)),
    column("spend", ("累计消费", "Spend"), 14, |line, _| Value::Amount(line.row.spend.amount)),
    column("visits", ("到店次数", "Visits"), 10, |line, _| Value::Integer(line.row.visits.into())),
    column("completeness", ("资料完整度", "Completeness"), 12, |line, _| {
        Value::Integer(line.row.completeness.into())
    }),
    column("quality", ("数据质量", "Data quality"), 12, |line, _| Value::Integer(line.row.quality.into())),
    read(
        Field::CreatedAt,
        column("created", ("建档时间", "Created"), 18, |line, reader| moment(Some(line.row.created_at), reader)),
    ),
    column("changed", ("更新时间", "Changed"), 18, |line, reader| moment(Some(line.row.changed_at), reader)),
    read(
        Field::Birthday,
        column("birthday", ("生日", "Birthday"), 12, |line, _| {
            date(line.customer().and_then(|customer| customer.birthday))
        }),
    ),
    read(
        Field::Occupation,
        column("occupation", ("职业", "Occupation"), 14, |line, _| {
            optional(line.customer().and_then(|customer| customer.occupation.as_deref()))
        }),
    ),
    read(
        Field::Phone2,
        column("phone2", ("其他电话", "Other phones"), 24, |line, _| {
            optional(line.details.other_phones.as_deref())
        }),
    ),
    read(Field::Email, column("email", ("邮箱", "E-mail"), 24, |line, _| optional(line.details.email.as_deref()))),
    read(Field::Wechat, column("wechat", ("微信", "WeChat"), 18, |line, _| optional(line.details.wechat.as_deref()))),
    read(
        Field::IdNumber,
        column("id_number", ("证件号码", "ID number"), 22, |line, _| optional(line.details.id_number.as_deref())),
    ),
    read(
        Field::Address,
        column("address", ("地址", "Address"), 40, |line, _| optional(line.details.address.as_deref())),
    ),
    read(
        Field::Purpose,
        column("purpose", ("购车目的", "Purpose"), 12, |line, reader| {
            let purpose = line.customer().and_then(|customer| customer.purpose);
            purpose.map_or(Value::Empty, |purpose| text(words::purpose(purpose, reader.language)))
        }),
    ),
    read(
        Field::UseScenario,
        column("use_scenario", ("用车场景", "Use"), 12, |line, reader| {
            let used = line.customer().and_then(|customer| customer.use_scenario);
            used.map_or(Value::Empty, |used| text(words::use_scenario(used, reader.language)))
        }),
    ),
    read(
        Field::DecisionStyle,
        column("decision_style", ("决策风格", "Decision style"), 12, |line, reader| {
            let style = line.customer().and_then(|customer| customer.decision_style);
            style.map_or(Value::Empty, |style| text(words::decision_style(style, reader.language)))
        }),
    ),
    read(
        Field::PreferredColour,
        column("preferred_colour", ("喜好颜色", "Preferred colour"), 12, |line, _| {
            optional(line.customer().and_then(|customer| customer.preferred_colour.as_deref()))
        }),
    ),
    read(
        Field::ExternalId,
        column("external_id", ("原系统编号", "Number in the old system"), 20, |line, _| {
            optional(line.details.external_id())
        }),
    ),
    column("purchases", ("购车次数", "Purchases"), 10, |line, _| {
        integer(line.facts().map(|facts| facts.purchases))
    }),
    column("complaints_open", ("未结投诉", "Open complaints"), 10, |line, _| {
        integer(line.facts().map(|facts| facts.complaints_open))
    }),
    column("validity", ("资料有效度", "Validity"), 12, |line, _| {
        integer(line.facts().map(|facts| facts.validity))
    }),
    column("confirmed", ("上次确认", "Last confirmed"), 18, |line, reader| {
        moment(line.facts().and_then(|facts| facts.confirmed_at), reader)
    }),
    read(
        Field::VehicleNumber,
        column("vehicle_number", ("车辆编号", "Car number"), 20, |line, _| {
            optional(of_car(line, |car| Some(car.number.as_str())))
        }),
    ),
    read(
        Field::VehicleVin,
        column("vin", ("车架号", "VIN"), 20, |line, _| optional(of_car(line, |car| car.vin.as_deref()))),
    ),
    read(
        Field::VehicleBrand,
        column("brand", ("品牌", "Brand"), 12, |line, _| {
            optional(line.row.vehicle.as_ref().map(|car| car.brand.as_str()))
        }),
    ),
    read(
        Field::VehicleSeries,
        column("series", ("车系", "Series"), 14, |line, _| {
            optional(line.row.vehicle.as_ref().map(|car| car.series.as_str()))
        }),
    ),
    read(
        Field::VehicleEnergy,
        column("energy", ("能源", "Energy"), 10, |line, reader| {
            let energy = line.car().and_then(|car| car.energy);
            energy.map_or(Value::Empty, |energy| text(words::energy(energy, reader.language)))
        }),
    ),
    read(
        Field::VehicleMileage,
        column("mileage", ("里程（公里）", "Mileage (km)"), 12, |line, _| {
            integer(line.car().and_then(|car| car.mileage_km))
        }),
    ),
    read(
        Field::VehicleExternalId,
        column("vehicle_external_id", ("车辆原编号", "Car number in the old system"), 20, |line, _| {
            optional(of_car(line, |car| car.external_id.as_deref()))
        }),
    ),
    read(
        Field::VehicleInServiceOn,
        column("in_service", ("上牌日期", "In service on"), 12, |line, _| {
            date(line.car().and_then(|car| car.in_service_on))
        }),
    ),
    read(
        Field::VehicleInsurer,
        column("insurer", ("保险公司", "Insurer"), 14, |line, _| {
            optional(of_car(line, |car| car.insurer.as_deref()))
        }),
    ),
    read(
        Field::ConsentMarketing,
        column("marketing_consent", ("营销授权", "Marketing consent"), 12, |line, reader| {
            answer(line, reader, MARKETING, ConsentChannel::All)
        }),
    ),
    read(
        Field::ConsentMarketingSms,
        column("marketing_sms", ("同意短信营销", "Marketing by text message"), 12, |line, reader| {
            answer(line, reader, MARKETING, ConsentChannel::Sms)
        }),
    ),
    read(
        Field::ConsentMarketingPhone,
        column("marketing_phone", ("同意电话营销", "Marketing by phone"), 12, |line, reader| {
            answer(line, reader, MARKETING, ConsentChannel::Phone)
        }),
    ),
    read(
        Field::ConsentMarketingWecom,
        column("marketing_wecom", ("同意企微营销", "Marketing by WeCom"), 12, |line, reader| {
            answer(line, reader, MARKETING, ConsentChannel::Wecom)
        }),
    ),
    read(
        Field::ConsentMarketingEmail,
        column("marketing_email", ("同意邮件营销", "Marketing by e-mail"), 12, |line, reader| {
            answer(line, reader, MARKETING, ConsentChannel::Email)
        }),
    ),
    read(
        Field::ConsentCare,
        column("care_survey", ("同意满意度回访", "Survey consent"), 12, |line, reader| {
            answer(line, reader, CARE_SURVEY, ConsentChannel::All)
        }),
    ),
    read(
        Field::ConsentProfiling,
        column("profiling", ("同意个性化推荐", "Profiling consent"), 12, |line, reader| {
            answer(line, reader, PROFILING, ConsentChannel::All)
        }),
    ),
    read(
        Field::ConsentShareOem,
        column("share_oem", ("同意向厂商提供", "Share with maker"), 12, |line, reader| {
            answer(line, reader, SHARE_OEM, ConsentChannel::All)
        }),
    ),
    read(
        Field::ConsentShareInsurer,
        column("share_insurer", ("同意向保险公司提供", "Share with insurer"), 12, |line, reader| {
            answer(line, reader, SHARE_INSURER, ConsentChannel::All)
        }),
    ),
    read(
        Field::ConsentShareBank,
        column("share_bank", ("同意向金融机构提供", "Share with bank"), 12, |line, reader| {
            answer(line, reader, SHARE_BANK, ConsentChannel::All)
        }),
    ),
    read(
        Field::ConsentVehicleData,
        column("vehicle_data", ("同意车辆数据", "Vehicle data consent"), 12, |line, reader| {
            answer(line, reader, VEHICLE_DATA, ConsentChannel::All)
        }),
    ),
];

pub const USUAL: &[&str] = &[
    "number",
    "name",
    "stage",
    "vehicle",
    "plate",
    "phone",
    "consultant",
    "last_contact",
    "next_service",
    "spend",
    "tags",
];

/// Whether a column stands in the list itself, so that nothing else has to be read for it.
pub fn is_of_list(name: &str) -> bool {
    COLUMNS.iter().position(|column| column.name == name).is_some_and(|place| place < OF_LIST)
        || matches!(name, "brand" | "series")
}

/// The columns up to `changed`.
const OF_LIST: usize = 25;

fn of_car(line: &CustomerLine, part: fn(&Vehicle) -> Option<&str>) -> Option<&str> {
    line.car().and_then(part)
}

/// What the customer says now to a purpose on a way.
fn answer(line: &CustomerLine, reader: Reader, purpose: &str, channel: ConsentChannel) -> Value {
    let answer = line.details.answer(purpose, channel);
    answer.map_or(Value::Empty, |answer| text(words::answer(answer, reader.language)))
}
