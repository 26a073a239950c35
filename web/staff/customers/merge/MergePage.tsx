// Two records of one customer side by side: which goes on, whose value wins, what goes along, and what to mind.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { Merge as MergeSign, Split } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Merge, MergePreview, MergeWinner } from '../../../shared/api/types';
import { api, Problem } from '../../../shared/client';
import { dateTime, listing } from '../../../shared/format';
import { read, useWrite } from '../../../shared/queries';
import { PageHead } from '../../../shared/ui/PageHead';
import { ErrorState, Skeleton } from '../../../shared/ui/states';
import { ChoiceTable } from './ChoiceTable';
import { type Choices, graveOf } from './choices';
import './merge.css';
import { Cautions, Moves, useMergedMessage } from './parts';
import { SideCard } from './SideCard';

export function MergePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id, other } = useParams({ from: '/staff/customers/$id/merge/$other' });
  const preview = useQuery(read<MergePreview>(`/customers/${id}/merges/preview`, { with: other }));
  const kept = preview.error instanceof Problem ? preview.error.kept : null;
  useEffect(() => {
    if (kept) void navigate({ to: '/customers/$id', params: { id: kept }, replace: true });
  }, [kept, navigate]);
  const { pair } = useSearch({ from: '/staff/customers/$id/merge/$other' });
  const isTurned = pair && preview.data?.proposed === other;
  useEffect(() => {
    if (isTurned) void navigate({ to: '/customers/$id/merge/$other', params: { id: other, other: id }, replace: true });
  }, [isTurned, id, other, navigate]);
  return (
    <>
      <PageHead title={t('merge.title')} crumbs={[{ label: t('page.customers'), link: { to: '/customers' } }]} />
      {preview.data && !isTurned ? (
        <Compared
          key={`${id} ${preview.data.kept.customer.version} ${preview.data.absorbed.customer.version}`}
          preview={preview.data}
          onStale={() => void preview.refetch()}
        />
      ) : preview.error ? (
        <ErrorState failure={preview.error} onRetry={() => void preview.refetch()} />
      ) : (
        <div className="merge-page">
          <Skeleton lines={8} />
        </div>
      )}
    </>
  );
}

function Compared({ preview, onStale }: { preview: MergePreview; onStale: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { modal } = App.useApp();
  const [chosen, setChosen] = useState<Choices>({});
  const { kept, absorbed, cautions } = preview;
  const choose = (field: string, winner: MergeWinner) => setChosen((old) => ({ ...old, [field]: winner }));
  const merge = useMerge(preview, chosen, onStale);
  const keepOther = () =>
    void navigate({
      to: '/customers/$id/merge/$other',
      params: { id: absorbed.customer.id, other: kept.customer.id },
      replace: true,
    });
  const confirm = () => {
    const grave = graveOf(preview);
    if (grave.length === 0) return merge.mutate();
    void modal.confirm({
      title: t('merge.graveTitle'),
      content: t('merge.graveHint', { cautions: listing(grave.map((one) => t(`merge.caution.${one}`))) }),
      okText: t('merge.still'),
      okButtonProps: { danger: true },
      cancelText: t('merge.later'),
      onOk: () => merge.mutate(),
    });
  };
  return (
    <div className="merge-page">
      <Cautions lines={cautions.map((caution) => t(`merge.caution.${caution}`))} />
      <ApartBefore apart={preview.apart} />
      <div className="merge-sides">
        {[kept, absorbed].map((side) => (
          <SideCard
            key={side.customer.id}
            side={side}
            isKept={side === kept}
            isProposed={preview.proposed === side.customer.id}
            onKeep={keepOther}
          />
        ))}
      </div>
      <ChoiceTable choices={preview.choices} chosen={chosen} onChoose={choose} />
      <Moves moves={preview.moves} name={absorbed.customer.name} />
      <footer className="merge-foot">
        <Button onClick={() => void navigate({ to: '/customers/$id', params: { id: kept.customer.id } })}>
          {t('merge.cancel')}
        </Button>
        <Button type="primary" icon={<MergeSign size={14} />} loading={merge.isPending} onClick={confirm}>
          {t('merge.deed')}
        </Button>
      </footer>
    </div>
  );
}

/** Who set the two apart before, when and why: whoever merges them anyway should have read it. */
function ApartBefore({ apart }: { apart: MergePreview['apart'] }) {
  const { t } = useTranslation();
  if (apart.length === 0) return null;
  return (
    <section className="merge-cautions" aria-label={t('merge.apartTitle')}>
      <Split size={16} aria-hidden />
      <ul>
        {apart.map((one) => (
          <li key={`${one.how} ${one.at}`}>
            {t(`merge.apart.${one.how}`, { name: one.by, when: dateTime(one.at) })}
            {one.reason && <q>{one.reason}</q>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Merges, goes to the kept record, and offers the way back for a while. */
function useMerge(preview: MergePreview, choices: Choices, onStale: () => void) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const tell = useMergedMessage('merges');
  const { kept, absorbed } = preview;
  return useWrite<void, Merge>({
    deed: () =>
      api.post<Merge>('/merges', {
        keep: kept.customer.id,
        absorb: absorbed.customer.id,
        keep_version: kept.customer.version,
        absorb_version: absorbed.customer.version,
        choices,
      }),
    touches: () => [['customers'], ['merges'], ['vehicles'], ['tasks'], ['messages'], ['search']],
    onDone: (merge) => {
      void navigate({ to: '/customers/$id', params: { id: merge.kept.id }, replace: true });
      tell(merge);
    },
    onProblem: (problem) => {
      if (problem.status !== 412) return false;
      void message.warning(t('merge.stale'));
      onStale();
      return true;
    },
  });
}
