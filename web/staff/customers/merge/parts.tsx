// What the pages of merges have in common: what to mind, what goes along, and the way back after the deed.
import { App, Button } from 'antd';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MergePreview } from '../../../shared/api/types';
import { number } from '../../../shared/format';
import { type MergeKind, useUndoMerge } from '../../../shared/ui/MergeUndo';

export function Cautions({ lines }: { lines: string[] }) {
  const { t } = useTranslation();
  if (lines.length === 0) return null;
  return (
    <section className="merge-cautions" aria-label={t('merge.cautions')}>
      <TriangleAlert size={16} aria-hidden />
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

export function Moves({ moves, name }: { moves: MergePreview['moves']; name: string }) {
  const { t } = useTranslation();
  return (
    <section className="merge-moves" aria-label={t('merge.moves')}>
      <h2>{t('merge.moves')}</h2>
      <p className="muted">{t('merge.movesHint', { name })}</p>
      <ul>
        {moves.map(({ what, count }) => (
          <li key={what} className="tag outline">
            {t(`merge.what.${what}`, { defaultValue: t('merge.what.other') })} <b className="num">{number(count)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Tells that two became one, and offers the way back for a while. */
export function useMergedMessage(kind: MergeKind) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const undo = useUndoMerge(kind);
  return (merge: { id: string; kept: { name: string } }) => {
    const key = `merge-${merge.id}`;
    const takeBack = () => {
      message.destroy(key);
      undo.mutate(merge.id);
    };
    void message.open({
      key,
      type: 'success',
      duration: 10,
      content: (
        <>
          {t('merge.done', { name: merge.kept.name })}
          <Button type="link" size="small" onClick={takeBack}>
            {t('merge.undo')}
          </Button>
        </>
      ),
    });
  };
}
