//! Who stands behind a world manufacturer identifier. Chinese codes after the manufacturers' announcements collected by the
//! NHTSA decoder community (crowd data, curated here by hand), foreign codes after ISO 3780 as published by SAE and Wikipedia.
//! Of later Chinese codes only those on which two public collections agree (among them `WALL-E/vin-decoder`), or of which whole
//! numbers were published together with the car: LK6 (五菱宏光MINIEV, 缤果), HLX (理想 L7, L8), LS6 (长安逸动, 深蓝 SL03), LFZ (零跑).

/// The maker behind a VIN.
#[derive(Debug, PartialEq, Eq)]
pub struct Maker {
    /// The first three characters of the VIN.
    pub wmi: &'static str,
    /// The maker as the trade in China calls it, `上汽大众`.
    pub maker: &'static str,
    /// The brands it builds under this identifier, the main one first, by their names in [`crate::brand`].
    pub brands: &'static [&'static str],
    /// ISO 3166 alpha-2 code of the country of the identifier.
    pub country: &'static str,
}

impl Maker {
    /// The main brand.
    pub fn brand(&self) -> &'static str {
        self.brands.first().copied().unwrap_or(self.maker)
    }
}

pub(super) fn by_wmi(wmi: &str) -> Option<&'static Maker> {
    MAKERS.binary_search_by(|maker| maker.wmi.cmp(wmi)).ok().and_then(|index| MAKERS.get(index))
}

/// The country of the first two characters of a VIN, after ISO 3780.
pub(super) fn country_of(vin: &str) -> Option<&'static str> {
    let mut characters = vin.chars();
    let (region, area) = (characters.next()?, characters.next()?);
    Some(match (region, area) {
        ('1' | '4' | '5', _) => "US",
        ('7', 'F'..='Z' | '0'..='9') => "US",
        ('2', _) => "CA",
        ('3', 'A'..='X') => "MX",
        ('6', 'A'..='X') => "AU",
        ('8', 'A'..='E') => "AR",
        ('9', 'A'..='E' | '3'..='9') => "BR",
        ('A', 'A'..='H') => "ZA",
        ('J', _) => "JP",
        ('K', 'L'..='R') => "KR",
        ('L', _) | ('H', _) => "CN",
        ('M', 'A'..='E' | 'Z') => "IN",
        ('M', 'F'..='K') => "ID",
        ('M', 'L'..='R') => "TH",
        ('N', 'L'..='R') => "TR",
        ('P', 'L'..='R') => "MY",
        ('R', 'F'..='K') => "TW",
        ('R', 'L'..='R') => "VN",
        ('S', 'A'..='M') => "GB",
        ('S', 'U'..='Z') => "PL",
        ('T', 'J'..='P') => "CZ",
        ('T', 'R'..='V') => "HU",
        ('T', 'A'..='H') => "CH",
        ('U', '5'..='7') => "SK",
        ('V', 'A'..='E') => "AT",
        ('V', 'F'..='R') => "FR",
        ('V', 'S'..='W') => "ES",
        ('W', _) => "DE",
        ('X', 'L'..='R') => "NL",
        ('X', 'S'..='W' | '3'..='9') => "RU",
        ('Y', 'A'..='E') => "BE",
        ('Y', 'F'..='K') => "FI",
        ('Y', 'S'..='W') => "SE",
        ('Z', 'A'..='U') => "IT",
        _ => return None,
    })
}

const fn maker(
    wmi: &'static str,
    maker: &'static str,
    brands: &'static [&'static str],
    country: &'static str,
) -> Maker {
    Maker { wmi, maker, brands, country }
}

/// Sorted by identifier.
const MAKERS: &[Maker] = &[
    maker("19U", "讴歌(美国)", &["讴歌"], "US"),
    maker("1C3", "克莱斯勒(美国)", &["克莱斯勒", "道奇"], "US"),
    maker("1C4", "克莱斯勒(美国)", &["Jeep", "道奇"], "US"),
    maker("1C6", "RAM", &["道奇"], "US"),
    maker("1FA", "福特(美国)", &["福特"], "US"),
    maker("1FM", "福特(美国)", &["福特"], "US"),
    maker("1FT", "福特(美国)", &["福特"], "US"),
    maker("1G1", "雪佛兰(美国)", &["雪佛兰"], "US"),
    maker("1G6", "凯迪拉克(美国)", &["凯迪拉克"], "US"),
    maker("1GC", "雪佛兰(美国)", &["雪佛兰"], "US"),
    maker("1GK", "GMC", &["GMC"], "US"),
    maker("1GN", "雪佛兰(美国)", &["雪佛兰"], "US"),
    maker("1GT", "GMC", &["GMC"], "US"),
    maker("1GY", "凯迪拉克(美国)", &["凯迪拉克"], "US"),
    maker("1HG", "本田(美国)", &["本田"], "US"),
    maker("1J4", "Jeep(美国)", &["Jeep"], "US"),
    maker("1J8", "Jeep(美国)", &["Jeep"], "US"),
    maker("1LN", "林肯", &["林肯"], "US"),
    maker("1N4", "日产(美国)", &["日产"], "US"),
    maker("1N6", "日产(美国)", &["日产"], "US"),
    maker("1ZV", "福特(美国)", &["福特"], "US"),
    maker("2C3", "克莱斯勒(加拿大)", &["克莱斯勒", "道奇"], "CA"),
    maker("2LM", "林肯(加拿大)", &["林肯"], "CA"),
    maker("2T1", "丰田(加拿大)", &["丰田"], "CA"),
    maker("2T2", "雷克萨斯(加拿大)", &["雷克萨斯"], "CA"),
    maker("3VW", "大众(墨西哥)", &["大众"], "MX"),
    maker("4JG", "奔驰(美国)", &["奔驰"], "US"),
    maker("4S3", "斯巴鲁(美国)", &["斯巴鲁"], "US"),
    maker("4S4", "斯巴鲁(美国)", &["斯巴鲁"], "US"),
    maker("4T1", "丰田(美国)", &["丰田"], "US"),
    maker("4US", "宝马(美国)", &["宝马"], "US"),
    maker("55S", "奔驰(美国)", &["奔驰"], "US"),
    maker("5FN", "本田(美国)", &["本田"], "US"),
    maker("5GA", "别克(美国)", &["别克"], "US"),
    maker("5J8", "讴歌(美国)", &["讴歌"], "US"),
    maker("5LM", "林肯", &["林肯"], "US"),
    maker("5N1", "日产(美国)", &["日产", "英菲尼迪"], "US"),
    maker("5TD", "丰田(美国)", &["丰田"], "US"),
    maker("5TF", "丰田(美国)", &["丰田"], "US"),
    maker("5UX", "宝马(美国)", &["宝马"], "US"),
    maker("5YJ", "特斯拉(美国)", &["特斯拉"], "US"),
    maker("5YM", "宝马 M(美国)", &["宝马"], "US"),
    maker("7SA", "特斯拉(美国)", &["特斯拉"], "US"),
    maker("HLX", "理想汽车", &["理想"], "CN"),
    maker("JA4", "三菱(日本)", &["三菱"], "JP"),
    maker("JF1", "斯巴鲁(日本)", &["斯巴鲁"], "JP"),
    maker("JF2", "斯巴鲁(日本)", &["斯巴鲁"], "JP"),
    maker("JH4", "讴歌(日本)", &["讴歌"], "JP"),
    maker("JHL", "本田(日本)", &["本田"], "JP"),
    maker("JHM", "本田(日本)", &["本田"], "JP"),
    maker("JM1", "马自达(日本)", &["马自达"], "JP"),
    maker("JM7", "马自达(日本)", &["马自达"], "JP"),
    maker("JMB", "三菱(日本)", &["三菱"], "JP"),
    maker("JMY", "三菱(日本)", &["三菱"], "JP"),
    maker("JMZ", "马自达(日本)", &["马自达"], "JP"),
    maker("JN1", "日产(日本)", &["日产", "英菲尼迪"], "JP"),
    maker("JN8", "日产(日本)", &["日产", "英菲尼迪"], "JP"),
    maker("JNK", "英菲尼迪", &["英菲尼迪"], "JP"),
    maker("JNR", "英菲尼迪", &["英菲尼迪"], "JP"),
    maker("JS2", "铃木(日本)", &["铃木"], "JP"),
    maker("JS3", "铃木(日本)", &["铃木"], "JP"),
    maker("JSA", "铃木(日本)", &["铃木"], "JP"),
    maker("JT2", "丰田(日本)", &["丰田"], "JP"),
    maker("JT8", "雷克萨斯", &["雷克萨斯"], "JP"),
    maker("JTD", "丰田(日本)", &["丰田"], "JP"),
    maker("JTE", "丰田(日本)", &["丰田"], "JP"),
    maker("JTF", "丰田(日本)", &["丰田"], "JP"),
    maker("JTG", "丰田(日本)", &["丰田"], "JP"),
    maker("JTH", "雷克萨斯", &["雷克萨斯"], "JP"),
    maker("JTJ", "雷克萨斯", &["雷克萨斯"], "JP"),
    maker("JTM", "丰田(日本)", &["丰田"], "JP"),
    maker("JTN", "丰田(日本)", &["丰田"], "JP"),
    maker("KM8", "现代(韩国)", &["现代"], "KR"),
    maker("KMH", "现代(韩国)", &["现代"], "KR"),
    maker("KMT", "捷尼赛思", &["捷尼赛思"], "KR"),
    maker("KNA", "起亚(韩国)", &["起亚"], "KR"),
    maker("KND", "起亚(韩国)", &["起亚"], "KR"),
    maker("KPT", "双龙", &["双龙"], "KR"),
    maker("L10", "吉利汽车", &["吉利"], "CN"),
    maker("L1N", "小鹏汽车", &["小鹏"], "CN"),
    maker("L2C", "奇瑞捷豹路虎", &["捷豹", "路虎"], "CN"),
    maker("L6T", "吉利汽车", &["吉利", "领克", "极氪"], "CN"),
    maker("LB1", "福建奔驰", &["奔驰"], "CN"),
    maker("LB3", "吉利汽车", &["吉利"], "CN"),
    maker("LBE", "北京现代", &["现代"], "CN"),
    maker("LBV", "华晨宝马", &["宝马"], "CN"),
    maker("LC0", "比亚迪", &["比亚迪"], "CN"),
    maker("LCN", "力帆汽车", &["力帆"], "CN"),
    maker("LDC", "神龙汽车", &["标致", "雪铁龙"], "CN"),
    maker("LDN", "东南汽车", &["东南"], "CN"),
    maker("LDP", "岚图汽车", &["岚图"], "CN"),
    maker("LE4", "北京奔驰", &["奔驰"], "CN"),
    maker("LEF", "江铃汽车", &["江铃", "福特"], "CN"),
    maker("LET", "江西五十铃", &["五十铃"], "CN"),
    maker("LFB", "一汽红旗", &["红旗"], "CN"),
    maker("LFM", "一汽丰田", &["丰田"], "CN"),
    maker("LFP", "一汽奔腾", &["奔腾", "红旗"], "CN"),
    maker("LFV", "一汽-大众", &["大众", "奥迪", "捷达"], "CN"),
    maker("LFW", "一汽解放", &["解放"], "CN"),
    maker("LFZ", "零跑汽车", &["零跑"], "CN"),
    maker("LGB", "东风日产", &["日产", "启辰", "英菲尼迪"], "CN"),
    maker("LGG", "东风柳汽", &["东风风行"], "CN"),
    maker("LGH", "观致汽车", &["观致"], "CN"),
    maker("LGJ", "东风汽车", &["东风风神"], "CN"),
    maker("LGW", "长城汽车", &["哈弗", "长城", "魏牌", "欧拉", "坦克"], "CN"),
    maker("LGX", "比亚迪", &["比亚迪"], "CN"),
    maker("LH1", "一汽海马", &["海马"], "CN"),
    maker("LHB", "北汽集团", &["北京"], "CN"),
    maker("LHG", "广汽本田", &["本田"], "CN"),
    maker("LJ1", "江淮汽车", &["江淮", "蔚来"], "CN"),
    maker("LJ8", "众泰汽车", &["众泰"], "CN"),
    maker("LJD", "悦达起亚", &["起亚"], "CN"),
    maker("LJN", "郑州日产", &["日产"], "CN"),
    maker("LJU", "吉利汽车", &["吉利"], "CN"),
    maker("LJX", "江铃汽车", &["福特", "江铃"], "CN"),
    maker("LK6", "上汽通用五菱", &["五菱", "宝骏"], "CN"),
    maker("LKC", "昌河汽车", &["昌河"], "CN"),
    maker("LL6", "广汽三菱", &["三菱", "猎豹"], "CN"),
    maker("LLN", "观致汽车", &["观致"], "CN"),
    maker("LLV", "力帆汽车", &["力帆"], "CN"),
    maker("LM8", "赛力斯", &["问界"], "CN"),
    maker("LMG", "广汽传祺", &["传祺"], "CN"),
    maker("LMV", "海马汽车", &["海马"], "CN"),
    maker("LN8", "猎豹汽车", &["猎豹"], "CN"),
    maker("LNA", "广汽埃安", &["埃安"], "CN"),
    maker("LNB", "北京汽车", &["北京"], "CN"),
    maker("LPA", "长安标致雪铁龙", &["DS"], "CN"),
    maker("LPE", "比亚迪", &["比亚迪"], "CN"),
    maker("LPS", "极星(成都)", &["极星"], "CN"),
    maker("LRW", "特斯拉上海", &["特斯拉"], "CN"),
    maker("LS4", "长安汽车", &["长安"], "CN"),
    maker("LS5", "长安汽车", &["长安", "铃木"], "CN"),
    maker("LS6", "长安汽车", &["长安", "深蓝"], "CN"),
    maker("LSC", "长安汽车", &["长安"], "CN"),
    maker("LSF", "上汽大通", &["上汽大通"], "CN"),
    maker("LSG", "上汽通用", &["别克", "雪佛兰", "凯迪拉克"], "CN"),
    maker("LSH", "上汽大通", &["上汽大通"], "CN"),
    maker("LSJ", "上汽乘用车", &["荣威", "名爵"], "CN"),
    maker("LSK", "上汽大通", &["上汽大通"], "CN"),
    maker("LSV", "上汽大众", &["大众", "斯柯达", "奥迪"], "CN"),
    maker("LSY", "华晨中华", &["中华"], "CN"),
    maker("LTA", "中兴汽车", &["中兴"], "CN"),
    maker("LTN", "东南汽车", &["东南"], "CN"),
    maker("LTV", "一汽丰田", &["丰田"], "CN"),
    maker("LUC", "广汽本田", &["本田"], "CN"),
    maker("LUX", "东风裕隆", &["纳智捷"], "CN"),
    maker("LVA", "福田汽车", &["福田"], "CN"),
    maker("LVB", "福田汽车", &["福田"], "CN"),
    maker("LVC", "福田汽车", &["福田"], "CN"),
    maker("LVF", "昌河铃木", &["铃木"], "CN"),
    maker("LVG", "广汽丰田", &["丰田"], "CN"),
    maker("LVH", "东风本田", &["本田"], "CN"),
    maker("LVM", "奇瑞汽车", &["奇瑞"], "CN"),
    maker("LVR", "长安马自达", &["马自达"], "CN"),
    maker("LVS", "长安福特", &["福特"], "CN"),
    maker("LVT", "奇瑞汽车", &["奇瑞"], "CN"),
    maker("LVV", "奇瑞汽车", &["奇瑞"], "CN"),
    maker("LVX", "陆风汽车", &["陆风"], "CN"),
    maker("LVY", "沃尔沃亚太", &["沃尔沃"], "CN"),
    maker("LVZ", "东风小康", &["东风小康"], "CN"),
    maker("LW4", "理想汽车", &["理想"], "CN"),
    maker("LWV", "广汽菲克", &["Jeep", "菲亚特"], "CN"),
    maker("LXV", "宝沃汽车", &["宝沃"], "CN"),
    maker("LYV", "沃尔沃亚太", &["沃尔沃"], "CN"),
    maker("LZG", "陕汽", &["陕汽"], "CN"),
    maker("LZW", "上汽通用五菱", &["五菱", "宝骏"], "CN"),
    maker("LZY", "宇通客车", &["宇通"], "CN"),
    maker("LZZ", "中国重汽", &["重汽"], "CN"),
    maker("SAD", "捷豹(英国)", &["捷豹"], "GB"),
    maker("SAJ", "捷豹(英国)", &["捷豹"], "GB"),
    maker("SAL", "路虎(英国)", &["路虎"], "GB"),
    maker("SBM", "迈凯伦", &["迈凯伦"], "GB"),
    maker("SCA", "劳斯莱斯", &["劳斯莱斯"], "GB"),
    maker("SCB", "宾利", &["宾利"], "GB"),
    maker("SCC", "路特斯", &["路特斯"], "GB"),
    maker("SCF", "阿斯顿·马丁", &["阿斯顿·马丁"], "GB"),
    maker("SD7", "阿斯顿·马丁", &["阿斯顿·马丁"], "GB"),
    maker("SHH", "本田(英国)", &["本田"], "GB"),
    maker("SJA", "宾利", &["宾利"], "GB"),
    maker("SJN", "日产(英国)", &["日产", "英菲尼迪"], "GB"),
    maker("SLA", "劳斯莱斯", &["劳斯莱斯"], "GB"),
    maker("TMB", "斯柯达(捷克)", &["斯柯达"], "CZ"),
    maker("TRU", "奥迪(匈牙利)", &["奥迪"], "HU"),
    maker("VF1", "雷诺", &["雷诺"], "FR"),
    maker("VF3", "标致", &["标致"], "FR"),
    maker("VF7", "雪铁龙", &["雪铁龙", "DS"], "FR"),
    maker("VR1", "DS", &["DS"], "FR"),
    maker("VR3", "标致", &["标致"], "FR"),
    maker("VSS", "西雅特", &["西雅特"], "ES"),
    maker("W0L", "欧宝", &["欧宝"], "DE"),
    maker("W0V", "欧宝", &["欧宝"], "DE"),
    maker("W1K", "梅赛德斯-奔驰", &["奔驰"], "DE"),
    maker("W1N", "梅赛德斯-奔驰", &["奔驰"], "DE"),
    maker("W1V", "梅赛德斯-奔驰", &["奔驰"], "DE"),
    maker("WA1", "奥迪(德国)", &["奥迪"], "DE"),
    maker("WAP", "ALPINA", &["ALPINA"], "DE"),
    maker("WAU", "奥迪(德国)", &["奥迪"], "DE"),
    maker("WBA", "宝马(德国)", &["宝马"], "DE"),
    maker("WBS", "宝马 M", &["宝马"], "DE"),
    maker("WBW", "宝马(德国)", &["宝马"], "DE"),
    maker("WBX", "宝马(德国)", &["宝马"], "DE"),
    maker("WBY", "宝马 i", &["宝马"], "DE"),
    maker("WDB", "梅赛德斯-奔驰", &["奔驰"], "DE"),
    maker("WDC", "梅赛德斯-奔驰", &["奔驰"], "DE"),
    maker("WDD", "梅赛德斯-奔驰", &["奔驰"], "DE"),
    maker("WDF", "梅赛德斯-奔驰", &["奔驰"], "DE"),
    maker("WF0", "福特(德国)", &["福特"], "DE"),
    maker("WME", "精灵", &["smart"], "DE"),
    maker("WMW", "宝马迷你", &["MINI"], "DE"),
    maker("WP0", "保时捷", &["保时捷"], "DE"),
    maker("WP1", "保时捷", &["保时捷"], "DE"),
    maker("WUA", "奥迪运动", &["奥迪"], "DE"),
    maker("WV1", "大众商用车", &["大众"], "DE"),
    maker("WV2", "大众商用车", &["大众"], "DE"),
    maker("WVG", "大众(德国)", &["大众"], "DE"),
    maker("WVW", "大众(德国)", &["大众"], "DE"),
    maker("YSR", "极星", &["极星"], "SE"),
    maker("YV1", "沃尔沃(瑞典)", &["沃尔沃"], "SE"),
    maker("YV4", "沃尔沃(瑞典)", &["沃尔沃"], "SE"),
    maker("ZAM", "玛莎拉蒂", &["玛莎拉蒂"], "IT"),
    maker("ZAR", "阿尔法·罗密欧", &["阿尔法·罗密欧"], "IT"),
    maker("ZAS", "阿尔法·罗密欧", &["阿尔法·罗密欧"], "IT"),
    maker("ZFA", "菲亚特", &["菲亚特"], "IT"),
    maker("ZFF", "法拉利", &["法拉利"], "IT"),
    maker("ZHW", "兰博基尼", &["兰博基尼"], "IT"),
    maker("ZN6", "玛莎拉蒂", &["玛莎拉蒂"], "IT"),
    maker("ZPB", "兰博基尼", &["兰博基尼"], "IT"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brand::Brand;

    #[test]
    fn makers_are_sorted_so_that_they_can_be_found() {
        assert!(MAKERS.windows(2).all(|pair| pair[0].wmi < pair[1].wmi));
    }

    #[test]
    fn every_brand_of_a_maker_is_a_known_brand() {
        for maker in MAKERS {
            for brand in maker.brands {
                assert_eq!(Brand::find(brand).map(|known| known.chinese), Some(*brand), "{}", maker.wmi);
            }
        }
    }

    #[test]
    fn the_country_of_a_maker_agrees_with_its_identifier() {
        for maker in MAKERS {
            assert_eq!(country_of(maker.wmi), Some(maker.country), "{}", maker.wmi);
        }
    }

    #[test]
    fn the_cars_of_the_showroom_are_known() {
        for (wmi, brand) in [
            ("LSV", "大众"),
            ("LRW", "特斯拉"),
            ("LBV", "宝马"),
            ("LE4", "奔驰"),
            ("WP0", "保时捷"),
            ("JTH", "雷克萨斯"),
            ("LK6", "五菱"),
            ("HLX", "理想"),
            ("LS6", "长安"),
            ("LVY", "沃尔沃"),
            ("LFZ", "零跑"),
        ] {
            assert_eq!(by_wmi(wmi).map(Maker::brand), Some(brand));
        }
        assert_eq!(by_wmi("QQQ"), None);
    }
}
