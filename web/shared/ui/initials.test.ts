import { expect, test } from 'vitest';
import { initials } from './initials';

test.each([
  ['上海恒瑞贸易有限公司', '恒瑞', '恒'],
  ['江苏苏州鼎盛物流股份有限公司', '鼎盛', '鼎'],
  ['华为技术（集团）有限公司', '华为', '华'],
  ['远信集团', '远信', '远'],
  ['嘉汇（上海）贸易有限责任公司', '嘉汇', '嘉'],
  ['杭州市泰科环保科技公司', '泰科', '泰'],
  ['公司', '公司', '公'],
  ['高先生', '先生', '生'],
  ['欧阳晓明', '晓明', '明'],
  ['Ada Lovelace', 'AL', 'AL'],
])('%s', (name, wide, narrow) => {
  expect(initials(name, 48)).toBe(wide);
  expect(initials(name, 20)).toBe(narrow);
});
