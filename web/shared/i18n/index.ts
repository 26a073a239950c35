// Which language the pages speak: Chinese unless chosen otherwise; only the words of one language are loaded.
import dayjs from 'dayjs';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export type Language = 'zh' | 'en';

type AntdLocale = typeof import('antd/locale/zh_CN')['default'];

const STORED = 'roadbook.language';

/** Makes are kept under their Chinese names. */
const NO_MAKES: { default: Record<string, string> } = { default: {} };

const sources = {
  zh: () => Promise.all([import('./zh/index'), import('antd/locale/zh_CN'), NO_MAKES, import('dayjs/locale/zh-cn')]),
  en: () =>
    Promise.all([
      import('./en/index'),
      import('antd/locale/en_GB'),
      import('./makes.json'),
      import('dayjs/locale/en-gb'),
    ]),
};

let controls: AntdLocale;
let makes: Record<string, string> = NO_MAKES.default;

/** The words inside antd's controls, in the present language. */
export function antdLocale(): AntdLocale {
  return controls;
}

/** What a make is called in the present language; one nobody knows goes by the name it is kept under. */
export function makeName(brand: string): string {
  return makes[brand] ?? brand;
}

export function language(): Language {
  return i18next.language === 'en' ? 'en' : 'zh';
}

/** Whether a person has chosen on this machine; until then their profile decides. */
export function hasChosenLanguage(): boolean {
  return localStorage.getItem(STORED) !== null;
}

export async function startLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'none',
    resources: {},
    fallbackLng: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await speak(localStorage.getItem(STORED) === 'en' ? 'en' : 'zh');
}

export async function chooseLanguage(chosen: Language): Promise<void> {
  localStorage.setItem(STORED, chosen);
  await speak(chosen);
}

/** Speaks a language without remembering it. */
export async function speak(chosen: Language): Promise<void> {
  const [words, locale, named] = await sources[chosen]();
  for (const bundle of words.default) i18next.addResourceBundle(chosen, 'translation', bundle, true, true);
  controls = locale.default;
  makes = named.default;
  dayjs.locale(chosen === 'zh' ? 'zh-cn' : 'en-gb');
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en';
  await i18next.changeLanguage(chosen);
}
