// Channels of leads: the connectors of a store and how they do, and what could not be taken.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Alert } from 'antd';
import { ArrowLeft, Cable, Plus, ShieldAlert } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectorView, ConnectorWithSecret } from '../../../shared/api/types';
import { read } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { PageHead } from '../../../shared/ui/PageHead';
import { SectionTabs } from '../../../shared/ui/SectionTabs';
import { Empty, ErrorState } from '../../../shared/ui/states';
import { usePower, useStoreChoice } from '../../session/session';
import { ConnectorForm } from './ConnectorForm';
import { ConnectorHandover } from './ConnectorHandover';
import { ConnectorList } from './ConnectorList';
import { Quarantine } from './Quarantine';
import type { ChannelSearch } from './search';
import './channels.css';

export function ChannelsPage() {
  const { t } = useTranslation();
  const { may, reason } = usePower();
  const search = useSearch({ from: '/staff/leads/channels' });
  const navigate = useNavigate({ from: '/leads/channels' });
  const turn = useCallback(
    (part: ChannelSearch) =>
      void navigate({ search: (old) => ({ ...old, ...part }), replace: part.open === undefined }),
    [navigate],
  );
  const { store } = useStoreChoice();
  const manages = may('manage_connectors');
  const connectors = useQuery({
    ...read<ConnectorView[]>('/connectors', { store: store?.id }),
    enabled: manages,
  });
  const [form, setForm] = useState<ConnectorView | 'new' | null>(null);
  const [made, setMade] = useState<ConnectorWithSecret | null>(null);
  const waiting = connectors.data?.reduce((sum, one) => sum + one.quarantined, 0) ?? 0;
  const view = search.view ?? (manages ? 'connectors' : 'quarantine');
  const tabs = [
    { key: 'connectors', icon: Cable, figure: undefined, search: {} },
    {
      key: 'quarantine',
      icon: ShieldAlert,
      figure: waiting ? String(waiting) : undefined,
      search: { view: 'quarantine' },
    },
  ] as const;
  return (
    <>
      <PageHead
        title={t('leadChannels.title')}
        beside={
          <Link to="/leads" className="back-to-leads">
            <ArrowLeft size={14} /> {t('page.leads')}
          </Link>
        }
      >
        <Deed
          type="primary"
          icon={<Plus size={15} />}
          reason={reason('manage_connectors')}
          onClick={() => setForm('new')}
        >
          {t('leadChannels.new')}
        </Deed>
      </PageHead>
      <SectionTabs
        label={t('leadChannels.views')}
        present={view}
        tabs={tabs.map(({ key, icon, figure, search: to }) => ({
          key,
          title: t(`leadChannels.view.${key}`),
          icon,
          figure,
          link: { to: '/leads/channels', search: to },
        }))}
      />
      {view === 'quarantine' ? (
        <Quarantine search={search} turn={turn} />
      ) : !manages ? (
        <div className="page-body">
          <Alert type="info" showIcon title={reason('manage_connectors')} />
        </div>
      ) : connectors.error ? (
        <ErrorState failure={connectors.error} onRetry={() => void connectors.refetch()} />
      ) : connectors.data?.length === 0 ? (
        <Empty icon={Cable} title={t('leadChannels.none')} hint={t('leadChannels.noneHint')} />
      ) : (
        <ConnectorList connectors={connectors.data} onEdit={setForm} onShow={setMade} />
      )}
      {form && (
        <ConnectorForm connector={form === 'new' ? null : form} onClose={() => setForm(null)} onMade={setMade} />
      )}
      <ConnectorHandover made={made} onClose={() => setMade(null)} />
    </>
  );
}
