// What all pages stand in: antd's theme and language, its notices, and the last net for errors.
import { App, ConfigProvider } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { antdLocale } from '../../shared/i18n';
import { antdTheme, useTheme } from '../../shared/theme';

export function Providers({ children }: { children: ReactNode }) {
  useTranslation();
  const { mode } = useTheme();
  const theme = useMemo(() => antdTheme(mode), [mode]);
  return (
    <ConfigProvider
      theme={theme}
      locale={antdLocale()}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
      popupMatchSelectWidth={false}
    >
      <App component={false} message={{ maxCount: 3 }} notification={{ maxCount: 3 }}>
        {children}
      </App>
    </ConfigProvider>
  );
}
