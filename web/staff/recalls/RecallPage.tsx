// One recall: how far it has come, its cars, the maker's list.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { App } from 'antd';
import { Archive, PencilLine, Play, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recall } from '../../shared/api/types';
import { api } from '../../shared/client';
import { number } from '../../shared/format';
import { useIsPhone } from '../../shared/media';
import { read, useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { Tag } from '../../shared/ui/faces';
import { PageHead } from '../../shared/ui/PageHead';
import { SectionTabs } from '../../shared/ui/SectionTabs';
import { ErrorState, Skeleton } from '../../shared/ui/states';
import '../customers/customers.css';
import { useRecordReason } from '../session/session';
import '../vehicles/vehicles.css';
import { Cars } from './Cars';
import { Overview } from './Overview';
import { RecallForm } from './RecallForm';
import './recalls.css';
import { Vins } from './Vins';
import { useWorks } from './Works';
import { STATE_TONES } from './words';

export function RecallPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/staff/recalls/$id' });
  const { tab } = useSearch({ from: '/staff/recalls/$id' });
  const recall = useQuery(read<Recall>(`/recalls/${id}`));
  const works = useWorks(recall.data);
  const { data } = recall;
  return (
    <>
      <PageHead
        title={data?.title ?? ''}
        crumbs={[{ label: t('page.recalls'), link: { to: '/recalls' } }]}
        beside={data && <Tag tone={STATE_TONES[data.state]}>{t(`recall.state.${data.state}`)}</Tag>}
      >
        {data && <Deeds recall={data} />}
      </PageHead>
      {data ? (
        <>
          <SectionTabs
            label={t('recall.tabs')}
            present={tab ?? 'overview'}
            tabs={(['overview', 'cars', 'vins'] as const).map((key) => ({
              key,
              title: t(`recall.tab.${key}`),
              link: { to: '/recalls/$id', params: { id }, search: key === 'overview' ? {} : { tab: key } },
              figure: figureOf(key, data),
            }))}
          >
            <span className="muted recall-line">
              {[data.number, data.brand, t(`recall.kind.${data.kind}`)].join(' · ')}
            </span>
          </SectionTabs>
          {tab === 'cars' && <Cars recall={data} />}
          {tab === 'vins' && <Vins recall={data} />}
          {tab === undefined && <Overview recall={data} works={works.data} />}
        </>
      ) : recall.error ? (
        <ErrorState failure={recall.error} onRetry={() => void recall.refetch()} />
      ) : (
        <div className="page-body">
          <Skeleton lines={8} />
        </div>
      )}
    </>
  );
}

function figureOf(tab: 'overview' | 'cars' | 'vins', recall: Recall): string | undefined {
  if (tab === 'cars') return number(recall.figures.affected + recall.figures.not_affected);
  return tab === 'vins' ? number(recall.vins.total) : undefined;
}

function Deeds({ recall }: { recall: Recall }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const isPhone = useIsPhone();
  const navigate = useNavigate();
  const [isEditing, setEditing] = useState(false);
  const why = useRecordReason(recall.can);
  const path = `/recalls/${recall.id}`;
  const act = useWrite<'opening' | 'closure' | 'reopening'>({
    deed: (deed) => {
      if (deed === 'reopening') return api.remove(`${path}/closure`, { version: recall.version });
      return api.put(`${path}/${deed}`, undefined, { version: recall.version });
    },
    touches: () => [['recalls'], ['vehicles']],
    done: (_, deed) =>
      ({ opening: t('recall.done.opened'), closure: t('recall.done.closed'), reopening: t('recall.done.reopened') })[
        deed
      ],
  });
  const remove = useWrite({
    deed: () => api.remove(path, { version: recall.version }),
    touches: () => [['recalls']],
    done: () => t('recall.done.removed'),
    onDone: () => void navigate({ to: '/recalls' }),
  });
  const confirmed = (title: string, content: string, onOk: () => Promise<unknown>, isDangerous: boolean) =>
    modal.confirm({ title, content, okButtonProps: { danger: isDangerous }, onOk: () => onOk().catch(() => {}) });
  const words = (word: string) => (isPhone ? null : word);
  return (
    <>
      {recall.state === 'draft' && (
        <Deed
          icon={<Trash2 size={14} />}
          reason={why('delete')}
          aria-label={t('recall.remove')}
          onClick={() =>
            confirmed(
              t('recall.removeTitle', { name: recall.title }),
              t('recall.removeHint'),
              () => remove.mutateAsync(),
              true,
            )
          }
        />
      )}
      {recall.state !== 'closed' && (
        <Deed
          icon={<PencilLine size={14} />}
          reason={why('edit')}
          aria-label={t('recall.edit')}
          onClick={() => setEditing(true)}
        >
          {words(t('recall.edit'))}
        </Deed>
      )}
      {recall.state === 'draft' && (
        <Deed
          type="primary"
          icon={<Play size={14} />}
          reason={why('open')}
          onClick={() =>
            confirmed(
              t('recall.openTitle', { name: recall.title }),
              t('recall.openHint'),
              () => act.mutateAsync('opening'),
              false,
            )
          }
        >
          {t('recall.open')}
        </Deed>
      )}
      {recall.state === 'open' && (
        <Deed
          icon={<Archive size={14} />}
          reason={why('close')}
          aria-label={t('recall.close')}
          onClick={() =>
            confirmed(
              t('recall.closeTitle', { name: recall.title }),
              t('recall.closeHint'),
              () => act.mutateAsync('closure'),
              true,
            )
          }
        >
          {words(t('recall.close'))}
        </Deed>
      )}
      {recall.state === 'closed' && (
        <Deed
          icon={<RotateCcw size={14} />}
          reason={why('reopen')}
          loading={act.isPending}
          onClick={() => act.mutate('reopening')}
        >
          {t('recall.reopen')}
        </Deed>
      )}
      {isEditing && <RecallForm recall={recall} onClose={() => setEditing(false)} />}
    </>
  );
}
