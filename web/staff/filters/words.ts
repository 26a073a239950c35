// What the codes of choices are called.
import type { TFunction } from 'i18next';

/** The group of words in which a field's choices are found. */
const GROUPS: Record<string, string> = {
  stage: 'stage',
  kind: 'customerKind',
  gender: 'gender',
  source: 'source',
  purpose: 'purpose',
  use_scenario: 'useScenario',
  decision_style: 'decisionStyle',
  energy: 'energy',
  marketing_consent: 'consent.channel',
  missing: 'quality.missing',
  doubtful: 'quality.doubt',
};

/** What is usually written in a field that takes any text. */
export const USUAL: Record<string, readonly string[]> = {
  source: [
    'showroom',
    'phone',
    'referral',
    'autohome',
    'dongchedi',
    'yiche',
    'douyin',
    'kuaishou',
    'xiaohongshu',
    'wechat',
    'wecom',
    'tencent_ads',
    'website',
    'exhibition',
    'event',
    'manufacturer',
    'after_sales',
    'other',
  ],
};

/** The name of one choice of a field; a choice without one, such as a city, is its own name. */
export function choiceWords(field: string, choice: string, t: TFunction): string {
  if (choice === 'true') return t('common.yes');
  if (choice === 'false') return t('common.no');
  const group = GROUPS[field];
  return group ? t(`${group}.${choice}`, { defaultValue: choice }) : choice;
}
