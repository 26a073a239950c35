//! Words of closed lists as people write them in files, Chinese and English.

use journal::events::customers::HistoryKind;
use kernel::text::folded;
use messaging::consents::Answer;

use crate::{
    people::customer::{CustomerKind, DecisionStyle, Gender, Purpose, Stage, UseScenario},
    vehicles::vehicle::Energy,
};

pub fn gender(cell: &str) -> Option<Gender> {
    Some(match key(cell).as_str() {
        "女" | "女士" | "女性" | "小姐" | "太太" | "f" | "female" | "w" | "woman" | "mrs" | "ms" | "miss" => {
            Gender::Female
        }
        "男" | "先生" | "男士" | "男性" | "m" | "male" | "man" | "mr" => Gender::Male,
        _ => return None,
    })
}

pub fn kind(cell: &str) -> Option<CustomerKind> {
    Some(match key(cell).as_str() {
        "个人" | "个人客户" | "自然人" | "私人" | "私户" | "person" | "individual" | "private" => {
            CustomerKind::Person
        }
        "公司" | "单位" | "企业" | "公户" | "机构" | "集团客户" | "大客户" | "company" | "business" | "fleet"
        | "corporate" => CustomerKind::Company,
        _ => return None,
    })
}

pub fn stage(cell: &str) -> Option<Stage> {
    let key = key(cell);
    Some(match key.as_str() {
        "线索" | "潜客" | "潜在客户" | "潜在" | "新线索" | "new" | "prospect" => Stage::Lead,
        "意向" | "意向客户" | "跟进中" | "有意向" | "高意向" | "试驾" | "interested" | "opportunity" => {
            Stage::Intent
        }
        "车主" | "成交" | "已成交" | "成交客户" | "保有客户" | "基盘客户" | "已购车" | "customer" | "sold" | "won" => {
            Stage::Owner
        }
        "忠诚" | "忠诚客户" | "老客户" | "vip" => Stage::Loyal,
        "流失风险" | "流失预警" | "预警" | "沉睡" | "休眠" | "at risk" | "dormant" => Stage::AtRisk,
        "流失" | "流失客户" | "战败" | "已流失" | "churned" => Stage::Lost,
        _ => return Stage::find(&key),
    })
}

pub fn purpose(cell: &str) -> Option<Purpose> {
    let key = key(cell);
    Some(match key.as_str() {
        "首购" | "首次购车" | "第一辆车" | "first car" => Purpose::FirstCar,
        "换购" | "置换" | "换车" => Purpose::Replacement,
        "增购" | "添置" | "家庭第二辆车" | "additional car" => Purpose::Additional,
        "送礼" | "礼物" | "赠送" | "赠予" => Purpose::Gift,
        "商用" | "公用" | "营运" | "公司用车" => Purpose::Business,
        _ => return Purpose::find(&key),
    })
}

pub fn use_scenario(cell: &str) -> Option<UseScenario> {
    let key = key(cell);
    Some(match key.as_str() {
        "上下班" | "通勤" | "代步" | "通勤代步" | "commuting" => UseScenario::Commute,
        "休闲" | "旅游" | "自驾游" | "出游" | "休闲出游" => UseScenario::Leisure,
        "商务" | "营运" | "接待" | "商务接待" => UseScenario::Business,
        "家用" | "家庭" | "接送孩子" | "家庭用车" => UseScenario::Family,
        _ => return UseScenario::find(&key),
    })
}

pub fn decision_style(cell: &str) -> Option<DecisionStyle> {
    let key = key(cell);
    Some(match key.as_str() {
        "谨慎" | "谨慎型" | "比较型" | "谨慎比较型" => DecisionStyle::Careful,
        "果断" | "果断型" | "干脆" => DecisionStyle::Decisive,
        _ => return DecisionStyle::find(&key),
    })
}

pub fn energy(cell: &str) -> Option<Energy> {
    let key = key(cell);
    Some(match key.as_str() {
        "汽油" | "燃油" | "油车" | "汽油车" | "燃油车" | "gasoline" | "gas" => Energy::Petrol,
        "柴油" | "柴油车" => Energy::Diesel,
        "混动" | "油电混动" | "油电混合" | "混合动力" | "轻混" | "hev" => Energy::Hybrid,
        "插混" | "插电混动" | "插电式混合动力" | "插电" | "phev" | "plug in" | "plug-in hybrid" => {
            Energy::PlugIn
        }
        "纯电" | "纯电动" | "电动" | "电车" | "纯电车" | "ev" | "bev" => Energy::Electric,
        "增程" | "增程式" | "增程式电动" | "erev" | "reev" | "range extended" => Energy::RangeExtended,
        "氢" | "氢能" | "氢燃料" | "fcev" => Energy::Hydrogen,
        _ => return Energy::find(&key),
    })
}

pub fn history(cell: &str) -> Option<HistoryKind> {
    Some(match key(cell).as_str() {
        "购车" | "购买" | "销售" | "成交" | "purchase" | "sale" => HistoryKind::Purchase,
        "保养" | "首保" | "定期保养" | "常规保养" | "二保" | "maintenance" | "service" => {
            HistoryKind::Maintenance
        }
        "维修" | "一般维修" | "机修" | "返修" | "索赔" | "保修" | "repair" | "warranty" => {
            HistoryKind::Repair
        }
        "事故" | "事故车" | "事故维修" | "钣喷" | "钣金喷漆" | "accident" | "body shop" | "collision" => {
            HistoryKind::Accident
        }
        "投诉" | "抱怨" | "complaint" => HistoryKind::Complaint,
        "试驾" | "试乘试驾" | "test drive" | "test_drive" => HistoryKind::TestDrive,
        "联系" | "回访" | "电话" | "来店" | "接待" | "contact" | "call" => HistoryKind::Contact,
        _ => return None,
    })
}

/// What somebody answered when asked for a consent. Who has not agreed has refused, as far as using the data goes.
pub fn consent(cell: &str) -> Option<Answer> {
    Some(match key(cell).as_str() {
        "是" | "同意" | "已同意" | "接受" | "允许" | "授权" | "已授权" | "可以" | "愿意" | "订阅" | "√" | "✓" | "✔"
        | "对" | "有" | "1" | "y" | "yes" | "true" | "t" | "agree" | "agreed" | "given" | "granted" | "opt in"
        | "opt-in" | "opted in" | "subscribed" => Answer::Given,
        "否" | "不" | "不同意" | "未同意" | "拒绝" | "已拒绝" | "不接受" | "不允许" | "未授权" | "不愿意" | "×"
        | "✗" | "✘" | "x" | "0" | "n" | "no" | "false" | "f" | "refused" | "declined" | "denied" | "opt out"
        | "opt-out" => Answer::Refused,
        "撤回" | "已撤回" | "撤销" | "退订" | "已退订" | "取消" | "已取消" | "withdrawn" | "revoked" | "opted out"
        | "unsubscribed" => Answer::Withdrawn,
        _ => return None,
    })
}

/// What a cell says regardless of case, width and blanks around it.
pub fn key(cell: &str) -> String {
    folded(cell).collect::<String>().trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_exported_files_are_read_back() {
        use kernel::Language::{En, Zh};

        use crate::exports::words;

        /// Every word of a list as a file writes it comes back as the same.
        fn all<T: Copy + PartialEq + std::fmt::Debug>(
            known: &[&str],
            find: fn(&str) -> Option<T>,
            written: fn(T, kernel::Language) -> &'static str,
            read: fn(&str) -> Option<T>,
        ) {
            for one in known.iter().filter_map(|word| find(word)) {
                for language in [Zh, En] {
                    assert_eq!(read(written(one, language)), Some(one), "{}", written(one, language));
                }
            }
        }
        all(Stage::WORDS, Stage::find, words::stage, stage);
        all(CustomerKind::WORDS, CustomerKind::find, words::kind, kind);
        all(Gender::WORDS, Gender::find, words::gender, gender);
        all(Energy::WORDS, Energy::find, words::energy, energy);
        all(Purpose::WORDS, Purpose::find, words::purpose, purpose);
        all(UseScenario::WORDS, UseScenario::find, words::use_scenario, use_scenario);
        all(DecisionStyle::WORDS, DecisionStyle::find, words::decision_style, decision_style);
        for answer in [Answer::Given, Answer::Refused, Answer::Withdrawn] {
            assert_eq!([Zh, En].map(|language| consent(words::answer(answer, language))), [Some(answer); 2]);
        }
    }

    #[test]
    fn words_are_read_in_both_languages_and_in_any_dress() {
        assert_eq!(
            (gender(" 女士 "), gender("ＭＡＬＥ"), gender("未知")),
            (Some(Gender::Female), Some(Gender::Male), None)
        );
        assert_eq!((energy("插电混动"), energy("electric")), (Some(Energy::PlugIn), Some(Energy::Electric)));
        assert_eq!((stage("战败"), stage("lead")), (Some(Stage::Lost), Some(Stage::Lead)));
        assert_eq!(
            ["是", "１", "不同意", "0", "已退订", "也许"].map(consent),
            [
                Some(Answer::Given),
                Some(Answer::Given),
                Some(Answer::Refused),
                Some(Answer::Refused),
                Some(Answer::Withdrawn),
                None
            ]
        );
        assert_eq!(history("首保"), Some(HistoryKind::Maintenance));
        assert_eq!((kind("公户"), purpose("置换")), (Some(CustomerKind::Company), Some(Purpose::Replacement)));
    }
}
