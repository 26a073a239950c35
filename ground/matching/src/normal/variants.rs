//! Characters of one meaning in two forms, and characters that are taken for one another: a small table of plain facts, made for
//! names, places and companies.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Traditional characters, each followed by its simplified form (after the General List of Simplified Characters of 1986).
const TRADITIONAL: &str = "\
偉伟歐欧陽阳張张陳陈劉刘楊杨趙赵黃黄吳吴孫孙馬马鄭郑羅罗許许馮冯鄧邓葉叶蘇苏呂吕盧卢蔣蒋賈贾鐘钟鍾钟閻阎譚谭鄒邹龍龙萬万錢钱湯汤賴赖龔龚顏颜嚴严\
華华關关藍蓝閔闵麥麦喬乔齊齐畢毕倫伦單单聶聂魯鲁莊庄蕭萧韓韩戰战車车遲迟繆缪瞿瞿項项習习儲储鞏巩穆穆寧宁費费連连陸陆紀纪婁娄談谈衛卫蔔卜應应滿满\
國国東东風风飛飞鳳凤鵬鹏鴻鸿鶴鹤鷹鹰鳴鸣麗丽麟麟靜静靈灵願愿題题頌颂順顺頤颐須须穎颖顯显預预領领頓顿響响韻韵韋韦頁页\
愛爱慶庆慧慧憲宪懷怀應应憶忆憐怜憑凭懇恳戀恋戲戏擁拥攝摄擇择擴扩據据捨舍掃扫揚扬換换撫抚損损搖摇攔拦\
學学實实寶宝審审寫写寬宽將将專专尋寻對对導导屬属島岛嶺岭嶽岳峽峡崗岗嵐岚巖岩幣币師师帥帅帶带幫帮幹干廣广廳厅廟庙廠厂廬庐庫库\
張张強强彌弥彎弯彥彦後后徑径從从復复徵征德德\
樹树樺桦權权樂乐樓楼標标榮荣構构極极機机橋桥檢检欄栏榕榕楓枫業业棟栋條条來来東东植植樣样樸朴\
歡欢歲岁歷历歸归殿殿氣气漢汉湯汤濟济濤涛濱滨濃浓滬沪溫温潔洁潤润淵渊淺浅淚泪潛潜澤泽灣湾灘滩瀾澜瀟潇瀋沈滄沧滿满漸渐澗涧澱淀溝沟濕湿測测湊凑\
燁烨燦灿煒炜煥焕燈灯燒烧營营爐炉爾尔爭争無无點点熱热獨独獲获獻献猶犹獅狮\
環环瑋玮瓊琼璽玺瑤瑶瑩莹珍珍現现琺珐璉琏瑪玛瑣琐畫画當当疆疆療疗發发盡尽監监盤盘眾众睿睿礎础礦矿碩硕確确禮礼禪禅祿禄禎祯禦御秋秋種种稱称穩稳積积\
競竞筆笔築筑範范簡简簽签籃篮籌筹節节糧粮紅红紋纹納纳純纯紙纸級级細细終终組组結结絕绝給给統统絲丝經经綠绿維维網网綱纲緯纬練练緒绪線线緣缘編编縣县總总績绩織织繪绘繼继續续纖纤綺绮緹缇縝缜繽缤綸纶紹绍綵彩纓缨\
羨羡義义習习聖圣聞闻聰聪聲声職职聯联聽听肅肃脈脉勝胜膽胆臨临興兴舉举舊旧艦舰藝艺藥药蓮莲蘭兰蘆芦薈荟薔蔷蘋苹蒼苍蓋盖莖茎薦荐薩萨蓀荪蕓芸葦苇\
虛虚號号蟬蝉蠟蜡術术衝冲補补裝装複复製制襄襄見见規规視视親亲覺觉觀观覽览\
計计訂订訓训記记設设許许詠咏評评詞词詩诗試试話话該该詳详誠诚語语誌志認认誼谊調调請请論论諾诺謀谋謙谦謝谢證证識识譜谱議议護护讀读變变讓让譽誉諸诸諒谅謹谨詢询訊讯\
貝贝財财貢贡貨货販贩貫贯責责貴贵買买貸贷費费貿贸賀贺賓宾資资賢贤賣卖賦赋質质賴赖贊赞賽赛賜赐贏赢貞贞負负\
軍军軒轩軟软軸轴較较載载輔辅輕轻輛辆輝辉輪轮輸输轉转軻轲辦办辭辞農农運运達达違违遠远適适選选遺遗邁迈還还邊边進进過过遙遥遊游逸逸郵邮鄉乡鄰邻鄒邹\
釗钊釣钓鈞钧鈺钰鉑铂銀银銅铜銘铭銳锐鋒锋鋼钢錄录錦锦鍵键鎮镇鏡镜鐵铁鑄铸鑫鑫鑒鉴針针鋁铝錫锡鎖锁鏈链鈴铃鈴铃銓铨鎧铠鑰钥長长門门開开間间閑闲閔闵闊阔閣阁閱阅闖闯闆板陣阵陰阴階阶際际隊队隨随險险隱隐隆隆雖虽雙双雜杂離离難难雲云電电霧雾霽霁靚靓\
頭头顧顾顏颜額额類类飄飘飯饭飲饮飾饰餐餐館馆馳驰駐驻駕驾騰腾騎骑驗验驛驿駿骏驕骄驢驴體体髮发鬆松魚鱼鮮鲜鯤鲲鱗鳞鳥鸟鴨鸭鵑鹃鷗鸥鸞鸾鹽盐黨党鼎鼎齡龄龐庞\
個个倉仓偉伟傑杰傳传債债優优儀仪億亿償偿儉俭僑侨價价備备兒儿兩两內内冊册凍冻別别剛刚創创劃划劇剧劍剑勁劲動动務务勞劳勢势勵励勳勋匯汇區区協协卻却廳厅歷历參参叢丛啟启員员問问喚唤喪丧嘗尝嘯啸囑嘱圍围園园圓圆圖图團团執执堅坚報报場场塊块塵尘壇坛壓压壯壮壽寿夢梦夾夹奪夺奮奋婦妇媽妈嬌娇嫻娴孫孙宮宫屆届層层峰峰嵩嵩\
佈布佔占併并係系俠侠倆俩側侧偽伪傘伞僅仅儘尽冪幂凱凯劉刘勛勋勻匀厲厉呂吕嚮向囪囱埡垭堯尧塗涂墳坟奧奥妝妆姊姐娛娱嬋婵嬰婴孿孪寢寝屢屡嶄崭巔巅帳帐幀帧庒庄廈厦廚厨彙汇徹彻恆恒悅悦惠惠愷恺慣惯態态慮虑戶户拋抛挾挟捲卷捷捷採采揮挥撥拨擋挡擊击擬拟敗败敵敌數数斂敛斷断昇升時时晉晋晝昼暈晕暉晖暢畅曉晓曆历書书會会朧胧楨桢榮荣槍枪欽钦歐欧殘残毀毁氫氢沖冲況况涼凉淨净準准溪溪滅灭漁渔潯浔澄澄瀏浏為为煙烟燭烛牆墙狀状瑯琅甌瓯產产畝亩異异皚皑盞盏祕秘禱祷穀谷窮穷竊窃簫箫紳绅絡络綻绽縱纵纜缆罷罢羈羁翹翘聳耸脫脱腳脚臉脸艷艳莧苋蔭荫薇薇蘊蕴蟲虫蠻蛮襲袭觸触訪访詹詹諺谚讚赞貓猫賑赈贈赠趕赶跡迹踐践躍跃軋轧輯辑遼辽邏逻郟郏鄲郸醫医釋释鈔钞鋪铺閃闪閉闭闡阐陝陕霍霍靄霭頂顶預预駱骆鬥斗鬧闹魏魏鯉鲤鴛鸳鵝鹅鸚鹦麵面黴霉齋斋";

/// Groups of characters that look alike, as they are mixed up in writing, reading and scanning.
const LOOK_ALIKE: &[&str] = &[
    "己已巳",
    "海诲悔",
    "未末",
    "日曰",
    "土士",
    "干千于",
    "大太犬",
    "人入",
    "田由甲申",
    "天夭夫",
    "王玉主",
    "刀力",
    "侯候",
    "戊戌戍戎",
    "晴睛",
    "崇祟",
    "治冶",
    "茶荼",
    "毫亳",
    "博搏",
    "拔拨",
    "今令",
    "免兔",
    "巾币",
    "幻幼",
    "云去",
    "予矛",
    "折拆",
    "住往佳",
    "徒徙",
    "祥详样",
    "壁璧",
    "燥躁",
    "辨辩瓣",
    "梁粱",
    "赢羸嬴",
    "芋竽",
    "杨扬汤",
    "郎朗",
    "瑞端喘",
    "彬杉",
    "炜伟玮",
    "讳纬",
    "婧靖",
    "栋拣",
    "晓饶",
    "浩皓洁",
    "薇微徽",
    "斌赋",
    "淼森",
    "睿容",
    "宇字",
    "宁宇",
    "晨农",
    "辰晨",
    "慧惠",
    "萍苹",
    "莹萤营",
    "琦绮",
    "峰锋蜂",
    "铭名",
    "钧钓钩",
    "锦绵棉",
    "昊吴",
    "旻昱",
    "昱煜",
    "煜焜",
    "琪祺棋",
    "祺褀",
    "涵函",
    "潇萧",
    "颖颍",
    "毅殿",
    "飞飛",
    "丽俪",
    "芳若",
    "若苦",
    "兰蓝",
    "凤风",
    "龙尤",
    "冈岗",
    "岚风",
    "桂柱",
    "桐铜",
    "林材",
    "材村",
    "杜社",
    "陆陈",
    "陈阵",
    "阵阴",
    "顾颜",
    "贺贸",
    "袁哀",
    "裴斐",
    "邱丘",
    "邵绍",
    "佘余",
    "舍余",
    "段叚",
    "沈沉",
    "汪江",
    "江红",
    "洪供",
    "温湿",
    "潘播",
    "冯马",
    "阎闫",
    "闻间",
    "付傅",
    "肖萧",
    "戴载",
    "仝全",
    "逄逢",
    "尉蔚",
    "穆稳",
    "訾誉",
    "乜也",
    "缪谬",
    "郗郄",
    "暨既",
    "宓密",
    "亓元",
    "甯宁",
    "单草",
    "卜下",
    "丁了",
    "子孑",
    "文交",
    "方万",
    "天无",
    "井并",
    "午牛",
    "少小",
    "木本术",
    "永水",
    "玟玫",
    "政攻",
    "效郊",
    "明朋",
    "胡湖",
    "春舂",
    "秀季",
    "李季",
    "季委",
    "孝李",
    "艺芝",
    "芸芬",
    "英莫",
    "苗描",
    "茹菇",
    "莉利",
    "菲非",
    "蕾雷",
    "燕蒸",
    "雯雪",
    "霞露",
    "静净",
    "婷停",
    "娟捐",
    "娜挪",
    "媛援",
    "嫣焉",
    "建健",
    "进近",
    "远运",
    "迪油",
    "逸免",
    "鑫金",
    "铁轶",
    "银根",
    "锐说",
    "鹏棚",
    "鸿鸣",
    "鸣呜",
];

static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let characters: Vec<char> = TRADITIONAL.chars().collect();
    characters.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
});

static GROUPS: LazyLock<HashMap<char, Vec<u16>>> = LazyLock::new(|| {
    let mut groups: HashMap<char, Vec<u16>> = HashMap::new();
    for (number, group) in (0_u16..).zip(LOOK_ALIKE) {
        group.chars().for_each(|c| groups.entry(c).or_default().push(number));
    }
    groups
});

/// The simplified form of a Chinese character; any other as it is.
pub(crate) fn simplified(c: char) -> char {
    if c.is_ascii() { c } else { SIMPLIFIED.get(&c).copied().unwrap_or(c) }
}

/// Whether two characters are easily taken for one another.
pub(crate) fn look_alike(a: char, b: char) -> bool {
    a == b
        || GROUPS.get(&a).zip(GROUPS.get(&b)).is_some_and(|(of_a, of_b)| of_a.iter().any(|group| of_b.contains(group)))
}

/// A syllable without what dialects do not tell apart: `zh/z`, `ch/c`, `sh/s`, `n/l` at the beginning, `ng/n` at the end.
pub(crate) fn blurred(syllable: &str) -> String {
    let mut blurred = syllable.to_owned();
    for (told_apart, as_one) in [("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l")] {
        if let Some(rest) = blurred.strip_prefix(told_apart) {
            blurred = format!("{as_one}{rest}");
            break;
        }
    }
    if blurred.ends_with("ng") {
        blurred.pop();
    }
    blurred
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_names_become_simplified_ones() {
        let name: String = "張偉歐陽蕭鵬劉慶龍".chars().map(simplified).collect();
        assert_eq!(name, "张伟欧阳萧鹏刘庆龙");
        assert_eq!("王小明A1".chars().map(simplified).collect::<String>(), "王小明A1");
    }

    #[test]
    fn the_table_pairs_every_character_and_ends_after_one_step() {
        assert_eq!(TRADITIONAL.chars().count() % 2, 0);
        for (traditional, plain) in SIMPLIFIED.iter() {
            assert_eq!(simplified(*plain), *plain, "{traditional} leads to {plain}, which leads on");
        }
    }

    #[test]
    fn characters_that_look_alike_are_taken_for_one_another_both_ways() {
        for (a, b) in [('己', '巳'), ('未', '末'), ('日', '曰'), ('婧', '靖')] {
            assert!(look_alike(a, b) && look_alike(b, a), "{a}{b}");
        }
        assert!(!look_alike('王', '李'));
    }

    #[test]
    fn what_dialects_blur_sounds_the_same() {
        for (a, b) in [("chen", "cheng"), ("zhang", "zan"), ("shen", "sen"), ("nan", "lan"), ("jing", "jin")] {
            assert_eq!(blurred(a), blurred(b), "{a} {b}");
        }
        assert_ne!(blurred("wang"), blurred("huang"));
    }
}
