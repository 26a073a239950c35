// The person signed in: language, theme, and the way out.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Dropdown, type MenuProps } from 'antd';
import { ChevronsUpDown, Languages, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FarewellView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { chooseLanguage, language } from '../../shared/i18n';
import { chooseTheme, type ThemeChoice, useTheme } from '../../shared/theme';
import { Avatar } from '../../shared/ui/faces';
import { forgetDrafts } from '../customers/profile/draft';
import { useSession } from '../session/session';

export function PersonMenu() {
  const { staff } = useSession();
  const menu = usePersonMenu();
  return (
    <Dropdown trigger={['click']} placement="topLeft" menu={menu}>
      <button className="person-button" type="button">
        <Avatar name={staff.name} size={28} />
        <span className="names">
          <b className="cut">{staff.name}</b>
          <span className="cut">{staff.title ?? staff.login}</span>
        </span>
        <ChevronsUpDown size={14} />
      </button>
    </Dropdown>
  );
}

/** Theme, language and sign-out as menu items. */
export function usePersonMenu(): MenuProps {
  const { t } = useTranslation();
  const { choice } = useTheme();
  const signOut = useSignOut();
  const themes: [ThemeChoice, typeof Sun][] = [
    ['light', Sun],
    ['dark', Moon],
    ['system', Monitor],
  ];
  const items: MenuProps['items'] = [
    {
      key: 'theme',
      type: 'group',
      label: t('shell.theme'),
      children: themes.map(([key, Icon]) => ({ key, icon: <Icon size={14} />, label: t(`theme.${key}`) })),
    },
    {
      key: 'language',
      type: 'group',
      label: t('shell.language'),
      children: [
        { key: 'zh', icon: <Languages size={14} />, label: '简体中文' },
        { key: 'en', icon: <Languages size={14} />, label: 'English' },
      ],
    },
    { type: 'divider' },
    { key: 'sign-out', icon: <LogOut size={14} />, label: t('session.signOut') },
  ];
  const onClick: MenuProps['onClick'] = ({ key }) => {
    if (key === 'light' || key === 'dark' || key === 'system') chooseTheme(key);
    else if (key === 'zh' || key === 'en') void chooseLanguage(key);
    else signOut();
  };
  return { items, onClick, selectable: true, multiple: true, selectedKeys: [choice, language()] };
}

/** Ends the session and forgets everything read in it. */
export function useSignOut(): () => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: () => api.remove<FarewellView | undefined>('/session'),
    onSettled: async (farewell) => {
      forgetDrafts();
      // The service one signed in with ends its session too, and sends the browser back.
      if (farewell) return location.assign(farewell.leave_at);
      await navigate({ to: '/sign-in' });
      client.clear();
    },
  });
  return () => leave.mutate();
}
