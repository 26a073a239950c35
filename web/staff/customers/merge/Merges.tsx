// The merges of a customer: which records live on in this one, by whom, and the way back.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Merge, Page } from '../../../shared/api/types';
import { dateTime, listing } from '../../../shared/format';
import { read } from '../../../shared/queries';
import { UndoButton } from '../../../shared/ui/MergeUndo';
import { attributeName } from '../../../shared/ui/timeline/attribute';
import './merge.css';

export function Merges({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(read<Page<Merge>>(`/customers/${id}/merges`));
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-label={t('merge.list')} className="merges">
      <h3>{t('merge.list')}</h3>
      <ul>
        {data.items.map((merge) => (
          <MergeLine key={merge.id} merge={merge} whose={id} />
        ))}
      </ul>
    </section>
  );
}

function MergeLine({ merge, whose }: { merge: Merge; whose: string }) {
  const { t } = useTranslation();
  const other = merge.kept.id === whose ? merge.absorbed : merge.kept;
  const fields = merge.taken.map((field) => attributeName(field, t));
  return (
    <li className={merge.undone_at ? 'undone' : ''}>
      <div className="two-lines">
        <b>
          {t('merge.listOne', { name: other.name })} <span className="muted num">{other.number}</span>
        </b>
        <span className="muted">
          {[
            t('merge.by', { name: merge.by.name, at: dateTime(merge.merged_at) }),
            fields.length > 0 && t('merge.taken', { fields: listing(fields) }),
            merge.undone_at && t('merge.wasUndone', { name: merge.undone_by ?? '', at: dateTime(merge.undone_at) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      {merge.can.includes('undo') && <UndoButton kind="merges" merge={merge} />}
    </li>
  );
}
