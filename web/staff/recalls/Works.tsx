// What is done to many cars of a recall in the background, and how far it has come.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recall, RecallWork } from '../../shared/api/types';
import { api } from '../../shared/client';
import { dateTime, number } from '../../shared/format';
import { read, useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { Tag, type Tone } from '../../shared/ui/faces';
import { Progress } from '../../shared/ui/Progress';
import { usePower, useRecordReason } from '../session/session';

const WATCH_MS = 1_000;
const SHOWN = 5;
const TONES: Record<RecallWork['state'], Tone> = { waiting: 'slate', running: 'blue', done: 'green', failed: 'red' };

const isUnderWay = (work: RecallWork) => work.state === 'waiting' || work.state === 'running';

/** The latest work on a recall, asked for again while some is under way; what ended makes the recall itself old. */
export function useWorks(recall: Recall | undefined) {
  const client = useQueryClient();
  const { may } = usePower();
  const id = recall?.id;
  const works = useQuery({
    ...read<RecallWork[]>(`/recalls/${id}/works`),
    enabled: id !== undefined && may('manage_recalls'),
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? WATCH_MS : false),
  });
  const busy = works.data?.filter(isUnderWay).length ?? 0;
  const wasBusy = useRef(0);
  useEffect(() => {
    if (busy < wasBusy.current && id) void client.invalidateQueries({ queryKey: ['recalls', id] });
    wasBusy.current = busy;
  }, [busy, client, id]);
  return works;
}

export function Works({ recall, works }: { recall: Recall; works: RecallWork[] | undefined }) {
  const { t } = useTranslation();
  const { may } = usePower();
  const why = useRecordReason(recall.can)('work');
  const search = useWrite({
    deed: () => api.post(`/recalls/${recall.id}/searches`, {}),
    touches: () => [['recalls', recall.id]],
    done: () => t('recall.done.begun'),
  });
  if (!may('manage_recalls')) return null;
  return (
    <section className="card" aria-label={t('recall.works.title')}>
      <header>
        <h2>{t('recall.works.title')}</h2>
        <span className="spring" />
        <Deed
          size="small"
          icon={<RefreshCw size={13} />}
          reason={why}
          loading={search.isPending}
          onClick={() => search.mutate()}
        >
          {t('recall.works.search')}
        </Deed>
      </header>
      <div className="inside" aria-live="polite">
        {works?.length === 0 && <p className="muted recall-hint">{t('recall.works.none')}</p>}
        <ul className="recall-works">
          {works?.slice(0, SHOWN).map((work) => (
            <Work key={work.id} work={work} />
          ))}
        </ul>
      </div>
    </section>
  );
}

function Work({ work }: { work: RecallWork }) {
  const { t } = useTranslation();
  const state = work.to ? t(`recall.carState.${work.to}`) : '';
  const deed = t(`recall.works.deed.${work.deed}`, { state });
  const figures = { done: number(work.done), skipped: number(work.skipped) };
  return (
    <li>
      <p>
        <b>{deed}</b>
        <Tag tone={TONES[work.state]}>{t(`recall.works.state.${work.state}`)}</Tag>
      </p>
      {isUnderWay(work) && work.total > 0 && <Progress isSlim done={work.passed} total={work.total} label={deed} />}
      <p className="muted num">
        {[t(`recall.works.result.${work.deed}`, figures), work.by.name, dateTime(work.created_at)]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {work.error && <p className="late">{work.error}</p>}
      {work.faults_count > 0 && <p className="second">{t('recall.vins.faults', { count: work.faults_count })}</p>}
    </li>
  );
}
