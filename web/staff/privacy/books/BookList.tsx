// One book: its lines, and the page of the one that is open.
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BookEntryView } from '../../../shared/api/types';
import { useEndless } from '../../../shared/endless';
import { date } from '../../../shared/format';
import { Deed } from '../../../shared/ui/Deed';
import { Tag } from '../../../shared/ui/faces';
import { PageHead } from '../../../shared/ui/PageHead';
import { PlainTable } from '../../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../../shared/ui/states';
import { usePower } from '../../session/session';
import { PersonalKindTags } from '../PersonalKinds';
import { PRIVACY_ICON } from '../sections';
import { BookForm } from './BookForm';
import type { Book } from './fields';

export function BookList({ book }: { book: Book }) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const list = useEndless<BookEntryView>('/book-entries', { book });
  const [open, setOpen] = useState<BookEntryView | 'new' | null>(null);
  const title = t(`privacy.section.${book}`);
  return (
    <>
      <PageHead title={title}>
        <Deed type="primary" icon={<Plus size={15} />} reason={reason('keep_privacy')} onClick={() => setOpen('new')}>
          {t(`privacy.books.new.${book}`)}
        </Deed>
      </PageHead>
      {list.failure ? (
        <ErrorState failure={list.failure} onRetry={list.retry} />
      ) : !list.isLoading && list.items.length === 0 ? (
        <Empty
          icon={PRIVACY_ICON[book]}
          title={t(`privacy.books.none.${book}`)}
          hint={t(`privacy.books.why.${book}`)}
        />
      ) : (
        <div className="table-frame">
          <PlainTable
            label={title}
            rows={list.isLoading ? undefined : list.items}
            endless={list}
            onOpen={setOpen}
            columns={[
              {
                id: 'title',
                title: t('privacy.books.field.name'),
                cell: (entry) => (
                  <button type="button" className="cell-button two-lines" onClick={() => setOpen(entry)}>
                    <b>{entry.title}</b>
                    <span>{subtitle(entry, t)}</span>
                  </button>
                ),
              },
              {
                id: 'kinds',
                isExtra: true,
                title: t('privacy.books.field.kinds'),
                cell: (entry) => <PersonalKindTags kinds={entry.page.kinds} />,
              },
              {
                id: 'when',
                isExtra: true,
                width: 130,
                title: t(`privacy.books.when.${book}`),
                cell: (entry) => <span className="second">{when(entry)}</span>,
              },
              {
                id: 'state',
                width: 110,
                title: t('privacy.books.state'),
                cell: (entry) => <EntryState entry={entry} />,
              },
            ]}
          />
        </div>
      )}
      {open && <BookForm book={book} entry={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  );
}

function EntryState({ entry }: { entry: BookEntryView }) {
  const { t } = useTranslation();
  const hasEnded = entry.until !== null && entry.until !== undefined && entry.until < date(new Date().toISOString());
  if (entry.closed_at) return <Tag>{t(`privacy.books.closed.${entry.page.book}`)}</Tag>;
  if (hasEnded) return <Tag tone="red">{t('privacy.books.ended')}</Tag>;
  return (
    <Tag tone={entry.page.book === 'incidents' ? 'amber' : 'green'} hasDot>
      {t(`privacy.books.open.${entry.page.book}`)}
    </Tag>
  );
}

function subtitle({ page }: BookEntryView, t: (key: string) => string): string {
  if (page.book === 'processors') return page.service;
  if (page.book === 'assessments') return t(`privacy.books.option.${page.risk}`);
  return page.cause;
}

function when({ page }: BookEntryView): string {
  if (page.book === 'processors') return date(page.until);
  return date(page.book === 'assessments' ? page.assessed_on : page.found_at);
}
