//! Chinese surnames: the Hundred Family Surnames (百家姓, Song dynasty) and those common today that it lacks.

/// Whether this one character is a surname.
pub(super) fn is_surname(c: char) -> bool {
    SINGLE.contains(c) || TODAY.contains(c)
}

/// Whether these two characters are one surname, 欧阳.
pub(super) fn is_compound(pair: &str) -> bool {
    COMPOUND.split(' ').any(|surname| surname == pair)
}

/// Every surname, those of one character first.
pub(super) fn all() -> impl Iterator<Item = String> {
    SINGLE.chars().chain(TODAY.chars()).map(String::from).chain(COMPOUND.split(' ').map(String::from))
}

/// How a character is read as a surname where that differs from its everyday reading.
pub(super) fn reading(surname: &str) -> Option<&'static [&'static str]> {
    READINGS.iter().find(|(known, _)| *known == surname).map(|(_, reading)| *reading)
}

const SINGLE: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴郁胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公";

const TODAY: &str = "肖付代丘闫覃区朴冼仝麦苟揭展宛占芦母尧来信么员贠鹿谌禤练粟植雒撖迟隋仉原青睢栗由晋楚法汝鄢涂钦岳帅缑亢况郈有琴商牟佘佴墨哈谯笪年爱阳佟言福邸亓敬官候撒过折召种黑洗覃秘郇繁句尉粘祭适缐萨苑卿楼邝庹郯眭郄恽仵寻卯茆琚兰檀漆铁门银药衣郅禚甯爨赫巨税随帖战呙虢戢蹇翦苌";

const COMPOUND: &str = "万俟 司马 上官 欧阳 夏侯 诸葛 闻人 东方 赫连 皇甫 尉迟 公羊 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 公孙 仲孙 轩辕 令狐 钟离 宇文 长孙 慕容 鲜于 闾丘 司徒 司空 亓官 司寇 颛孙 端木 巫马 公西 漆雕 壤驷 公良 拓跋 夹谷 宰父 谷梁 段干 百里 东郭 南门 呼延 羊舌 微生 梁丘 左丘 东门 西门 南宫 第五 叶赫 完颜 纳兰 独孤 耶律 爱新";

const READINGS: &[(&str, &[&str])] = &[
    ("曾", &["zeng"]),
    ("单", &["shan"]),
    ("解", &["xie"]),
    ("仇", &["qiu"]),
    ("查", &["zha"]),
    ("区", &["ou"]),
    ("朴", &["piao"]),
    ("盖", &["ge"]),
    ("缪", &["miao"]),
    ("乐", &["yue"]),
    ("员", &["yun"]),
    ("贠", &["yun"]),
    ("覃", &["qin"]),
    ("种", &["chong"]),
    ("召", &["shao"]),
    ("秘", &["bi"]),
    ("翟", &["zhai"]),
    ("卜", &["bu"]),
    ("折", &["she"]),
    ("洗", &["xian"]),
    ("黑", &["he"]),
    ("祭", &["zhai"]),
    ("谌", &["chen"]),
    ("乜", &["nie"]),
    ("郇", &["xun"]),
    ("阚", &["kan"]),
    ("繁", &["po"]),
    ("能", &["nai"]),
    ("句", &["gou"]),
    ("么", &["yao"]),
    ("都", &["du"]),
    ("薄", &["bo"]),
    ("粘", &["nian"]),
    ("适", &["kuo"]),
    ("万俟", &["mo", "qi"]),
    ("尉迟", &["yu", "chi"]),
    ("澹台", &["tan", "tai"]),
    ("单于", &["chan", "yu"]),
    ("长孙", &["zhang", "sun"]),
];
