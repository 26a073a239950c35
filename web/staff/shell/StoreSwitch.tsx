// Which dealership one looks at: all one's stores, or one of them.
import { Dropdown } from 'antd';
import { Check, ChevronsUpDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSession, useStoreChoice } from '../session/session';

const ALL = 'all';

export function StoreSwitch() {
  const { t } = useTranslation();
  const { group, stores } = useSession();
  const { store, choose } = useStoreChoice();
  const present = store ?? (stores.length === 1 ? stores[0] : undefined);
  const mark = (isChosen: boolean) => <Check size={14} style={{ visibility: isChosen ? 'visible' : 'hidden' }} />;
  const items = [
    { key: ALL, label: t('shell.allStores', { count: stores.length }), icon: mark(!present) },
    { type: 'divider' as const },
    ...stores.map((one) => ({ key: one.id, label: one.name, icon: mark(one.id === present?.id) })),
  ];
  return (
    <Dropdown
      trigger={['click']}
      disabled={stores.length < 2}
      menu={{ items, onClick: ({ key }) => choose(key === ALL ? null : key), className: 'store-menu' }}
    >
      <button className="store-switch" type="button" aria-label={t('shell.chooseStore')}>
        <Logo />
        <span className="names">
          <b className="cut">{present?.name ?? group.name}</b>
          <span className="cut">{present ? group.name : t('shell.allStores', { count: stores.length })}</span>
        </span>
        {stores.length > 1 && <ChevronsUpDown size={14} />}
      </button>
    </Dropdown>
  );
}

export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="9" />
      <path d="M10 25c0-5.500 12-5.500 12-11s-6-7-6-7" />
      <circle cx="16" cy="7" r="2.600" />
    </svg>
  );
}
