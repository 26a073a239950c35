// The letters that stand for a name on its disc.

const LEGAL_FORM = /(股份|有限责任|有限|集团|控股|总|分)*(公司|集团|商行|经营部|工作室|合作社|事务所|中心|厂)$/;
const BRACKETED = /[（(][^（）()]*[）)]/g;
/** Where a company is says nothing about which one it is. */
const PLACE =
  /^(北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|苏州|南京|无锡|常州|南通|杭州|宁波|温州|嘉兴|合肥|广州|深圳|东莞|佛山|成都|武汉|西安|长沙|青岛|济南|郑州|厦门|福州|绍兴|湖州|金华|台州|昆山|扬州|泰州|徐州|盐城|镇江|芜湖|南昌|长春|沈阳|大连|哈尔滨|石家庄|太原|昆明|贵阳|南宁|海口|兰州|珠海|中山|惠州|泉州|烟台|潍坊)(省|市)?/;

/** Two letters where there is room: the given name of a person, the first word of a company, the initials of others. */
export function initials(name: string, size: number): string {
  const words = name.trim();
  const signs = signsOf(words);
  if (/\p{Script=Han}/u.test(words)) {
    const room = size >= 40 ? 2 : 1;
    const company = companyWord(words);
    return company ? signsOf(company).slice(0, room).join('') : signs.slice(-room).join('');
  }
  const parts = words.split(/\s+/).map(signsOf);
  const letters = parts.length > 1 ? [parts[0]?.[0], parts.at(-1)?.[0]] : signs.slice(0, 2);
  return letters.join('').toUpperCase();
}

/** `浦远物流` of `上海浦远物流有限公司`; nothing for what is not called like a company. */
function companyWord(name: string): string | null {
  const plain = name.replace(BRACKETED, '').trim();
  const bare = plain.replace(LEGAL_FORM, '');
  if (bare === plain) return null;
  const word = bare.replace(PLACE, '').replace(PLACE, '');
  return word || bare || plain;
}

/** What people take for one sign, which may be several code units. */
function signsOf(text: string): string[] {
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}
