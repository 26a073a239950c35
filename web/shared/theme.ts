// Light, dark or as the system: the choice, and antd's controls drawn with our tokens.
import { theme as antd, type ThemeConfig } from 'antd';
import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'light' | 'dark' | 'system';

const STORED = 'roadbook.theme';
const FONT =
  '"Inter Variable", "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif';

const listeners = new Set<() => void>();

export function themeChoice(): ThemeChoice {
  const stored = localStorage.getItem(STORED);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(STORED, choice);
  paint();
}

/** The choice and the mode it comes to now; follows the system while it is asked to. */
export function useTheme(): { choice: ThemeChoice; mode: 'light' | 'dark' } {
  const [choice, mode] = useSyncExternalStore(subscribe, () => `${themeChoice()} ${presentMode()}`).split(' ');
  return { choice: choice as ThemeChoice, mode: mode as 'light' | 'dark' };
}

export function antdTheme(mode: 'light' | 'dark'): ThemeConfig {
  const ink = mode === 'dark' ? DARK : LIGHT;
  return {
    algorithm: mode === 'dark' ? antd.darkAlgorithm : antd.defaultAlgorithm,
    cssVar: { prefix: 'rb' },
    hashed: false,
    token: {
      colorPrimary: ink.accent,
      colorInfo: ink.accent,
      colorLink: ink.link,
      colorSuccess: '#13795b',
      colorWarning: '#b25e09',
      colorError: mode === 'dark' ? '#e05252' : '#cf2f2f',
      colorTextBase: ink.text,
      colorBgBase: ink.ground,
      colorText: ink.text,
      colorTextSecondary: ink.text2,
      colorTextTertiary: ink.text3,
      colorTextQuaternary: ink.text4,
      colorTextPlaceholder: ink.text3,
      colorBorder: ink.line2,
      colorBorderSecondary: ink.line,
      colorSplit: ink.line,
      colorBgContainer: ink.ground,
      colorBgElevated: ink.elevated,
      colorBgLayout: ink.frame,
      colorFillTertiary: ink.hover,
      fontFamily: FONT,
      fontSize: 13,
      fontSizeSM: 12,
      fontSizeLG: 14,
      fontSizeHeading3: 20,
      fontSizeHeading4: 16,
      fontSizeHeading5: 14,
      lineHeight: 1.54,
      fontWeightStrong: 600,
      borderRadius: 7,
      borderRadiusSM: 5,
      borderRadiusLG: 10,
      controlHeight: 30,
      controlHeightSM: 26,
      controlHeightLG: 36,
      padding: 14,
      paddingLG: 20,
      motionDurationFast: '0.08s',
      motionDurationMid: '0.14s',
      motionDurationSlow: '0.2s',
      controlOutlineWidth: 3,
      colorBgMask: ink.veil,
      boxShadow: '0 1px 2px rgb(16 20 28 / .05), 0 6px 20px -6px rgb(16 20 28 / .14)',
      boxShadowSecondary: ink.popup,
      boxShadowTertiary: '0 1px 2px rgb(16 20 28 / .05)',
    },
    components: {
      Button: {
        fontWeight: 500,
        primaryShadow: '0 1px 2px rgb(16 20 28 / .16), inset 0 1px 0 rgb(255 255 255 / .14)',
        defaultShadow: '0 1px 1.5px rgb(16 20 28 / .05)',
        dangerShadow: 'none',
        paddingInline: 11,
      },
      Tabs: {
        itemSelectedColor: ink.text,
        itemHoverColor: ink.text,
        inkBarColor: ink.accent,
        horizontalItemPadding: '9px 0',
        horizontalItemGutter: 22,
        titleFontSize: 13,
        horizontalMargin: '0',
        lineWidthBold: 2,
      },
      Segmented: { trackPadding: 2, itemSelectedBg: ink.raised, trackBg: ink.track },
      Tooltip: { colorBgSpotlight: '#1b1f26', fontSize: 12 },
      Modal: { titleFontSize: 15 },
      Drawer: { paddingLG: 20 },
      Form: { labelColor: ink.text2, verticalLabelPadding: '0 0 4px', itemMarginBottom: 20 },
      Select: { optionHeight: 32, optionPadding: '6px 10px' },
    },
  };
}

interface Ink {
  text: string;
  text2: string;
  text3: string;
  text4: string;
  line: string;
  line2: string;
  ground: string;
  frame: string;
  hover: string;
  elevated: string;
  accent: string;
  link: string;
  popup: string;
  veil: string;
  /** What choices lie on, and the chosen one; seen on every ground. */
  track: string;
  raised: string;
}

// The same values as tokens.css: antd computes shades from them and so needs them as colours, not as variables.
const LIGHT: Ink = {
  text: '#1b1f26',
  text2: '#535b66',
  text3: '#626a77',
  text4: '#a3a9b3',
  line: '#e9ebee',
  line2: '#dcdfe4',
  ground: '#ffffff',
  frame: '#f7f8f9',
  hover: '#f3f4f6',
  elevated: '#ffffff',
  accent: '#2f5fe0',
  link: '#2f5fe0',
  popup: '0 0 0 1px rgb(16 20 28 / .06), 0 8px 30px -8px rgb(16 20 28 / .22)',
  veil: 'rgb(16 20 28 / .28)',
  track: '#f3f4f6',
  raised: '#ffffff',
};
const DARK: Ink = {
  text: '#eceef1',
  text2: '#a7adb7',
  text3: '#8b929d',
  text4: '#5b626d',
  line: '#24272d',
  line2: '#31353c',
  ground: '#131519',
  frame: '#0e1013',
  hover: '#1b1e23',
  elevated: '#1a1d22',
  accent: '#426df0',
  link: '#8dabff',
  popup: '0 0 0 1px rgb(255 255 255 / .09), 0 12px 36px rgb(0 0 0 / .55)',
  veil: 'rgb(0 0 0 / .5)',
  track: '#23272d',
  raised: '#363b44',
};

function presentMode(): 'light' | 'dark' {
  const choice = themeChoice();
  return choice === 'system' ? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light') : choice;
}

function paint(): void {
  const root = document.documentElement;
  root.dataset.theme = presentMode();
  root.style.colorScheme = presentMode();
  root.style.background = '';
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', paint);
  return () => {
    listeners.delete(listener);
    system.removeEventListener('change', paint);
  };
}
