// What happened, day by day, newest first: filtered by kind, read on by key, notes changed where they stand.
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { History, Pin } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry, NoteView, Page } from '../../api/types';
import { useEnd, useEndless } from '../../endless';
import { Empty, ErrorState, Skeleton } from '../states';
import { dayWords, groupByDay } from './days';
import { PinnedNote, TimelineEntry } from './TimelineEntry';
import './timeline.css';

export const ENTRY_KINDS = ['sales', 'service', 'care', 'marketing', 'telematics', 'record'] as const;
type Filter = 'all' | (typeof ENTRY_KINDS)[number];

const PAGE_SIZE = 30;

interface TimelineProps {
  /** `/customers/<id>/timeline` or `/vehicles/<id>/timeline`. */
  path: string;
  /** What the page has read already, shown until the timeline itself answers. */
  first: Page<Entry>;
  /** Notes kept on top, also those older than what has been read. */
  pinned?: NoteView[];
  /** What a change of a note makes old. */
  touches: QueryKey[];
  /** Whose page this is, and so goes without saying. */
  about: 'customer' | 'vehicle';
  /** Stands beside the filter. */
  children?: ReactNode;
}

export function Timeline({ path, first, pinned: kept = [], touches, about, children }: TimelineProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [filter, setFilter] = useState<Filter>('all');
  const read = useEndless<Entry>(path, filter === 'all' ? {} : { kind: filter }, { pageSize: PAGE_SIZE });
  const isFromPage = filter === 'all' && read.isLoading;
  const entries = isFromPage ? first.items : read.items;
  const end = useEnd<HTMLDivElement>(read.more);
  const pinned = entries.filter((entry) => entry.note?.is_pinned);
  const older = kept.filter((note) => !entries.some((entry) => entry.note?.id === note.id));
  const days = useMemo(() => groupByDay(entries), [entries]);
  const onChanged = () => {
    for (const queryKey of touches) void client.invalidateQueries({ queryKey });
  };
  return (
    <section className="timeline" aria-label={t('timeline.label')}>
      <header className="timeline-head">
        <Segmented<Filter>
          size="small"
          aria-label={t('timeline.filter')}
          value={filter}
          onChange={setFilter}
          options={(['all', ...ENTRY_KINDS] as const).map((kind) => ({
            value: kind,
            label: t(`timeline.kind.${kind}`),
          }))}
        />
        {children}
      </header>
      {pinned.length + older.length > 0 && filter === 'all' && (
        <div className="timeline-day pinned">
          <h3>
            <Pin size={12} /> {t('timeline.pinned')}
          </h3>
          {pinned.map((entry) => (
            <TimelineEntry key={entry.id} entry={entry} about={about} hasDate onChanged={onChanged} />
          ))}
          {older.map((note) => (
            <PinnedNote key={note.id} note={note} onChanged={onChanged} />
          ))}
        </div>
      )}
      {days.map(({ day, entries: ofDay }) => (
        <div className="timeline-day" key={`${day} ${ofDay[0]?.id}`}>
          <h3>{dayWords(day, t)}</h3>
          {ofDay.map((entry) => (
            <TimelineEntry key={entry.id} entry={entry} about={about} onChanged={onChanged} />
          ))}
        </div>
      ))}
      {read.failure && <ErrorState failure={read.failure} onRetry={read.retry} />}
      {read.isLoading && !isFromPage && <Skeleton lines={6} />}
      {!read.isLoading && !read.failure && entries.length === 0 && (
        <Empty icon={History} title={t(filter === 'all' ? 'timeline.none' : 'timeline.noneOfKind')} />
      )}
      {read.hasMore && (
        <div ref={end} className="timeline-end">
          <Button type="text" loading={read.isLoadingMore} onClick={read.more}>
            {t('timeline.more')}
          </Button>
        </div>
      )}
      {!read.hasMore && !read.isLoading && entries.length > PAGE_SIZE && (
        <p className="timeline-end muted">{t('timeline.beginning')}</p>
      )}
    </section>
  );
}
